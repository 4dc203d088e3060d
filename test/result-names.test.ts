import t from 'tap';
import { Catalog } from '../src/catalog/index.js';
import { openEngine } from '../src/engine.js';
import { Host } from '../src/host/index.js';

const engine = openEngine({ catalog: new Catalog([]), host: new Host() });

/** What result columns are called (sql.md 2.14). */
const NAMES: readonly (readonly [sql: string, ...names: string[]])[] = [
  ['SELECT pid AS "Process id", pid implicit, pid AS \'A\' FROM p', 'Process id', 'implicit', 'A'],
  ['SELECT PID, p.Pid, (pid) FROM p', 'pid', 'pid', 'pid'],
  ['SELECT rowid, OID, _rowid_ FROM p', 'rowid', 'rowid', 'rowid'],
  ['SELECT pid + 1, count(*), upper( name ) FROM p', 'pid + 1', 'count(*)', 'upper( name )'],
  ["SELECT 1 + /* y */ 2, 'lit', (select 1), -  1", '1 + /* y */ 2', "'lit'", '(select 1)', '-  1'],
  ['SELECT   pid+1   , +pid FROM p', 'pid+1', '+pid'],
  ['SELECT * FROM p', 'pid', 'name'],
  ['SELECT * FROM (SELECT pid + 1, count(*) FROM p)', 'pid + 1', 'count(*)'],
  ['SELECT pid AS a FROM p UNION SELECT name AS b FROM p', 'a'],
  ['VALUES (1, 2)', 'column1', 'column2'],
  ['SELECT * FROM (VALUES (1, 2))', 'column1', 'column2'],
  ['SELECT * FROM (SELECT 1 x, 2 x, 3 x)', 'x', 'x:1', 'x:2'],
  ['SELECT 1 x, 2 x', 'x', 'x'],
  ['WITH c(a, b) AS (SELECT pid, name FROM p) SELECT * FROM c', 'a', 'b'],
  ['SELECT a.*, b.name FROM p a JOIN p b USING (pid)', 'pid', 'name', 'name'],
  ['SELECT * FROM p a JOIN p b USING (pid)', 'pid', 'name', 'name'],
  ["INSERT INTO p VALUES (9, 'x') RETURNING *, pid + 1, name AS n", 'pid', 'name', 'pid + 1', 'n'],
  ['PRAGMA table_info(p)', 'cid', 'name', 'type', 'notnull', 'dflt_value', 'pk'],
];

t.before(async () => {
  for (const statement of engine.prepareEach("CREATE TABLE p(pid INT, name TEXT); INSERT INTO p VALUES (1, 'a')"))
    await statement.collect();
});

for (const [sql, ...names] of NAMES) {
  t.test(sql, async (t) => {
    const [statement] = engine.prepare(sql);
    t.strictSame(
      statement?.columns.map((column) => column.name),
      names,
    );
  });
}
