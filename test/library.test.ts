import t from 'tap';
import { open, SqlError, table } from '../src/index.js';

const fruit = table({
  name: 'fruit',
  columns: { name: 'text', grams: 'integer', price: 'double' },
  rows: [
    { name: 'apple', grams: 180, price: 2 },
    { name: 'plum', grams: 40, price: 0.5 },
  ],
});

t.test('own tables, typed rows, parameters by position and by name', async (t) => {
  const db = await open({ tables: [fruit] });
  const all = await db.query('SELECT name, grams, price FROM fruit WHERE grams > ? ORDER BY grams', [50]);
  t.same(all.columns, [
    { name: 'name', type: 'TEXT' },
    { name: 'grams', type: 'INTEGER' },
    { name: 'price', type: 'DOUBLE' },
  ]);
  t.same(all.rows, [['apple', 180, 2]]);
  const one = await db.query('SELECT :g + 1, @n, $n', { g: 9007199254740992n, n: 'x' });
  t.same(one.rows, [[9007199254740993n, 'x', 'x']]);
  await db.close();
});

t.test('the last statement gives the rows, warnings come along', async (t) => {
  const db = await open({ tables: [fruit] });
  const result = await db.query('SELECT 1; SELECT "nosuch" AS x FROM fruit LIMIT 1');
  t.same(result.rows, [['nosuch']]);
  t.match(result.warnings, [/single quotes/]);
  await db.close();
});

t.test('an empty database answers, and says what it does not have', async (t) => {
  const db = await open({ tables: [] });
  t.same((await db.query('SELECT 1 + 1 AS two')).rows, [[2]]);
  await t.rejects(db.query('SELECT * FROM processes'), { name: 'SqlError', code: 'no-such-table' });
  await db.close();
  await t.rejects(db.query('SELECT 1'), SqlError);
});

t.test('a stream stops when its reader does, and an endless query by signal and by time', async (t) => {
  let made = 0;
  const numbers = table({
    name: 'numbers',
    columns: { n: 'integer' },
    rows: function* () {
      for (;;) yield { n: made++ };
    },
  });
  const db = await open({ tables: [numbers] });
  for await (const row of db.stream('SELECT n FROM numbers')) if (row[0] === 10) break;
  t.ok(made < 100_000, 'read little further than asked');
  await t.rejects(db.query('SELECT max(n) FROM numbers', [], { timeoutMs: 30 }), { code: 'timeout' });
  const controller = new AbortController();
  const running = db.query('SELECT max(n) FROM numbers', [], { signal: controller.signal });
  setImmediate(() => controller.abort());
  await t.rejects(running, { code: 'cancelled' });
  await t.rejects(db.query('SELECT n FROM numbers', [], { maxRows: 5 }), { code: 'limit' });
  await db.close();
});

t.test('this host, explained', async (t) => {
  const db = await open();
  t.same((await db.query('SELECT pid FROM processes WHERE pid = ?', [process.pid])).rows, [[process.pid]]);
  t.match(db.explain('SELECT name FROM processes WHERE pid = 1'), /lookup pid = 1/);
  await t.rejects(db.query('SELECT * FROM registry'), { code: 'no-such-table', hint: /Windows/ });
  await db.close();
});
