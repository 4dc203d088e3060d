import t from 'tap';
import { type BenchResult, benchPlans, type Outcome } from '../../src/benchmark/index.js';
import { Catalog, tableOf } from '../../src/catalog/index.js';
import { Host } from '../../src/host/index.js';
import { linuxTables } from '../../src/tables/index.js';

const machine = () => ({ catalog: new Catalog(linuxTables), host: new Host('test/hosts/debian-small') });
const bench = (sql: string, on = machine()): Promise<BenchResult> => benchPlans(on, sql, { runs: 2 });

function named({ variants }: BenchResult, name: string): Outcome {
  const found = variants.find((one) => one.name === name);
  if (!found) throw new Error(`no variant is called ${name}: ${variants.map((one) => one.name).join(', ')}`);
  return found;
}

const JOIN = 'SELECT p.name, s.fd FROM processes p JOIN process_open_sockets s ON s.pid = p.pid';

t.test('the chosen plan is measured beside others, and all give the same rows', async (t) => {
  const result = await bench(JOIN);
  const { chosen, variants } = result;
  t.match(chosen, { kind: 'measured', ratio: 1, runs: 2, compared: 'equal' });
  t.ok(chosen.rows > 0);
  t.ok(chosen.filesOpened > 0);
  const measured = variants.filter((one) => one.kind === 'measured');
  t.ok(measured.length > 2);
  for (const one of measured) t.match(one, { compared: 'equal', rows: chosen.rows, runs: 2 }, one.name);
  t.match(named(result, 'without column pruning'), { kind: 'measured', plan: /cmdline/ });
  t.match(named(result, 'without limit push-down'), { kind: 'same', as: 'chosen plan' });
});

t.test('each technique is left out where it is at work', async (t) => {
  const keyed = await bench('SELECT name FROM processes WHERE pid = 1');
  t.match(named(keyed, 'without lookups'), { kind: 'measured', plan: /check pid = 1/ });
  const { chosen } = keyed;
  t.equal(chosen.rowsGathered, 1);
  const limited = await bench('SELECT pid FROM processes LIMIT 1');
  t.match(named(limited, 'without limit push-down'), {
    kind: 'measured',
    plan: /^limit 1\n└─ scan processes \(pid\)$/,
  });
  const correlated = await bench(
    'SELECT count(*) FROM users u WHERE EXISTS (SELECT 1 FROM processes p WHERE p.uid = u.uid)',
  );
  t.match(named(correlated, 'without decorrelation'), { kind: 'measured', compared: 'equal' });
});

t.test('orders of joins: each that is possible', async (t) => {
  const result = await bench(JOIN);
  const orders = ['order p, s', 'order s, p'].map((name) => named(result, name).kind).sort();
  t.same(orders, ['measured', 'same']);
  const hashed = await bench('SELECT h.md5 FROM processes p JOIN hash h ON h.path = p.path WHERE p.pid = 1');
  t.match(named(hashed, 'order h, p'), { kind: 'infeasible', reason: /required column/ });
  t.match(named(hashed, 'without join keys'), { kind: 'infeasible' });
});

t.test('statements before the query set up its tables, once', async (t) => {
  const { chosen } = await bench('CREATE TABLE t(a); INSERT INTO t VALUES (1), (2); SELECT a FROM t ORDER BY a');
  t.equal(chosen.rows, 2);
  t.equal((await bench('EXPLAIN SELECT 1')).chosen.rows, 1, 'EXPLAIN means its query');
});

t.test('what changes something is refused before anything runs', async (t) => {
  const on = machine();
  await t.rejects(bench('CREATE TABLE t(a); INSERT INTO t VALUES (1)', on), { code: 'misuse', message: /INSERT/ });
  await t.rejects(bench('SELECT * FROM t', on), { code: 'no-such-table' });
  await t.rejects(bench(' -- nothing'), { code: 'misuse' });
  await t.rejects(bench('SELECT nope'), { code: 'no-such-column' });
});

const { table, bigint } = tableOf<number>();

/** Gives each run other rows, or a lookup that gives other rows than the whole table. */
const odd = (name: string, isUnsteady: boolean) => {
  let calls = 0;
  return table({
    name,
    description: 'Not to be relied on.',
    columns: { n: bigint('A number', (n) => n, { key: {} }) },
    *scan({ lookup }) {
      calls++;
      yield isUnsteady ? calls : (lookup.n?.values?.[0] ?? 7);
    },
  });
};

t.test('rows that differ are told of, and why', async (t) => {
  const host = new Host('test/hosts/debian-small');
  const catalog = new Catalog([odd('wrong', false), odd('unsteady', true)]);
  const wrong = await bench('SELECT n FROM wrong WHERE n = 3', { catalog, host });
  t.match(named(wrong, 'without lookups'), { compared: 'different', rows: 0 });
  const unsteady = await bench('SELECT u.n, w.n FROM unsteady u, wrong w WHERE w.n = 3', { catalog, host });
  t.match(named(unsteady, 'without lookups'), { compared: 'unsteady' });
  const open = await bench('SELECT n FROM wrong WHERE n = 3 LIMIT 1', { catalog, host });
  t.match(named(open, 'without lookups'), { compared: 'open' });
});

t.test('it stops when told', async (t) => {
  const stopped = AbortSignal.abort();
  await t.rejects(benchPlans(machine(), JOIN, { signal: stopped }), { code: 'cancelled' });
  const endless = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c';
  await t.rejects(benchPlans(machine(), endless, { timeoutMs: 50 }), { code: 'timeout' });
});

t.test('a query that nobody times takes as many runs as fit', async (t) => {
  const { chosen } = await benchPlans(machine(), 'SELECT 1');
  t.ok(chosen.runs >= 5);
});
