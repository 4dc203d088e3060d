import t from 'tap';
import { open, type TableSpec, tableOf } from '../../src/index.js';

const { table, integer } = tableOf<number>();

/** A table whose rows come one turn of the event loop after the other. */
function slow(name: string, count: number): TableSpec {
  return table({
    name,
    description: 'Numbers that take their time.',
    columns: { n: integer('A number', (n) => n) },
    async *scan() {
      for (let n = 1; n <= count; n++) {
        await new Promise((resolve) => setImmediate(resolve));
        yield n;
      }
    },
  });
}

const opened = () => open({ tables: [slow('slow', 20)] });
type Opened = Awaited<ReturnType<typeof opened>>;
const rowsOf = async (db: Opened, sql: string): Promise<readonly unknown[][]> => (await db.query(sql)).rows;

t.test('a source that waits', async (t) => {
  const db = await opened();
  await db.query('CREATE TABLE t(n UNIQUE)');
  await db.query('INSERT INTO t SELECT n FROM slow');
  t.same(await rowsOf(db, 'SELECT count(*), sum(n), changes() FROM t'), [[20, 210, 20]]);
  await t.rejects(db.query('INSERT INTO t SELECT n + 15 FROM slow'), { message: 'UNIQUE constraint failed: t.n' });
  t.same(await rowsOf(db, 'SELECT count(*), changes() FROM t'), [[20, 0]], 'it left nothing behind');
  await db.query('UPDATE t SET n = -n WHERE n IN (SELECT n FROM slow WHERE n < 3)');
  await db.query('DELETE FROM t WHERE n > (SELECT max(n) - 18 FROM slow)');
  t.same(await rowsOf(db, 'SELECT n FROM t ORDER BY n'), [[-2], [-1]]);
});

t.test('statements that change take turns', async (t) => {
  const db = await opened();
  await db.query('CREATE TABLE t(i INTEGER PRIMARY KEY, n)');
  await db.query('INSERT INTO t VALUES (1, 0)');
  const add = 'UPDATE t SET n = t.n + s.total FROM (SELECT sum(n) AS total FROM slow) AS s';
  await Promise.all([db.query(add), db.query(add), db.query('UPDATE t SET n = n + 1'), db.query(add)]);
  t.same(await rowsOf(db, 'SELECT n FROM t'), [[631]], 'no change is lost');
});

t.test('a reader sees all of a change or nothing', async (t) => {
  const db = await opened();
  await db.query('CREATE TABLE t(n)');
  const seen = new Set<unknown>();
  let done = false;
  const insert = db.query('INSERT INTO t SELECT s.n FROM slow AS s, slow AS r').then(() => {
    done = true;
  });
  while (!done) {
    seen.add((await rowsOf(db, 'SELECT count(*) FROM t'))[0]?.[0]);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await insert;
  seen.add((await rowsOf(db, 'SELECT count(*) FROM t'))[0]?.[0]);
  t.same([...seen], [0, 400]);
});

t.test('a statement that is stopped leaves nothing, and others go on', async (t) => {
  const db = await opened();
  await db.query('CREATE TABLE t(n)');
  const endless = 'WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s) INSERT INTO t SELECT i FROM s';
  await t.rejects(db.query(endless, [], { timeoutMs: 50 }), { code: 'timeout' });
  const controller = new AbortController();
  const waiting = db.query('INSERT INTO t SELECT a.n FROM slow AS a, slow AS b, slow AS c', [], {
    signal: controller.signal,
  });
  controller.abort();
  await t.rejects(waiting, { code: 'cancelled' });
  await db.query('INSERT INTO t VALUES (1)');
  t.same(await rowsOf(db, 'SELECT count(*) FROM t'), [[1]]);
});

t.test('a subquery in RETURNING or an upsert may wait, too', async (t) => {
  const db = await opened();
  await db.query('CREATE TABLE t(a INTEGER PRIMARY KEY, b)');
  const returning = 'INSERT INTO t(a) VALUES (1), (2) RETURNING a + (SELECT max(n) FROM slow WHERE n > t.a)';
  t.same(await rowsOf(db, returning), [[21], [22]]);
  await db.query(
    'INSERT INTO t(a) VALUES (1), (3) ON CONFLICT (a) DO UPDATE SET b = (SELECT count(*) FROM slow WHERE n < excluded.a + 5)',
  );
  t.same(await rowsOf(db, 'SELECT a, b FROM t'), [
    [1, 5],
    [2, null],
    [3, null],
  ]);
});

t.test('what was read before a change stays as it was', async (t) => {
  const db = await opened();
  await db.query('CREATE TABLE t(n)');
  await db.query('INSERT INTO t SELECT n FROM slow');
  let sum = 0;
  let rows = 0;
  for await (const [n] of db.stream('SELECT t.n FROM t, slow')) {
    if (rows++ === 0) await db.query('DELETE FROM t');
    sum += Number(n);
  }
  t.equal(sum, 20 * 210);
});

t.test('plans of changes', async (t) => {
  const db = await opened();
  await db.query('CREATE TABLE t(a INTEGER PRIMARY KEY, b)');
  t.equal(db.explain('INSERT INTO t VALUES (1, 2)'), 'insert into t\n└─ values 1 row');
  t.equal(db.explain('UPDATE t SET b = 1 WHERE a = 5'), 'update t\n└─ scan t (a) lookup rowid = 5');
  t.equal(db.explain('DELETE FROM t WHERE b > 1'), 'delete from t\n└─ filter b > 1\n   └─ scan t (a, b)');
  t.same((await db.query('EXPLAIN INSERT INTO t VALUES (1, 2)')).rows.length, 2);
  t.same(await rowsOf(db, 'SELECT count(*) FROM t'), [[0]], 'EXPLAIN changes nothing');
});
