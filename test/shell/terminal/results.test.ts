import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import t from 'tap';
import { golden, isBack, NO_PTY, openShell, run } from './open-shell.js';

t.test('a box fits the terminal', { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t, { columns: 40 });
  await run(screen, "SELECT 1 AS n, '日本語' AS wide, 'e\u0301a\u0300' AS marks, 'שלום' AS rtl;");
  await run(screen, "SELECT 12 AS n, 'a text that is longer than the terminal is wide' AS t;");
  golden(t, screen, 'boxes');
  await screen.type('\u000c');
  await screen.until(({ lines }) => lines.length === 1, 'cleared');
  await run(screen, '.wrap on');
  await run(screen, "SELECT 12 AS n, 'a text that is longer than the terminal is wide' AS t;");
  golden(t, screen, 'wrapped');
});

t.test('what could steer the terminal is written out', { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t);
  await run(screen, "SELECT 'a' || char(27) || '[31mb' || char(10, 7, 8238) AS t, x'00ff1b' AS b;");
  await screen.sees("│ a\\e[31mb\\n\\x07\\u202e │ x'00ff1b' │");
  t.notMatch(screen.raw, /\u001b\[31mb|\u0007/);
});

t.test('a cell of 10 MB', { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t, { columns: 60 });
  await run(screen, "SELECT replace(hex(zeroblob(5000000)), '00', 'ab') AS long, zeroblob(10000000) AS blob;");
  await screen.sees(/│ (ab)+a?… +│ x'0+… │/);
  t.ok(screen.raw.length < 20_000, 'no more of it is sent than is shown');
});

t.test('errors point to their place', { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t);
  await run(screen, 'SELECT nam FROM processes;');
  golden(t, screen, 'error');
});

t.test('the pager', { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t, { columns: 60, rows: 14 });
  await screen.type('SELECT value AS n, value * value AS square FROM generate_series(1, 1000);\r');
  await screen.sees('lines 1-10 of 1,001');
  golden(t, screen, 'pager');
  await screen.type(' ');
  await screen.sees('lines 11-20');
  t.match(screen.lines[1], /^│ n +│ square +│$/, 'the names stay');
  await screen.type('G');
  await screen.sees('lines 992-1,001');
  await screen.type('g/64009\r');
  await screen.sees('lines 253-262');
  await screen.type('/nowhere\r');
  await screen.sees('not found: nowhere');
  screen.resize(50, 10);
  await screen.until(({ lines }) => lines.length === 10, 'redrawn');
  await screen.type('j');
  await screen.sees('lines 254-259');
  await screen.type('q');
  await isBack(screen);
  await screen.sees('1,000 rows');
  await screen.type('SELECT 1;\r');
  await screen.sees('1 row,');
});

t.test('a pager for lines wider than the screen', { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t, { columns: 40, rows: 10 });
  await run(screen, '.mode list');
  await screen.type("SELECT value || ':' || printf('%.*c', 60, 'x') || '日本' AS t FROM generate_series(1, 50);\r");
  await screen.sees('lines 1-9 of 51');
  await screen.type('\u001b[C\u001b[C');
  await screen.sees('from column 41');
  await screen.sees(/^x+日本$/m);
  await screen.type('q');
  await isBack(screen);
});

t.test('without pager', { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t, { rows: 10 });
  await run(screen, '.pager off');
  await run(screen, 'SELECT value FROM generate_series(1, 50);');
  t.match(screen.everything.join('\n'), /│ +1 │\n│ +2 │\n[^]*│ +50 │\n└─+┘\n50 rows/);
});

t.test('rows are shown while a slow query still runs, and progress below them', { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t);
  await screen.type('SELECT 1 AS n UNION ALL SELECT sleep(600);\r');
  await screen.sees(/│ +1 │/);
  await screen.sees(/│ +1 │\nworking · 1\.\d s · Ctrl-C stops/);
  await screen.type('\u0003');
  await screen.sees('error: interrupted');
  await isBack(screen);
  t.notMatch(screen.text, /working/, 'it has vanished');
});

t.test('resizing while rows are printed', { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t, { rows: 12 });
  await run(screen, '.pager off');
  await screen.type('SELECT value FROM generate_series(1, 200000);\r');
  await screen.sees(/│ +\d{4,} │/);
  screen.resize(40, 8);
  await screen.sees('200,000 rows');
  await isBack(screen);
  await run(screen, 'SELECT 7 AS seven;');
  t.match(screen.text, /│ seven │/);
});

t.test('a million rows to a pipe that is closed early', async (t) => {
  const { NODE_V8_COVERAGE: _, ...env } = process.env;
  const child = spawn(process.execPath, [resolve('bin/hostql'), '--csv'], { env, stdio: 'pipe' });
  let talk = '';
  child.stderr.on('data', (text) => {
    talk += text;
  });
  child.stdin.end('SELECT value FROM generate_series(1, 1000000);\n');
  await new Promise<void>((done) => child.stdout.once('data', () => done()));
  child.stdout.destroy();
  const status = await new Promise((done) => child.on('close', done));
  t.equal(status, 0);
  t.equal(talk, '');
});
