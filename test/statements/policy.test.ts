import t from 'tap';
import { Catalog } from '../../src/catalog/index.js';
import { SqlError } from '../../src/core/index.js';
import { openEngine, osqueryPolicy } from '../../src/engine.js';
import { Host } from '../../src/host/index.js';
import { linuxTables } from '../../src/tables/index.js';

/** Statement, error text, what the log says after "Authorizer denied action" (sql.md 1.3). */
const REFUSED: readonly (readonly [sql: string, message: string, action: string])[] = [
  ["ATTACH 'foo.db' AS x", 'not authorized', '24 foo.db null null null'],
  ['DETACH x', 'not authorized', '25 x null null null'],
  ['VACUUM', 'authorization denied', '24  null null null'],
  ["VACUUM INTO 'f'", 'authorization denied', '24 f null null null'],
  ['CREATE INDEX i ON kept(a)', 'not authorized', '1 i kept main null'],
  ['CREATE INDEX i ON passing(a)', 'not authorized', '3 i passing temp null'],
  ['CREATE TABLE u(a UNIQUE)', 'not authorized', '1 sqlite_autoindex_u_1 u main null'],
  ['CREATE TABLE u(a TEXT PRIMARY KEY)', 'not authorized', '1 sqlite_autoindex_u_1 u main null'],
  ['CREATE TABLE u(a PRIMARY KEY) WITHOUT ROWID', 'not authorized', '1 sqlite_autoindex_u_1 u main null'],
  ['CREATE TEMP TABLE u(a, UNIQUE(a))', 'not authorized', '3 sqlite_autoindex_u_1 u temp null'],
  ['CREATE TRIGGER x AFTER INSERT ON kept BEGIN SELECT 1; END', 'not authorized', '7 x kept main null'],
  ['CREATE TEMP TRIGGER x AFTER INSERT ON kept BEGIN SELECT 1; END', 'not authorized', '5 x kept temp null'],
  ['ALTER TABLE kept RENAME TO other', 'not authorized', '26 main kept null null'],
  ['ALTER TABLE passing ADD COLUMN b', 'not authorized', '26 temp passing null null'],
  ['ANALYZE', 'not authorized', '28 kept null main null'],
  ['ANALYZE kept', 'not authorized', '28 kept null main null'],
  ['SAVEPOINT x', 'not authorized', '32 BEGIN x null null'],
  ['RELEASE x', 'not authorized', '32 RELEASE x null null'],
  ['PRAGMA user_version', 'not authorized', '19 user_version null null null'],
  ['PRAGMA nobody_knows', 'not authorized', '19 nobody_knows null null null'],
  ['SELECT * FROM pragma_database_list', 'not authorized', '19 database_list null null null'],
  ['EXPLAIN SAVEPOINT x', 'not authorized', '32 BEGIN x null null'],
];

const ALLOWED: readonly string[] = [
  'CREATE TABLE u(a INTEGER PRIMARY KEY, b NOT NULL CHECK (b > 0) DEFAULT 1, c AS (b + 1))',
  'CREATE TABLE v AS SELECT 1 AS a',
  'CREATE TABLE IF NOT EXISTS kept(a UNIQUE)',
  'CREATE VIEW w AS SELECT * FROM kept',
  'DROP VIEW w',
  'BEGIN',
  'ROLLBACK',
  'INSERT INTO kept VALUES (1)',
  'ANALYZE processes',
  'REINDEX',
  'DROP TABLE processes',
  'SELECT 1 FROM main.processes LIMIT 1',
  'PRAGMA Table_Info(kept)',
  "SELECT * FROM pragma_table_xinfo('kept')",
  'PRAGMA function_list',
  'PRAGMA collation_list',
  'PRAGMA case_sensitive_like = 1',
  'EXPLAIN QUERY PLAN SELECT * FROM kept',
];

async function session() {
  const log: string[] = [];
  const engine = openEngine({
    catalog: new Catalog(linuxTables),
    host: new Host('test/hosts/debian-small'),
    policy: osqueryPolicy((line) => log.push(line)),
  });
  const run = async (sql: string): Promise<unknown[]> => {
    const rows: unknown[] = [];
    for (const prepared of engine.prepareEach(sql)) rows.push(...(await prepared.collect()));
    return rows;
  };
  await run('CREATE TABLE kept(a); CREATE TEMP TABLE passing(a)');
  return { run, log };
}

t.test('what osquery refuses', async (t) => {
  const { run, log } = await session();
  for (const [sql, message, action] of REFUSED) {
    log.length = 0;
    const error = await run(sql).catch((error: unknown) => error);
    t.ok(error instanceof SqlError && error.code === 'not-authorized' && error.message === message, sql);
    t.same(log, [`Authorizer denied action ${action}`], sql);
  }
});

t.test('what is wrong is told before it is refused', async (t) => {
  const { run, log } = await session();
  await t.rejects(run('ALTER TABLE nosuch RENAME TO x'), { message: 'no such table: nosuch' });
  await t.rejects(run('CREATE INDEX i ON kept(nosuch)'), { message: 'no such column: nosuch' });
  t.same(log, []);
});

t.test('what osquery allows', async (t) => {
  const { run, log } = await session();
  for (const sql of ALLOWED) await t.resolves(run(sql), sql);
  t.same(log, []);
  t.same(await run('PRAGMA journal_mode'), [['off']]);
});
