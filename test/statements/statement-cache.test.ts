import t from 'tap';
import { Catalog } from '../../src/catalog/index.js';
import { openEngine } from '../../src/engine.js';
import { Host } from '../../src/host/index.js';

const engine = () => openEngine({ catalog: new Catalog([]), host: new Host() });
type Engine = ReturnType<typeof engine>;

const prepareOne = (db: Engine, sql: string) => {
  const [prepared, further] = db.prepare(sql);
  if (!prepared || further) throw new Error('one statement');
  return prepared;
};

t.test('a query is planned once', async (t) => {
  const db = engine();
  const first = prepareOne(db, 'SELECT ? + 1');
  t.equal(prepareOne(db, 'SELECT ? + 1'), first);
  t.not(prepareOne(db, 'SELECT ?+ 1'), first, 'another text');
  t.same(await first.collect({ parameters: [1] }), [[2]]);
  t.same(await prepareOne(db, 'SELECT ? + 1').collect({ parameters: [5] }), [[6]]);
});

t.test('it is planned anew for another schema and after changes', async (t) => {
  const db = engine();
  for (const one of db.prepareEach('CREATE TABLE t(a); INSERT INTO t VALUES (1), (2)')) await one.collect();
  const first = prepareOne(db, 'SELECT * FROM t');
  t.equal(prepareOne(db, 'SELECT * FROM t'), first);
  await prepareOne(db, 'INSERT INTO t VALUES (3)').collect();
  const second = prepareOne(db, 'SELECT * FROM t');
  t.not(second, first);
  t.same(await second.collect(), [[1], [2], [3]]);
  await prepareOne(db, 'ALTER TABLE t ADD COLUMN b').collect();
  t.not(prepareOne(db, 'SELECT * FROM t'), second);
});

t.test('what is no query, and several statements, are not kept', async (t) => {
  const db = engine();
  for (const one of db.prepareEach('CREATE TABLE t(a)')) await one.collect();
  t.not(prepareOne(db, 'INSERT INTO t VALUES (1)'), prepareOne(db, 'INSERT INTO t VALUES (1)'));
  t.not(db.prepare('SELECT 1; SELECT 2')[0], db.prepare('SELECT 1; SELECT 2')[0]);
});

t.test('the least recently used one leaves', async (t) => {
  const db = engine();
  const kept = prepareOne(db, 'SELECT 0');
  const gone = prepareOne(db, 'SELECT 1');
  for (let at = 2; at <= 128; at++) {
    prepareOne(db, `SELECT ${at}`);
    prepareOne(db, 'SELECT 0');
  }
  t.equal(prepareOne(db, 'SELECT 0'), kept);
  t.not(prepareOne(db, 'SELECT 1'), gone);
});

t.test('runs of one query may overlap', async (t) => {
  const db = engine();
  const fill =
    'CREATE TABLE t(a, b); INSERT INTO t SELECT value, value % 7 FROM generate_series(1, 5000);' +
    'CREATE TABLE u(b, c); INSERT INTO u SELECT value, value * 10 FROM generate_series(0, 6)';
  for (const one of db.prepareEach(fill)) await one.collect();
  const sql =
    'SELECT c, count(*), (SELECT max(a) FROM t AS x WHERE x.b = u.b) FROM t JOIN u USING (b) GROUP BY c ORDER BY c';
  const expected = await prepareOne(db, sql).collect();
  const streamed = 'SELECT a, c FROM t JOIN u USING (b) WHERE a > ?';
  const first = prepareOne(db, streamed)
    .run({ parameters: [10] })
    [Symbol.asyncIterator]();
  const second = prepareOne(db, streamed)
    .run({ parameters: [4000] })
    [Symbol.asyncIterator]();
  const counts = [0, 0];
  for (let open = 2; open > 0; ) {
    open = 0;
    for (const [at, rows] of [first, second].entries()) {
      const next = await rows.next();
      if (next.done) continue;
      open++;
      counts[at] = (counts[at] ?? 0) + next.value.length;
      t.same(await prepareOne(db, sql).collect(), expected);
    }
  }
  t.same(counts, [4990, 1000]);
});
