import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { isBack, NO_PTY, openShell } from './open-shell.js';
import type { Screen } from './screen.js';

const ENDLESS = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)';
/** As large as hash takes them; all together take minutes. */
const LARGE_BYTES = 50_000_000;
const FILES = 1000;
/** The query ends in 50 ms; the rest is for a busy machine to tell us of it. */
const SOON_MS = 1000;

/** Ctrl-C stops the query, soon, and not the shell. */
async function stops(t: Test, screen: Screen): Promise<void> {
  const beganMs = performance.now();
  await screen.type('\u0003');
  await screen.sees('error: interrupted');
  const tookMs = performance.now() - beganMs;
  t.ok(tookMs < SOON_MS, `it took ${tookMs.toFixed(0)} ms`);
  await isBack(screen);
  await screen.type('SELECT 41 + 1 AS answer;\r');
  await screen.sees('│     42 │');
}

t.test('Ctrl-C stops a query that never waits', { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t);
  await screen.type(`${ENDLESS} SELECT count(*) FROM c;\r`);
  await screen.sees('Ctrl-C stops');
  await stops(t, screen);
});

t.test('Ctrl-C stops the hashing of large files', { skip: NO_PTY }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'hostql-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  for (let number = 0; number < FILES; number++) {
    const file = join(folder, String(number));
    writeFileSync(file, '');
    // No disk is needed for it: it is a hole.
    truncateSync(file, LARGE_BYTES);
  }
  const screen = await openShell(t, { args: [] });
  await screen.type(`SELECT path, md5, sha1, sha256 FROM hash WHERE directory = '${folder}';\r`);
  await screen.sees(/reading hash · [\d,]+ rows? · [\d,]+ files?/);
  await stops(t, screen);
});

t.test('what is typed meanwhile is kept for the next prompt', { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t);
  await screen.type('SELECT sleep(600);\rSELECT 5 AS five;');
  await screen.sees('working');
  await screen.type('\u0003');
  await screen.line('hostql> SELECT 5 AS five;|');
});

t.test('leaving the pager stops the query', { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t, { rows: 12 });
  await screen.type(`${ENDLESS} SELECT x FROM c;\r`);
  await screen.sees('lines 1-8 of');
  await screen.type('q');
  await isBack(screen);
  t.notMatch(screen.text, /interrupted/, 'nobody is told of what was asked for');
});

t.test('Ctrl-C in the pager stops the query, and what came stays', { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t, { rows: 12 });
  await screen.type(`${ENDLESS} SELECT x FROM c;\r`);
  await screen.sees('lines 1-8 of');
  await screen.type('\u0003');
  await screen.until(({ text }) => !/Ctrl-C stops/.test(text), 'it has ended');
  await screen.type('G');
  await screen.sees('└');
  await screen.type('q');
  await screen.sees('error: interrupted');
});

t.test('a terminal that goes away ends the shell', { skip: NO_PTY }, async (t) => {
  const screen = await openShell(t);
  await screen.type('SELECT sleep(600);\r');
  await screen.sees('working');
  screen.pty.hangUp();
  t.match(await screen.pty.ended, /^(SIGHUP|0|1)$/);
});
