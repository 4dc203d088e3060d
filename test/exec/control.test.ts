import t from 'tap';
import type { SqlError } from '../../src/core/index.js';
import { type Batch, collect, compile, type RunContext, run } from '../../src/exec/index.js';
import type { Plan } from '../../src/sql/planner/index.js';
import { call, count, groupConcat, grouped } from './aggregates.js';
import {
  arithmetic,
  column,
  compare,
  context,
  filter,
  join,
  lit,
  newId,
  of,
  project,
  query,
  rowsOf,
  scan,
  sort,
  term,
  values,
} from './plans.js';
import { endless, many, newCalls, people, peopleAsync } from './tables.js';

const counting = (plan: Plan): Plan => grouped(plan, [], [call(count)]);

/** An endless plan of each kind that could be busy without coming up for air. */
const ENDLESS: Readonly<Record<string, () => Plan>> = {
  'a scan': () => counting(scan(people(newCalls(), endless()), ['id'])),
  'a filter that lets nothing through': () => {
    const from = scan(people(newCalls(), endless()), ['id']);
    return filter(from, compare(of(from, 'id'), '<', 0));
  },
  'an asynchronous scan': () => counting(scan(peopleAsync(newCalls(), endless()), ['id'])),
  'a slow asynchronous scan': () => counting(scan(peopleAsync(newCalls(), endless(), 5000), ['id'])),
  'a loop join': () => {
    const [a, b] = [scan(people(newCalls(), many(20_000)), ['id']), scan(people(newCalls(), many(20_000)), ['id'])];
    return join('inner', a, b, { on: compare(arithmetic(of(a, 'id'), '+', of(b, 'id')), '<', 0) });
  },
  'a recursion': () => {
    const id = newId();
    const working: Plan = { kind: 'working', id, name: 'r', columns: [column('n')] };
    const step = project(working, { n: arithmetic(of(working, 'n'), '+', 1) });
    return counting({
      kind: 'recursive',
      id,
      name: 'r',
      seed: values(['n'], [[1]]),
      steps: [step],
      distinct: false,
      orderBy: [],
      columns: [column('n')],
    });
  },
  'a subquery': () =>
    project(values(['k'], [[1]]), {
      n: { kind: 'scalar-subquery', subquery: { plan: counting(scan(people(newCalls(), endless()), ['id'])) } },
    }),
  'a correlated subquery': () => {
    const outer = values(['k'], [[1]]);
    const inner = scan(people(newCalls(), endless()), ['id']);
    return project(outer, {
      n: {
        kind: 'scalar-subquery',
        subquery: { plan: counting(filter(inner, compare(of(inner, 'id'), '>', of(outer, 'k')))) },
      },
    });
  },
};

async function failure(plan: Plan, options: Partial<RunContext>): Promise<{ error: SqlError; afterMs: number }> {
  const startMs = performance.now();
  try {
    await collect(compile(query(plan)), context(options));
  } catch (error) {
    return { error: error as SqlError, afterMs: performance.now() - startMs }; // checked by the caller
  }
  throw new Error('it ended');
}

t.test('cancelling stops anything soon', async (t) => {
  for (const [name, plan] of Object.entries(ENDLESS)) {
    const controller = new AbortController();
    let abortedMs = 0;
    setTimeout(() => {
      abortedMs = performance.now();
      controller.abort();
    }, 40);
    const { error } = await failure(plan(), { signal: controller.signal });
    t.match(error, { code: 'cancelled', message: 'interrupted' }, name);
    const tookMs = performance.now() - abortedMs;
    t.ok(tookMs < 200, `${name}: ${tookMs} ms after the signal`); // 50 ms on a machine that does nothing else
  }
});

t.test('time is up', async (t) => {
  for (const [name, plan] of Object.entries(ENDLESS)) {
    for (const signal of [undefined, new AbortController().signal]) {
      const { error, afterMs } = await failure(plan(), { timeoutMs: 30, ...(signal && { signal }) });
      t.match(error, { code: 'timeout', message: 'query took longer than 30 ms' }, name);
      t.ok(afterMs < 300, `${name}: after ${afterMs} ms`);
    }
  }
});

t.test('a flag of another thread stops it too', async (t) => {
  const startMs = performance.now();
  const interrupted = (): boolean => performance.now() - startMs > 20;
  const { error } = await failure(ENDLESS['a scan']?.() as Plan, { interrupted });
  t.match(error, { code: 'cancelled' });
});

t.test('a query cancelled before it starts reads nothing', async (t) => {
  const calls = newCalls();
  const { error } = await failure(scan(people(calls)), { signal: AbortSignal.abort() });
  t.match(error, { code: 'cancelled' });
  t.equal(calls.lookups.length, 0);
});

t.test('whatever ends a query closes its scans', async (t) => {
  for (const table of [people, peopleAsync]) {
    const calls = newCalls();
    const from = scan(table(calls, endless()), ['id']);
    await failure(counting(from), { timeoutMs: 20 });
    await new Promise((resolve) => setTimeout(resolve, 0));
    t.equal(calls.closed, 1, table.name);
  }
});

t.test('rows stream, and stopping early closes', async (t) => {
  const calls = newCalls();
  const seen: Batch[] = [];
  for await (const batch of run(compile(query(scan(people(calls, endless()), ['id']))), context())) {
    seen.push(batch);
    if (seen.length === 3) break;
  }
  t.same(
    seen.map((batch) => batch.length),
    [4, 16, 64],
  );
  t.equal(calls.read.length, 84);
  t.equal(calls.closed, 1);
});

const HUNGRY: Readonly<Record<string, (from: ReturnType<typeof scan>) => Plan>> = {
  sort: (from) => sort(from, [term(of(from, 'name'))]),
  aggregation: (from) => grouped(from, [of(from, 'name')], [call(count)]),
  'aggregation ': (from) => grouped(from, [], [call(groupConcat, [of(from, 'name')])]),
  distinct: (from) => ({ kind: 'distinct', input: from }),
  union: (from) => ({ kind: 'set-operation', op: 'union', left: from, right: from, columns: from.columns }),
  join: (from) => join('inner', values(['x'], [[1]]), from, { on: lit(1) }),
  'join ': (from) => {
    const other = scan(from.table, ['id', 'dept']);
    return join('inner', other, from, {
      keys: [{ left: of(other, 'id'), right: of(from, 'id'), collation: 'binary' }],
      method: { kind: 'hash', build: 'right' },
    });
  },
  subquery: (from) =>
    project(values(['x'], [['y']]), {
      n: {
        kind: 'in-subquery',
        negated: false,
        operands: [lit('y')],
        subquery: { plan: project(from, { n: of(from, 'name') }) },
        collations: ['binary'],
      },
    }),
};

t.test('memory is bounded', async (t) => {
  for (const [operator, plan] of Object.entries(HUNGRY)) {
    const from = scan(people(newCalls(), many(50_000)), ['id', 'name']);
    const { error } = await failure(plan(from), { memoryBytes: 1_000_000 });
    t.match(
      error,
      { code: 'budget', message: new RegExp(`^out of memory budget: ${operator.trim()} needs`), hint: /memoryBytes/ },
      operator,
    );
  }
  const from = scan(people(newCalls(), many(50_000)), ['id']);
  t.equal(
    rowsOf(sort(from, [term(of(from, 'id'), { descending: true })], 10), { memoryBytes: 1_000_000 }).length,
    10,
    'a bounded sort fits',
  );
});

t.test('rows are bounded', async (t) => {
  const from = () => scan(people(newCalls(), many(100)), ['id']);
  t.equal(rowsOf(from(), { maxRows: 100 }).length, 100);
  t.throws(() => rowsOf(from(), { maxRows: 99 }), { code: 'limit' });
});

t.test('rows kept for a second reader are let go where they become too many', async (t) => {
  const calls = newCalls();
  const table = people(calls, many(20_000));
  const [a, b] = [scan(table, ['id']), scan(table, ['id'])];
  const plan: Plan = counting({ kind: 'union-all', inputs: [a, b], columns: a.columns });
  t.same(rowsOf(plan, { memoryBytes: 100_000 }), [[40_000]]);
  t.equal(calls.lookups.length, 2, 'and read again');
});

t.test('a pipeline runs any number of times', async (t) => {
  const from = scan(people(), ['id']);
  const pipeline = compile(query(filter(from, compare(of(from, 'id'), '>', { kind: 'parameter', index: 0 }))));
  t.same(collect(pipeline, context({ parameters: [3] })), [[4], [5]]);
  t.same(collect(pipeline, context({ parameters: [4] })), [[5]]);
  const [one, two] = [run(pipeline, context({ parameters: [1] })), run(pipeline, context({ parameters: [2] }))];
  t.same(
    [(await one.next()).value, (await two.next()).value],
    [
      [[2], [3], [4]],
      [[3], [4]],
    ],
    'also at once',
  );
});
