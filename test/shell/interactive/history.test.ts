import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { hostqlHistory, osqueryHistory } from '../../../src/shell/interactive/history/index.js';

function freshFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'hostql-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

t.test('entries of several lines are kept whole', async (t) => {
  const XDG_STATE_HOME = freshFolder(t);
  const entry = "SELECT 1,\n  'a\\nb' -- \\\nFROM t;";
  hostqlHistory({ XDG_STATE_HOME }).add(entry);
  t.strictSame(hostqlHistory({ XDG_STATE_HOME }).entries, [entry]);
});

t.test('what is not to be kept', async (t) => {
  const XDG_STATE_HOME = freshFolder(t);
  const history = hostqlHistory({ XDG_STATE_HOME });
  for (const text of ['', '  ', ' secret', 'a', 'a', 'x'.repeat(100_000), 'b', 'a']) history.add(text);
  t.strictSame(history.entries, ['a', 'b', 'a']);
  t.strictSame(hostqlHistory({ XDG_STATE_HOME }).entries, ['a', 'b', 'a']);
});

t.test('only its owner reads it', async (t) => {
  const XDG_STATE_HOME = freshFolder(t);
  const path = join(XDG_STATE_HOME, 'hostql', 'history');
  hostqlHistory({ XDG_STATE_HOME }).add('a');
  t.equal(statSync(path).mode & 0o777, 0o600);
  chmodSync(path, 0o644);
  hostqlHistory({ XDG_STATE_HOME }).add('b');
  t.equal(statSync(path).mode & 0o777, 0o600);
});

t.test('it does not grow without bound', async (t) => {
  const XDG_STATE_HOME = freshFolder(t);
  const history = hostqlHistory({ XDG_STATE_HOME }, 10);
  for (let number = 0; number < 40; number++) history.add(`SELECT ${number}`);
  const again = hostqlHistory({ XDG_STATE_HOME }, 10);
  t.equal(again.entries.length, 10);
  t.equal(again.entries[9], 'SELECT 39');
  t.equal(readFileSync(join(XDG_STATE_HOME, 'hostql', 'history'), 'utf8').split('\n').length, 11);
});

t.test('several shells write at once', async (t) => {
  const XDG_STATE_HOME = freshFolder(t);
  const shells = Array.from({ length: 3 }, () => hostqlHistory({ XDG_STATE_HOME }));
  for (let number = 0; number < 30; number++) shells[number % 3]?.add(`SELECT ${number};`);
  const { entries } = hostqlHistory({ XDG_STATE_HOME });
  t.strictSame(
    entries,
    Array.from({ length: 30 }, (_, number) => `SELECT ${number};`),
  );
});

t.test('whatever stands where the file should be', async (t) => {
  const XDG_STATE_HOME = freshFolder(t);
  const folder = join(XDG_STATE_HOME, 'hostql');
  mkdirSync(join(folder, 'history'), { recursive: true });
  const beside = hostqlHistory({ XDG_STATE_HOME });
  beside.add('a');
  t.strictSame(beside.entries, ['a'], 'the session has a history all the same');
  rmSync(folder, { recursive: true });
  writeFileSync(folder, '');
  hostqlHistory({ XDG_STATE_HOME }).add('a');
  rmSync(folder);
  mkdirSync(folder);
  symlinkSync('/dev/zero', join(folder, 'history'));
  t.strictSame(hostqlHistory({ XDG_STATE_HOME }).entries, []);
  rmSync(join(folder, 'history'));
  writeFileSync(join(folder, 'history'), Buffer.from([0xff, 0x0a, 0x5c, 0x0a]));
  t.equal(hostqlHistory({ XDG_STATE_HOME }).entries.length, 2);
});

t.test("osquery's keeps lines, a hundred of them", async (t) => {
  const HOME = freshFolder(t);
  const history = osqueryHistory({ HOME });
  history.add('SELECT 1,\n2;');
  history.add('2;');
  for (let number = 0; number < 120; number++) history.add(`.mode ${number}`);
  const other = osqueryHistory({ HOME });
  other.add('from another shell');
  other.close();
  history.close();
  const lines = readFileSync(join(HOME, '.osquery', '.history'), 'utf8')
    .split('\n')
    .slice(0, -1);
  t.equal(lines.length, 100);
  t.equal(lines.at(-1), '.mode 119');
  t.equal(osqueryHistory({ HOME }).entries.length, 100);
});
