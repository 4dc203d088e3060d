import { resolve } from 'node:path';
import t from 'tap';
import { Real } from '../../../src/core/index.js';
import { countRows, Lanes, type LanesOptions } from '../../../src/daemon/lanes/index.js';
import { laneProgram } from './lane-program.js';

const lanesOf = (t: Pick<typeof import('tap').t, 'teardown'>, options: LanesOptions = {}): Lanes => {
  const lanes = new Lanes({ width: 1, ...laneProgram, ...options });
  t.teardown(() => lanes.close());
  return lanes;
};
const ask = (lanes: Lanes, sql: string, more: Partial<Parameters<Lanes['run']>[0]> = {}) =>
  lanes.run({ name: 'q', sql, nullvalue: 'NIL', ...more });

const ENDLESS = 'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r';

t.test('rows of all statements, each with its columns, as results keep them', async (t) => {
  const outcome = await ask(lanesOf(t), "SELECT 1 AS a, 1.0 AS r, NULL AS z; SELECT x'410042' AS b, 2 AS a, 3 AS a");
  if (!outcome.ok) throw new Error(outcome.failure.message);
  t.same(outcome.sets, [
    { columns: ['a', 'r', 'z'], rows: [[1, new Real(1), 'NIL']] },
    { columns: ['b', 'a', 'a'], rows: [['A', 2, 3]] },
  ]);
  t.ok(outcome.sets[0]?.rows[0]?.[1] instanceof Real);
  t.equal(outcome.stats.rows, 2);
  t.equal(outcome.stats.outputSize, 3 + 8 + 8 + 3 + 3 + 1 + 8 + 8);
});

t.test('many rows come whole', async (t) => {
  const outcome = await ask(
    lanesOf(t),
    'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r LIMIT 50000) SELECT n, n * 2 AS m FROM r',
  );
  if (!outcome.ok) throw new Error(outcome.failure.message);
  t.equal(countRows(outcome), 50_000);
  t.same(outcome.sets[0]?.rows.at(-1), [50_000, 100_000]);
});

t.test('what ends a run', async (t) => {
  const lanes = lanesOf(t);
  const kind = async (sql: string, more = {}) => {
    const outcome = await ask(lanes, sql, more);
    return outcome.ok ? 'ok' : outcome.failure.kind;
  };
  t.equal(await kind('SELECT 1 AS a; SELECT nope'), 'sql');
  t.equal(await kind(ENDLESS, { timeoutMs: 100 }), 'timeout');
  t.equal(await kind(ENDLESS, { budget: { cpuMs: 200 } }), 'budget');
  t.equal(await kind('SELECT 1 UNION SELECT 2', { budget: { rows: 1 } }), 'budget');
  t.equal(
    await kind('SELECT DISTINCT value FROM generate_series(1, 5000000)'),
    'budget',
    'sorting and such stay below the heap',
  );
  t.equal(await kind(`SELECT '${'x'.repeat(10_000)}' FROM generate_series(1, 10000)`), 'budget', 'too large a result');
  const stop = new AbortController();
  const running = lanes.run({ name: 'q', sql: ENDLESS, nullvalue: '' }, stop.signal);
  stop.abort();
  t.match(await running, { ok: false, failure: { kind: 'cancelled' } });
  t.equal(await kind('SELECT 1'), 'ok');
});

t.test('a slow query delays nobody while a lane is free', async (t) => {
  const lanes = lanesOf(t, { width: 2 });
  const stop = new AbortController();
  const slow = lanes.run({ name: 'slow', sql: ENDLESS, nullvalue: '' }, stop.signal);
  t.ok((await ask(lanes, 'SELECT 1')).ok);
  t.match(lanes.status(), [
    { lane: 1, running: 'slow' },
    { lane: 2, runs: 1 },
  ]);
  stop.abort();
  await slow;
});

t.test('a lane that hangs is replaced', async (t) => {
  const program = new URL(
    `data:text/javascript,import { parentPort } from 'node:worker_threads';
     parentPort.on('message', () => { for (;;); });`,
  );
  const lanes = lanesOf(t, { program, graceMs: 50 });
  t.match(await ask(lanes, 'x', { timeoutMs: 50 }), { ok: false, failure: { kind: 'timeout' } });
  t.match(await ask(lanes, 'x', { timeoutMs: 50 }), { ok: false, failure: { kind: 'timeout' } });
});

t.test('a lane that runs out of memory takes only its query with it', async (t) => {
  const program = new URL(
    `data:text/javascript,import { parentPort } from 'node:worker_threads';
     const kept = []; parentPort.on('message', () => { for (;;) kept.push(new Array(1000).fill({})); });`,
  );
  const lanes = lanesOf(t, { program, heapMb: 16 });
  t.match(await ask(lanes, 'x'), { ok: false, failure: { kind: 'memory' } });
});

t.test('tables of the configuration are there in every lane', async (t) => {
  const made = {
    name: 'young',
    query: 'SELECT name FROM grown WHERE id = 3',
    path: resolve('test/host/sqlite/files/keyed.db'),
    columns: ['name'],
  };
  const lanes = lanesOf(t, { tables: [made] });
  const rows = async () => {
    const outcome = await ask(lanes, 'SELECT name FROM young');
    return outcome.ok ? outcome.sets[0]?.rows : outcome.failure.message;
  };
  t.same(await rows(), [['young']]);
  lanes.setTables([{ ...made, query: 'SELECT name FROM grown WHERE id = 1' }]);
  t.same(await rows(), [['old']]);
  lanes.setTables([]);
  t.match(await rows(), /no such table: young/);
});

t.test('views are there in every lane, a broken one is told of', async (t) => {
  const failed: string[] = [];
  const lanes = lanesOf(t, {
    views: new Map([
      ['five', 'SELECT 5 AS n'],
      ['bad', 'SELEC'],
    ]),
    onViewFailed: (name) => failed.push(name),
  });
  const value = async (sql: string) => {
    const outcome = await ask(lanes, sql);
    return outcome.ok ? outcome.sets[0]?.rows[0]?.[0] : outcome.failure.message;
  };
  t.equal(await value('SELECT n FROM five'), 5);
  t.same(failed, ['bad']);
  lanes.setViews(new Map([['five', 'SELECT 6 AS n']]));
  t.equal(await value('SELECT n FROM five'), 6);
});
