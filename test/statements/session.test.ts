import t from 'tap';
import { Catalog } from '../../src/catalog/index.js';
import { openEngine } from '../../src/engine.js';
import { Host } from '../../src/host/index.js';
import { open } from '../../src/index.js';

const engine = () => openEngine({ catalog: new Catalog([]), host: new Host() });

async function all(db: ReturnType<typeof engine>, sql: string): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (const prepared of db.prepareEach(sql)) rows.push(...(await prepared.collect()));
  return rows;
}

t.test('each statement sees those before it', async (t) => {
  t.same(await all(engine(), 'CREATE TABLE t(a); INSERT INTO t VALUES (1), (2); SELECT sum(a) FROM t'), [[3]]);
});

t.test('a statement prepared before the schema changed is prepared anew', async (t) => {
  const db = engine();
  await all(db, 'CREATE TABLE t(a, b); INSERT INTO t VALUES (1, 2)');
  const [select] = db.prepare('SELECT * FROM t');
  await all(db, 'ALTER TABLE t DROP COLUMN a; ALTER TABLE t ADD COLUMN c DEFAULT 3');
  t.same(await select?.collect(), [[2, 3]]);
  t.same(
    select?.columns.map((column) => column.name),
    ['b', 'c'],
  );
  await all(db, 'DROP TABLE t');
  t.throws(() => select?.collect(), { message: 'no such table: t' });
});

t.test('a definition that fails leaves nothing', async (t) => {
  const db = engine();
  await all(db, 'CREATE TABLE t(a, b); INSERT INTO t VALUES (1, 1), (1, 2)');
  const before = await all(db, 'SELECT * FROM sqlite_schema');
  await t.rejects(all(db, 'CREATE UNIQUE INDEX i ON t(a)'), { message: 'UNIQUE constraint failed: t.a' });
  await t.rejects(all(db, 'CREATE TABLE u AS SELECT abs(-9223372036854775808)'), { message: 'integer overflow' });
  await t.rejects(all(db, 'ALTER TABLE t ADD COLUMN c CHECK (c > 1) DEFAULT 0'));
  t.same(await all(db, 'SELECT * FROM sqlite_schema'), before);
});

t.test('definitions roll back', async (t) => {
  const db = engine();
  await all(db, 'CREATE TABLE t(a); INSERT INTO t VALUES (1)');
  await all(db, 'BEGIN; CREATE INDEX i ON t(a); ALTER TABLE t RENAME TO u; CREATE VIEW v AS SELECT 1; ROLLBACK');
  t.same(await all(db, 'SELECT name FROM sqlite_schema'), [['t']]);
  await all(db, 'SAVEPOINT s; DROP TABLE t; ROLLBACK TO s; RELEASE s');
  t.same(await all(db, 'SELECT * FROM t'), [[1]]);
});

t.test('a name taken by nothing that lives is free', async (t) => {
  const db = engine();
  const sql = 'CREATE TABLE t(a UNIQUE); DROP TABLE t;';
  await t.resolves(all(db, sql + sql));
});

t.test('the library keeps what one query stores for the next', async (t) => {
  const db = await open({ tables: [] });
  await db.query('CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT); CREATE INDEX i ON t(b)');
  const created = await db.query("INSERT INTO t(b) VALUES ('x')");
  t.same([created.columns, created.rows], [[], []]);
  t.same((await db.query('SELECT * FROM t WHERE b = ?', ['x'])).rows, [[1, 'x']]);
  t.same((await db.query('PRAGMA table_info(t)')).columns.map((column) => column.name).slice(0, 3), [
    'cid',
    'name',
    'type',
  ]);
  t.equal(db.explain('CREATE TABLE u(a)'), 'create table');
  await db.close();
});

t.test('LIKE minds letters when it is told to, in its session alone', async (t) => {
  const [one, other] = [engine(), engine()];
  await all(one, 'PRAGMA case_sensitive_like = ON');
  t.same(await all(one, "SELECT 'A' LIKE 'a'"), [[0]]);
  t.same(await all(other, "SELECT 'A' LIKE 'a'"), [[1]]);
});
