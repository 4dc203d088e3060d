import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import t from 'tap';
import { ask, engineOver } from './files.js';

const hasPython = spawnSync('python3', ['-c', 'import sqlite3']).status === 0;

/** Holds a database open in a mode of its journal, and changes it at each line that it is told. */
const WRITER = `
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute('PRAGMA cache_size = 3')
db.execute(f'PRAGMA synchronous = {sys.argv[3]}')
db.execute(f'PRAGMA journal_mode = {sys.argv[2]}')
db.execute('CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b BLOB, c TEXT)')
print('ready', flush=True)
for line in sys.stdin:
    db.execute(line)
    print('done', flush=True)
`;

t.test('what another program is writing', { skip: !hasPython && 'no python3 with sqlite3' }, async (t) => {
  // Without waiting for the disk, a journal does not count its pages.
  for (const [mode, waits] of [
    ['WAL', 'OFF'],
    ['DELETE', 'NORMAL'],
    ['TRUNCATE', 'OFF'],
    ['PERSIST', 'OFF'],
  ] as const) {
    const file = `${t.testdir({})}/x.db`;
    const writer = spawn('python3', ['-c', WRITER, file, mode, waits], { stdio: ['pipe', 'pipe', 'inherit'] });
    t.teardown(() => writer.kill());
    const lines = createInterface({ input: writer.stdout })[Symbol.asyncIterator]();
    await lines.next();
    const write = async (sql: string): Promise<void> => {
      writer.stdin.write(`${sql}\n`);
      await lines.next();
    };
    const warnings: string[] = [];
    const engine = engineOver([file], warnings);
    const count = async (): Promise<unknown> => (await ask(engine, 'SELECT count(*), max(a) FROM t', warnings))[0];
    const many = (word: string): string =>
      `INSERT INTO t (a, b) WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 200) SELECT '${word}', zeroblob(2000) FROM n`;
    t.same(await count(), [0, null], `${mode}: an empty table`);
    await write(many('first'));
    t.same(await count(), [200, 'first'], `${mode}: what was committed`);
    await write('BEGIN');
    await write(many('second'));
    await write("UPDATE t SET a = 'third'");
    t.same(await count(), [200, 'first'], `${mode}: not what is under way`);
    await write('COMMIT');
    t.same(await count(), [400, 'third'], `${mode}: then all of it`);
    await write('DELETE FROM t WHERE id > 10');
    await write('VACUUM');
    t.same(await count(), [10, 'third'], `${mode}: also where pages have moved`);
    await write("INSERT INTO t VALUES (1000, hex(zeroblob(150000)), zeroblob(500000), 'end')");
    t.same(await ask(engine, 'SELECT length(a), length(b), c FROM t WHERE id = 1000', warnings), [
      [300_000, 500_000, 'end'],
    ]);
    t.same(warnings, []);
    writer.stdin.end();
  }
});
