import t from 'tap';
import { type Database, open, tableOf } from '../../src/index.js';

const { table, integer } = tableOf<number>();

/** A database with a table `gated` of 1 and 2, between which a scan waits until the gate is opened. */
async function opened() {
  const gate = deferred();
  const reached = deferred();
  const gated = table({
    name: 'gated',
    description: 'Numbers that have to be let through.',
    columns: { n: integer('A number', (n) => n) },
    async *scan() {
      yield 1;
      reached.resolve();
      await gate.promise;
      yield 2;
    },
  });
  const db = await open({ tables: [gated] });
  await db.query('CREATE TABLE t(n)');
  return { db, openGate: gate.resolve, reached: reached.promise };
}

function deferred() {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

const rowsOf = async (db: Database, sql: string): Promise<readonly unknown[][]> => (await db.query(sql)).rows;

/** What is asked while rows are being inserted into t; what is asked later, and what that gives. */
const MEANWHILE: readonly (readonly [sql: string, then: string, rows: readonly unknown[][]])[] = [
  ['BEGIN', 'ROLLBACK; SELECT n FROM t', [[1], [2]]],
  ['SAVEPOINT s', 'ROLLBACK TO s; RELEASE s; SELECT n FROM t', [[1], [2]]],
  ['BEGIN; ROLLBACK', 'SELECT n FROM t', [[1], [2]]],
  ['CREATE INDEX i ON t(n)', 'SELECT n FROM t WHERE n > 0 ORDER BY n', [[1], [2]]],
  ['CREATE TABLE u(a)', 'SELECT n FROM t', [[1], [2]]],
  ['CREATE TABLE u AS SELECT n FROM t', 'SELECT n FROM u', [[1], [2]]],
  ['CREATE VIEW v AS SELECT n + 1 FROM t', 'SELECT * FROM v', [[2], [3]]],
  [
    'ALTER TABLE t ADD COLUMN a DEFAULT 5',
    'SELECT * FROM t',
    [
      [1, 5],
      [2, 5],
    ],
  ],
  ['ALTER TABLE t RENAME TO u', 'SELECT * FROM u', [[1], [2]]],
  ['DROP TABLE t', 'SELECT count(*) FROM sqlite_schema', [[0]]],
  ['DELETE FROM t WHERE n = 2', 'SELECT n FROM t', [[1]]],
  ['EXPLAIN ANALYZE DELETE FROM t WHERE n = 2', 'SELECT n FROM t', [[1]]],
];

t.test('whatever changes something waits for who is about to', async (t) => {
  for (const [sql, then, rows] of MEANWHILE) {
    const { db, openGate, reached } = await opened();
    const ended: string[] = [];
    const insert = db.query('INSERT INTO t SELECT n FROM gated').then(() => ended.push('insert'));
    await reached;
    const other = db.query(sql).then(() => ended.push(sql));
    t.same(await rowsOf(db, 'SELECT count(*) FROM t'), [[0]], 'reading waits for nobody');
    openGate();
    await Promise.all([insert, other]);
    t.same(ended, ['insert', sql]);
    t.same(await rowsOf(db, then), rows, sql);
  }
});

t.test('a transaction ends after what was begun in it', async (t) => {
  for (const [end, count] of [
    ['COMMIT', 3],
    ['ROLLBACK', 0],
  ] as const) {
    const { db, openGate, reached } = await opened();
    await db.query('BEGIN; INSERT INTO t VALUES (0)');
    const insert = db.query('INSERT INTO t SELECT n FROM gated');
    await reached;
    const ending = db.query(end);
    const after = db.query('INSERT INTO t VALUES (9)');
    openGate();
    await Promise.all([insert, ending, after]);
    t.same(await rowsOf(db, 'SELECT count(*) FROM t'), [[count + 1]], end);
    await t.rejects(db.query('ROLLBACK'), { message: 'cannot rollback - no transaction is active' });
  }
});

t.test('what waited is prepared for what it finds', async (t) => {
  const { db, openGate, reached } = await opened();
  const insert = db.query('INSERT INTO t SELECT n FROM gated');
  await reached;
  const waiting = [
    db.query('ALTER TABLE t ADD COLUMN a DEFAULT 5'),
    db.query('ALTER TABLE t ADD COLUMN b DEFAULT 6'),
    db.query('INSERT INTO t(n) VALUES (3)'),
    db.query('CREATE TABLE u AS SELECT 1 AS a'),
    t.rejects(db.query('CREATE TABLE u AS SELECT 2 AS a'), { message: 'table u already exists' }),
    db.query('CREATE TABLE IF NOT EXISTS u(b)'),
  ];
  openGate();
  await Promise.all([insert, ...waiting]);
  t.same(await rowsOf(db, 'SELECT * FROM t'), [
    [1, 5, 6],
    [2, 5, 6],
    [3, 5, 6],
  ]);
  t.same(await rowsOf(db, 'SELECT * FROM u'), [[1]]);
});

t.test('who waits can be stopped, and holds up nobody', async (t) => {
  const { db, openGate, reached } = await opened();
  const insert = db.query('INSERT INTO t SELECT n FROM gated');
  await reached;
  await t.rejects(db.query('DROP TABLE t', [], { timeoutMs: 1 }), { code: 'timeout' });
  const controller = new AbortController();
  const stopped = t.rejects(db.query('BEGIN', [], { signal: controller.signal }), { code: 'cancelled' });
  const last = db.query('INSERT INTO t VALUES (3)', [], { timeoutMs: 60_000 });
  controller.abort();
  await stopped;
  openGate();
  await Promise.all([insert, last]);
  t.same(await rowsOf(db, 'SELECT n FROM t'), [[1], [2], [3]]);
});

t.test('a turn ends where a statement fails, and before its rows are read', async (t) => {
  const { db } = await opened();
  await db.query('CREATE UNIQUE INDEX i ON t(n)');
  await t.rejects(db.query('INSERT INTO t VALUES (1), (1)'), { message: 'UNIQUE constraint failed: t.n' });
  await t.rejects(db.query('COMMIT'), { message: 'cannot commit - no transaction is active' });
  for await (const [n] of db.stream('INSERT INTO t VALUES (1), (2) RETURNING n'))
    await db.query('DELETE FROM t WHERE n = ?', [Number(n)]);
  t.same(await rowsOf(db, 'SELECT count(*) FROM t'), [[0]]);
});

t.test('a query that waits reads tables as they were when it started', async (t) => {
  for (const sql of ['ALTER TABLE kept DROP COLUMN a', 'DROP TABLE kept', 'DROP INDEX kept_b', 'DELETE FROM kept']) {
    const { db, openGate, reached } = await opened();
    await db.query(
      "CREATE TABLE kept(a, b); CREATE INDEX kept_b ON kept(b); INSERT INTO kept VALUES (0, 'x'), (0, 'y')",
    );
    // The subquery comes to its table when the gate is open.
    const asked = rowsOf(db, "SELECT n, (SELECT b FROM kept WHERE b >= 'x' AND rowid = n) FROM gated WHERE n > 1");
    await reached;
    await db.query(sql);
    openGate();
    t.strictSame(await asked, [[2, 'y']], sql);
    await db.close();
  }
});
