import t from 'tap';
import { collect, compile } from '../../src/exec/index.js';
import type { Column, Expr, Plan, Recursive, SortTerm } from '../../src/sql/planner/index.js';
import { call, count, grouped, max } from './aggregates.js';
import {
  arithmetic,
  column,
  compare,
  context,
  filter,
  join,
  key,
  limit,
  newId,
  of,
  project,
  query,
  rowsOf,
  scan,
  term,
  values,
  waitedRows,
} from './plans.js';
import { newCalls, people, peopleAsync } from './tables.js';

type Options = Partial<Pick<Recursive, 'distinct' | 'limit' | 'offset'>> & {
  order?: (columns: readonly Column[]) => readonly SortTerm[];
};

/** WITH RECURSIVE name(columns) AS (seed UNION ALL step). */
function recursive(
  names: readonly string[],
  seed: Plan,
  step: (working: Plan) => Plan,
  { order, ...options }: Options = {},
): Recursive {
  const id = newId();
  const columns = names.map((name) => column(name));
  const working: Plan = { kind: 'working', id, name: 'r', columns: names.map((name) => column(name)) };
  return {
    kind: 'recursive',
    id,
    name: 'r',
    seed,
    steps: [step(working)],
    distinct: false,
    orderBy: order?.(columns) ?? [],
    columns,
    ...options,
  };
}

const upTo =
  (n: number) =>
  (working: Plan): Plan =>
    project(filter(working, compare(of(working, 'n'), '<', n)), { n: arithmetic(of(working, 'n'), '+', 1) });
const one = () => values(['n'], [[1]]);

t.test('counts', async (t) => {
  t.same(rowsOf(recursive(['n'], one(), upTo(5))).flat(), [1, 2, 3, 4, 5]);
  t.equal(rowsOf(recursive(['n'], one(), upTo(20_000))).length, 20_000);
});

t.test('UNION drops rows seen before', async (t) => {
  const cycle = (working: Plan): Plan =>
    project(working, { n: arithmetic(arithmetic(of(working, 'n'), '+', 1), '%', 3) });
  t.same(rowsOf(recursive(['n'], one(), cycle, { distinct: true })).flat(), [1, 2, 0]);
});

t.test('LIMIT and OFFSET inside end an endless recursion', async (t) => {
  const endlessly = (working: Plan): Plan => project(working, { n: arithmetic(of(working, 'n'), '+', 1) });
  t.same(rowsOf(recursive(['n'], one(), endlessly, { limit: { kind: 'literal', value: 3 } })).flat(), [1, 2, 3]);
  t.same(
    rowsOf(
      recursive(['n'], one(), endlessly, {
        limit: { kind: 'literal', value: 2 },
        offset: { kind: 'literal', value: 3 },
      }),
    ).flat(),
    [4, 5],
  );
  t.same(rowsOf(limit(recursive(['n'], one(), endlessly), 4)).flat(), [1, 2, 3, 4], 'so does one outside');
  t.same(rowsOf(recursive(['n'], one(), endlessly, { limit: { kind: 'literal', value: 0 } })), []);
});

const BOSSES = [
  [1, null],
  [2, 1],
  [3, 1],
  [4, 2],
  [5, 2],
] as const;

/** Everybody with the names of those above. */
function chain(order?: (columns: readonly Column[]) => readonly SortTerm[]): unknown[] {
  const bosses = values(['id', 'boss'], BOSSES);
  const top = values(['id', 'path'], [[1, '1']]);
  const step = (working: Plan): Plan => {
    const below = join('inner', working, bosses, {
      keys: [key(of(working, 'id'), of(bosses, 'boss'))],
      method: { kind: 'hash', build: 'right' },
    });
    return project(below, {
      id: of(bosses, 'id'),
      path: arithmetic(arithmetic(of(working, 'path'), '||', '>'), '||', of(bosses, 'id')),
    });
  };
  return rowsOf(recursive(['id', 'path'], top, step, order && { order })).map((row) => row[1]);
}

t.test('breadth first, or by an order', async (t) => {
  t.same(chain(), ['1', '1>2', '1>3', '1>2>4', '1>2>5']);
  const path = ([, by]: readonly Column[]): Expr => ({ kind: 'column', column: by as Column });
  t.same(
    chain((columns) => [term(path(columns))]),
    ['1', '1>2', '1>2>4', '1>2>5', '1>3'],
  );
  t.same(
    chain((columns) => [term(path(columns), { descending: true })]),
    ['1', '1>3', '1>2', '1>2>5', '1>2>4'],
  );
});

t.test('what a step reads besides its row is read once', async (t) => {
  for (const table of [people, peopleAsync]) {
    for (const method of [{ kind: 'hash', build: 'right' }, { kind: 'loop' }] as const) {
      const calls = newCalls();
      const staff = scan(table(calls), ['id', 'name']);
      const step = (working: Plan): Plan => {
        const next = project(working, { m: arithmetic(of(working, 'n'), '+', 1) });
        const found = join('inner', next, staff, { keys: [key(of(next, 'm'), of(staff, 'id'))], method });
        return project(found, { n: of(staff, 'id') });
      };
      const plan = recursive(['n'], one(), step);
      t.same((table === people ? rowsOf(plan) : await waitedRows(plan)).flat(), [1, 2, 3, 4, 5]);
      t.equal(calls.lookups.length, 1, method.kind);
    }
  }
});

t.test('a subquery of a step sees the row the step is at', async (t) => {
  const id = newId();
  const working = (): Plan => ({ kind: 'working', id, name: 'r', columns: [column('n')] });
  const [from, inner] = [working(), working()];
  const next: Expr = {
    kind: 'scalar-subquery',
    subquery: { plan: project(inner, { m: arithmetic(of(inner, 'n'), '*', 2) }) },
  };
  const step = project(filter(from, compare(of(from, 'n'), '<', 10)), { n: next });
  const plan: Recursive = {
    kind: 'recursive',
    id,
    name: 'r',
    seed: one(),
    steps: [step],
    distinct: false,
    orderBy: [],
    columns: [column('n')],
  };
  t.same(rowsOf(plan).flat(), [1, 2, 4, 8, 16]);
});

t.test('shared rows are computed once', async (t) => {
  for (const table of [people, peopleAsync]) {
    const calls = newCalls();
    const staff = scan(table(calls), ['id', 'pay']);
    const read = (): Plan => ({ kind: 'shared', key: 0, name: 'x', columns: [column('id'), column('pay')] });
    const [a, b] = [read(), read()];
    const most = grouped(b, [], [call(max, [of(b, 'pay')])]);
    const plan = filter(a, compare(of(a, 'pay'), '=', { kind: 'scalar-subquery', subquery: { plan: most } }));
    const rows = collect(compile(query(plan, [staff])), context());
    t.same(
      (Array.isArray(rows) ? rows : await rows).map(([first]) => first),
      [1],
    );
    t.equal(calls.lookups.length, 1);
  }
  const first: Plan = grouped(values(['x'], [[1], [2]]), [], [call(count)]);
  const second: Plan = { kind: 'shared', key: 0, name: 'a', columns: [column('n')] };
  const twice = project(second, { m: arithmetic(of(second, 'n'), '*', 2) });
  t.same(
    rowsOf({ kind: 'shared', key: 1, name: 'b', columns: [column('m')] }, {}, [first, twice]),
    [[4]],
    'later ones read earlier ones',
  );
});
