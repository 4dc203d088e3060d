import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { freshHome, isBack, NO_PTY, openShell, run } from './open-shell.js';

t.test("osquery's greeting, prompts and box", { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t, { program: 'osqueryi' });
  t.match(screen.raw, "Using a \u001b[1mvirtual database\u001b[0m. Need help, type '.help'\r\n");
  t.match(screen.raw, /\u001b\[0;38;5;147mosquery> \u001b\[0m/);
  await run(screen, 'SELECT 1 AS a,\r2 AS b;');
  t.match(
    screen.text,
    'osquery> SELECT 1 AS a,\n    ...> 2 AS b;\n+---+---+\n| a | b |\n+---+---+\n| 1 | 2 |\n+---+---+\nosquery>',
  );
});

t.test('its history: lines, a hundred of them', { skip: NO_PTY }, async (t) => {
  const home = freshHome(t);
  const screen = await openShell(t, { program: 'osqueryi', home });
  await run(screen, 'SELECT 1,\r2;');
  await run(screen, '.mode line');
  await run(screen, '.mode line');
  await screen.type('\u0004');
  t.equal(await screen.pty.ended, 0);
  const file = join(home, '.osquery/.history');
  t.equal(readFileSync(file, 'utf8'), 'SELECT 1,\n2;\n.mode line\n');
  t.equal(statSync(file).mode & 0o777, 0o600);
});

t.test('Ctrl-C at the prompt ends it', { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t, { program: 'osqueryi' });
  await screen.type('SELECT\u0003');
  t.equal(await screen.pty.ended, 0);
  await screen.sees('SELECT^C');
});

t.test('a terminal that can do nothing', { skip: NO_PTY }, async (t) => {
  for (const program of ['hostql', 'osqueryi'] as const) {
    const screen = await openShell(t, { program, env: { TERM: 'dumb' } });
    await screen.type('SELECT 1 AS a,\n');
    await screen.until(({ cursorLine }) => /^ +\.\.\.> \|$/.test(cursorLine), 'the second prompt');
    await screen.type('2 AS b;\n');
    await screen.sees(/a .* b/);
    await isBack(screen);
    t.notMatch(screen.raw, /\u001b/, 'it is sent no sequences');
    await screen.type('\u0004');
    t.equal(await screen.pty.ended, 0);
  }
});
