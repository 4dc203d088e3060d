import t from 'tap';
import type { Row } from '../../src/core/index.js';
import { Database, probeFor, type StoredTable, tableIn } from '../../src/store/index.js';
import { columnOf, databaseOf, indexOn, tableSchema } from './tables.js';

const people = tableSchema('people', [columnOf('id INTEGER', { keyPosition: 1 }), 'name TEXT', 'age INT'], {
  rowidColumn: 0,
  indexes: [
    indexOn('people', 'by_name', [1], {
      unique: true,
      terms: [{ slot: 1, collation: 'nocase', descending: false }],
    }),
    indexOn('people', 'by_age', [2], { terms: [{ slot: 2, collation: 'binary', descending: true }] }),
  ],
});
const ROWS: readonly Row[] = [
  [1, 'ann', 30],
  [2, 'bob', null],
  [3, 'cid', 30],
];

const all = (table: StoredTable, index?: number): unknown[] => {
  const tree = index === undefined ? table.rows : table.indexes[index]?.tree;
  return [...(tree?.batches(undefined, undefined, false) ?? [])].flat().map((row) => row[0]);
};
const now = (database: Database): StoredTable => tableIn(database.view(), people);

t.test('unique keys tell who holds them', async (t) => {
  const table = now(databaseOf(people, ROWS));
  const [row] = [...table.rows.batches(undefined, undefined, false)].flat();
  const held = (candidate: Row, except?: Row): unknown[] =>
    [
      { name: 'rowid', holder: table.rows.get(candidate) },
      ...table.indexes.map((index) => ({ name: index.schema.name, holder: index.holder(candidate) })),
    ].flatMap(({ name, holder }) => (holder && holder !== except ? [[name, holder[0]]] : []));
  t.strictSame(held([1, 'BOB', 1, 1]), [
    ['rowid', 1],
    ['by_name', 2],
  ]);
  t.strictSame(held([9, 'Ann', 1, 9], row), [], 'a row is no conflict with itself');
  t.strictSame(held([9, null, 1, 9]), [], 'null is like no other');
});

t.test('indexes follow the rows', async (t) => {
  const database = databaseOf(people, ROWS);
  const table = database.writable(people);
  const found = table.byRowid(1) as Row; // it was put there
  table.update(found, [1, 'zoe', 10, 1]);
  t.strictSame(all(table, 0), [2, 3, 1]);
  t.strictSame(all(table, 1), [3, 1, 2], 'largest first, nulls last, then by rowid');
  table.update([1, 'zoe', 10, 1], [7, 'zoe', 10, 7]);
  t.strictSame(all(table), [2, 3, 7]);
  table.delete([3, 'cid', 30, 3]);
  t.strictSame(
    [all(table), all(table, 0), all(table, 1)],
    [
      [2, 7],
      [2, 7],
      [7, 2],
    ],
  );
});

t.test('a view never changes', async (t) => {
  const database = databaseOf(people, ROWS);
  const before = database.view();
  database.writable(people).delete([2, 'bob', null, 2]);
  const between = database.view();
  database.writable(people).insert([4, 'dot', 1, 4]);
  t.strictSame(all(tableIn(before, people)), [1, 2, 3]);
  t.strictSame(all(tableIn(between, people)), [1, 3]);
  t.strictSame(all(now(database), 0), [1, 3, 4]);
});

t.test('savepoints nest, and take schema and rows back', async (t) => {
  const database = databaseOf(people, ROWS);
  const version = database.schemaVersion;
  database.begin();
  database.writable(people).delete([1, 'ann', 30, 1]);
  database.savepoint('A');
  database.create(tableSchema('other', ['x']));
  database.savepoint('b');
  database.writable(people).insert([5, 'eve', 5, 5]);
  database.rollbackTo('a');
  t.equal(database.find('other'), undefined);
  t.strictSame(all(now(database)), [2, 3]);
  t.throws(() => database.release('b'), { message: 'no such savepoint: b' });
  database.rollback();
  t.strictSame(all(now(database)), [1, 2, 3]);
  t.equal(database.schemaVersion, version);
  t.notOk(database.inTransaction);
  t.throws(() => database.rollback(), { message: 'cannot rollback - no transaction is active' });
});

t.test('a stretch of a key: equal terms, then bounds without nulls', async (t) => {
  const [, byAge] = now(databaseOf(people, ROWS)).indexes;
  const terms = byAge?.schema.terms ?? [];
  const found = (range: Parameters<typeof probeFor>[1]): unknown[] => {
    const probe = probeFor(terms, range);
    return [...(byAge?.tree.batches(probe, probe, false) ?? [])].flat().map((row) => row[0]);
  };
  t.strictSame(found({ equals: [30] }), [1, 3]);
  t.strictSame(found({ equals: [null] }), [2]);
  t.strictSame(found({ equals: [], range: {} }), [1, 3]);
  t.strictSame(found({ equals: [], range: { max: { value: 30, inclusive: false } } }), []);
  t.strictSame(found({ equals: [], range: { min: { value: 'x', inclusive: true } } }), []);
});

t.test('two databases are two', async (t) => {
  t.equal(databaseOf(people, ROWS).find('PEOPLE', 'main'), people);
  t.equal(new Database().find('people'), undefined);
});
