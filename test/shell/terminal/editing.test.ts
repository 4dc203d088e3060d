import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { freshHome, golden, isBack, NO_PTY, openShell, run } from './open-shell.js';

t.test('typing and editing', { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t);
  await screen.type('SELECT 1 AS one');
  await screen.line('hostql> SELECT 1 AS one|');
  await screen.type('\u001bb\u001bb\u007f');
  await screen.line('hostql> SELECT 1|AS one');
  await screen.type(' \u0001\u001bl\u0005;');
  await screen.line('hostql> select 1 AS one;|');
  await screen.type('\u0017\u0019\u0019');
  await screen.line('hostql> select 1 AS one;one;|');
  await screen.type('\u001f');
  await screen.line('hostql> select 1 AS one;|');
  await screen.type('\r');
  await screen.sees('1 row');
  await isBack(screen);
  golden(t, screen, 'one-row');
});

t.test('a statement of several lines', { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t);
  await screen.type("SELECT 'a' AS x,\r2 AS y\r-- and\rFROM\u0015;");
  await screen.line('   ...> ;|');
  golden(t, screen, 'several-lines');
  await screen.type('\u001b[A\u001b[A\u0005, 3 AS z');
  await screen.line('   ...> 2 AS y, 3 AS z|');
  await screen.type('\r');
  await screen.sees('1 row');
  await isBack(screen);
  await screen.type('\u001b[A');
  await screen.sees(/SELECT 'a' AS x,\n {3}\.\.\.> 2 AS y, 3 AS z\n {3}\.\.\.> -- and\n {3}\.\.\.> ;$/);
  t.equal(screen.cursorLine, '   ...> ;|', 'the history gives it back whole');
});

t.test('pasted lines wait for Enter', { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t);
  await screen.type('\u001b[200~SELECT 1;\nSELECT 2;\u001b[201~');
  await screen.line('   ...> SELECT 2;|');
  t.notMatch(screen.text, /row/);
  await screen.type('\r');
  await screen.sees('2 rows');
});

t.test('control characters are shown, and never sent', { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t);
  await screen.type("\u001b[200~SELECT 'a\u001b]0;title\u0007b\u202ec';\u001b[201~");
  await screen.line("hostql> SELECT 'a\\e]0;title\\x07b\\u202ec';|");
  t.notMatch(screen.raw, /\u001b\]0;/);
});

t.test('completion', { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t);
  await screen.type('sel\t * from os_v\t');
  await screen.line('hostql> select * from os_version|');
  await screen.type('\u0015SELECT p. FROM processes AS p\u001bb\u001bb\u001bb\u001bb\u001b[D\t');
  await screen.sees('cmdline');
  golden(t, screen, 'completion');
  await screen.type('na\t');
  await screen.line('hostql> SELECT p.name| FROM processes AS p');
  await screen.type("\u0003SELECT * FROM file WHERE path = '/etc/os-rel\t");
  await screen.until(({ cursorLine }) => /os-release\|$/.test(cursorLine), 'a path');
  await screen.type('\u0015.mo\tmark\t');
  await screen.line('hostql> .mode markdown|');
});

t.test('the history', { skip: NO_PTY }, async (t) => {
  const home = freshHome(t);
  const first = await openShell(t, { home });
  await run(first, 'SELECT 1;');
  await run(first, ' SELECT 2;');
  await run(first, 'SELECT 3;');
  await run(first, 'SELECT 3;');
  await first.type('\u0004');
  t.equal(await first.pty.ended, 0);
  const file = join(home, '.local/state/hostql/history');
  t.equal(readFileSync(file, 'utf8'), 'SELECT 1;\nSELECT 3;\n', 'what begins with a blank is kept out');
  t.equal(statSync(file).mode & 0o777, 0o600);

  const second = await openShell(t, { home });
  await second.type('\u001b[A\u001b[A');
  await second.line('hostql> SELECT 1;|');
  await second.type('\u0003\u0012ect 3');
  await second.line('hostql> SEL|ECT 3;');
  golden(t, second, 'search');
  await second.type('\r');
  await second.sees('1 row');
});

t.test('a text longer than the screen is scrolled, and left whole', { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t, { rows: 8, columns: 40 });
  const lines = Array.from({ length: 20 }, (_, index) => `-- line ${index}`);
  await screen.type(`\u001b[200~${lines.join('\n')}\nSELECT 1;\u001b[201~`);
  await screen.line('   ...> SELECT 1;|');
  await screen.type('\u001b[5~\u001b<');
  await screen.line('hostql> |-- line 0');
  t.ok(screen.lines.length <= 8);
  await screen.type('\u001b>\r');
  await screen.sees('1 row');
  const all = screen.everything.join('\n');
  t.equal(all.split('-- line 0').length, 2, 'once');
  t.match(all, /hostql> -- line 0\n {3}\.\.\.> -- line 1\n[^]*\.\.\.> -- line 19\n/);
});

t.test('narrower and wider', { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t, { columns: 60, rows: 12 });
  await run(screen, 'SELECT 1 AS before;');
  await screen.type(`SELECT '${'x'.repeat(70)}';`);
  await screen.until(({ cursor }) => cursor.column === 28, 'typed');
  screen.resize(40, 12);
  await screen.until(({ lines }) => lines.at(-1) === `${'x'.repeat(6)}';`, 'broken anew');
  t.match(screen.text, /1 row, \d\.\d+ s\nhostql> SELECT 'x{24}\nx{40}\nx{6}';$/, 'nothing above it is lost');
  screen.resize(100, 12);
  await screen.until(({ lines }) => lines.at(-1) === `hostql> SELECT '${'x'.repeat(70)}';`, 'on one line');
});

t.test('Ctrl-C clears the line, Ctrl-D ends', { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t);
  await screen.type('SELECT nonsense\u0003');
  await screen.sees('SELECT nonsense^C');
  await isBack(screen);
  await screen.type('x\u0001\u0004');
  await screen.line('hostql> |');
  await screen.type('\u0004');
  t.equal(await screen.pty.ended, 0);
  t.match(screen.raw, /\u001b\[\?2004l/, 'pastes are as they were');
});

t.test('without colour', { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t, { env: { NO_COLOR: '1' } });
  await run(screen, "SELECT 1, 'x', nonsense;");
  await run(screen, "SELECT NULL AS n, 'x' AS x;");
  t.notMatch(screen.raw, /\u001b\[[0-9;]*[1-9][0-9;]*m/, 'no style at all');
  const coloured = await openShell(t);
  await coloured.type("SELECT 1, 'x'");
  await coloured.sees("'x'");
  const [styled] = coloured.runs.filter((runs) => runs.some(({ text }) => text.includes('SELECT')));
  t.match(
    styled?.find(({ text }) => text.includes('SELECT')),
    { style: { bold: true, colour: 4 } },
  );
  t.match(
    styled?.find(({ text }) => text.includes("'x'")),
    { style: { colour: 2 } },
  );
});
