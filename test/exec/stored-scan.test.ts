import t from 'tap';
import { Catalog } from '../../src/catalog/index.js';
import type { Row } from '../../src/core/index.js';
import { openEngine } from '../../src/engine.js';
import { Host } from '../../src/host/index.js';
import type { Database } from '../../src/store/index.js';
import { columnOf, databaseOf, tableSchema } from '../store/tables.js';

const people = tableSchema('people', ['name TEXT', 'age INTEGER', 'note']);
const database = databaseOf(people, [
  ['ann', 30, null],
  ['bob', 'old', 1.5],
  ['cid', 25, 'x'],
]);
databaseOf(
  tableSchema('pets', [columnOf('id INTEGER', { keyPosition: 1 }), 'owner TEXT'], { rowidColumn: 0 }),
  [
    [7, 'bob'],
    [3, 'ann'],
  ],
  database,
);

async function rows(sql: string, source: Database = database): Promise<Row[]> {
  const engine = openEngine({ catalog: new Catalog([], [], [], source), host: new Host() });
  const all: Row[] = [];
  for (const statement of engine.prepare(sql)) for await (const batch of statement.run()) all.push(...batch);
  return all;
}

const CASES: readonly (readonly [sql: string, rows: readonly Row[]])[] = [
  [
    'SELECT * FROM people',
    [
      ['ann', 30, null],
      ['bob', 'old', 1.5],
      ['cid', 25, 'x'],
    ],
  ],
  [
    'SELECT rowid, oid, _rowid_, name FROM people WHERE age > 26',
    [
      [1, 1, 1, 'ann'],
      [2, 2, 2, 'bob'],
    ],
  ],
  ['SELECT people.rowid FROM people, pets WHERE owner = name ORDER BY 1', [[1], [2]]],
  [
    'SELECT * FROM pets',
    [
      [3, 'ann'],
      [7, 'bob'],
    ],
  ],
  [
    'SELECT rowid, id FROM pets',
    [
      [3, 3],
      [7, 7],
    ],
  ],
  ['SELECT count(*) FROM main.people', [[3]]],
  ['SELECT name FROM people LIMIT 2 OFFSET 1', [['bob'], ['cid']]],
  ["SELECT 'ann' IN (SELECT owner FROM pets), (SELECT max(age) FROM people)", [[1, 'old']]],
];
for (const [sql, expected] of CASES) t.test(sql, async (t) => t.strictSame(await rows(sql), expected));

t.test('rowid of two tables is nobody’s', async (t) => {
  await t.rejects(rows('SELECT rowid FROM people, pets'), { message: 'no such column: rowid' });
});
