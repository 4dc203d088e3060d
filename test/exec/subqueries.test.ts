import t from 'tap';
import type { Value } from '../../src/core/index.js';
import { scalar } from '../../src/sql/functions/index.js';
import type { Expr, Plan } from '../../src/sql/planner/index.js';
import { call, count, grouped, max } from './aggregates.js';
import {
  and,
  arithmetic,
  compare,
  expr,
  filter,
  join,
  key,
  limit,
  lit,
  newId,
  not,
  of,
  oneRow,
  project,
  rowsOf,
  scan,
  sort,
  term,
  valueOf,
  values,
  waitedRows,
} from './plans.js';
import { type Calls, endless, many, newCalls, people, peopleAsync } from './tables.js';

const scalarOf = (plan: Plan): Expr => ({ kind: 'scalar-subquery', subquery: { plan } });
const exists = (plan: Plan): Expr => ({ kind: 'exists', subquery: { plan } });
const isIn = (operands: readonly (Expr | Value)[], plan: Plan, negated = false): Expr => ({
  kind: 'in-subquery',
  negated,
  operands: operands.map(expr),
  subquery: { plan },
  collations: operands.map(() => 'binary' as const),
});
const list = (...items: readonly Value[]): Plan =>
  values(
    ['v'],
    items.map((item) => [item]),
  );

t.test('a scalar subquery gives the first row, or null', async (t) => {
  t.equal(valueOf(scalarOf(list(3, 4))), 3);
  t.equal(valueOf(scalarOf(list())), null);
  t.equal(valueOf(exists(list(null))), 1);
  t.equal(valueOf(exists(list())), 0);
  t.equal(valueOf(not(exists(list()))), 1);
});

t.test('IN a subquery, three-valued', async (t) => {
  const cases: readonly (readonly [Value, readonly Value[], Value])[] = [
    [1, [1, 2], 1],
    [3, [1, 2], 0],
    [3, [1, null], null],
    [1, [1, null], 1],
    [null, [1], null],
    [null, [], 0],
    [null, [null], null],
    [1, [], 0],
  ];
  for (const [operand, items, expected] of cases) {
    const name = `${operand} in ${items}`;
    const opposite = expected === null ? null : 1 - (expected as number);
    t.equal(valueOf(isIn([operand], list(...items))), expected, name);
    t.equal(valueOf(isIn([operand], list(...items), true)), opposite, `not ${name}`);
    t.equal(rowsOf(filter(oneRow, isIn([operand], list(...items)))).length, expected === 1 ? 1 : 0);
    t.equal(rowsOf(filter(oneRow, isIn([operand], list(...items), true))).length, opposite === 1 ? 1 : 0);
  }
  const pairs = (...rows: readonly (readonly Value[])[]): Plan => values(['a', 'b'], rows);
  const wide: readonly (readonly [readonly Value[], Plan, Value])[] = [
    [[1, 2], pairs([1, 2]), 1],
    [[1, 2], pairs([2, 1]), 0],
    [[1, 2], pairs([1, null]), null],
    [[1, 2], pairs([2, null]), 0],
    [[1, null], pairs([1, 2]), null],
    [[1, null], pairs([2, 2]), 0],
    [[null, null], pairs(), 0],
    [[1, 'a'], pairs([1, 'a'], [1, null]), 1],
  ];
  for (const [operands, plan, expected] of wide)
    t.equal(valueOf(isIn(operands, plan)), expected, `${operands} in pairs`);
});

/** For each person: how many have the same department. */
function colleagues(calls: Calls, table = people): Plan {
  const outer = scan(people(), ['id', 'dept']);
  const inner = scan(table(calls), ['id', 'dept']);
  const same = filter(inner, compare(of(inner, 'dept'), '=', of(outer, 'dept')));
  return project(outer, { id: of(outer, 'id'), n: scalarOf(grouped(same, [], [call(count)])) });
}
const COLLEAGUES = [
  [1, 2],
  [2, 2],
  [3, 2],
  [4, 0],
  [5, 2],
];

t.test('a correlated subquery sees the outer row', async (t) => {
  const calls = newCalls();
  t.same(rowsOf(colleagues(calls)), COLLEAGUES);
  t.equal(calls.lookups.length, 1, 'what it reads of no outer row is read once');
});

t.test('so it does when its table makes it wait', async (t) => {
  const calls = newCalls();
  t.same(await waitedRows(colleagues(calls, peopleAsync)), COLLEAGUES);
  t.equal(calls.lookups.length, 1);
});

t.test('it is run once for the same outer values', async (t) => {
  const calls = newCalls();
  const outer = values(['k'], [[1], [2], [1], [null], [2]]);
  const inner = scan(people(calls), ['name'], {
    lookups: [{ kind: 'values', column: 'id', values: [of(outer, 'k')] }],
  });
  t.same(rowsOf(project(outer, { name: scalarOf(inner) })), [['Ana'], ['bob'], ['Ana'], [null], ['bob']]);
  t.same(calls.lookups, [{ id: [1] }, { id: [2] }]);
  const later = newCalls();
  const far = scan(peopleAsync(later), ['name'], {
    lookups: [{ kind: 'values', column: 'id', values: [of(outer, 'k')] }],
  });
  t.same(await waitedRows(project(outer, { name: scalarOf(far) })), [['Ana'], ['bob'], ['Ana'], [null], ['bob']]);
  t.same(later.lookups, [{ id: [1] }, { id: [2] }]);
});

t.test('values that are equal but not the same are told apart', async (t) => {
  const outer = values(['k'], [[1], [lit('1')]]);
  const typeOf = scalar({
    name: 'typeof',
    description: '',
    args: ['any'],
    returns: 'text',
    examples: [],
    call: (value) => typeof value,
  });
  const inner = project(oneRow, { t: { kind: 'call', fn: typeOf, args: [of(outer, 'k')], collation: 'binary' } });
  t.same(rowsOf(project(outer, { t: scalarOf(inner) })), [['number'], ['string']]);
});

t.test('EXISTS stops at the first row', async (t) => {
  const calls = newCalls();
  t.equal(valueOf(exists(scan(people(calls, endless()), ['id']))), 1);
  t.ok(calls.read.length <= 4);
  t.equal(calls.closed, 1);
});

t.test('subqueries below subqueries', async (t) => {
  for (const table of [people, peopleAsync]) {
    const outer = scan(people(), ['id', 'dept', 'pay']);
    const best = scan(table(newCalls()), ['dept', 'pay']);
    const most = grouped(
      filter(best, compare(of(best, 'dept'), '=', of(outer, 'dept'))),
      [],
      [call(max, [of(best, 'pay')])],
    );
    // People paid the most of their department who share it with somebody: two levels up for the department.
    const other = scan(table(newCalls()), ['id', 'dept']);
    const deep = filter(
      other,
      and(
        compare(of(other, 'dept'), '=', of(outer, 'dept')),
        compare(of(other, 'id'), '<>', of(outer, 'id')),
        compare(of(outer, 'pay'), '=', scalarOf(most)),
      ),
    );
    const plan = project(filter(outer, exists(deep)), { id: of(outer, 'id') });
    t.same(table === people ? rowsOf(plan) : await waitedRows(plan), [[1], [2], [3]]);
  }
});

t.test('in places that take many rows at once', async (t) => {
  for (const table of [people, peopleAsync]) {
    const ask = async (make: (outer: Plan, name: Expr) => Plan): Promise<unknown[][]> => {
      const outer = values(['k'], [[3], [1], [5], [1]]);
      const inner = scan(table(newCalls()), ['id', 'name']);
      const plan = make(
        outer,
        scalarOf(project(filter(inner, compare(of(inner, 'id'), '=', of(outer, 'k'))), { n: of(inner, 'name') })),
      );
      return table === people ? rowsOf(plan) : waitedRows(plan);
    };
    t.same(
      await ask((outer, name) => sort(outer, [term(name, { descending: true }), term(of(outer, 'k'))])),
      [[5], [3], [1], [1]],
      'ORDER BY',
    );
    t.same(
      await ask((outer, name) => grouped(outer, [name], [call(count)])),
      [
        ['Ana', 2],
        ['Cy', 1],
        ['Eve', 1],
      ],
      'GROUP BY',
    );
    t.same(
      await ask((outer, name) =>
        grouped(outer, [], [call(max, [name]), call(count, [], { filter: compare(name, '=', 'Ana') })]),
      ),
      [['Eve', 2]],
      'an aggregate',
    );
    t.same(
      await ask((outer, name) => {
        const right = values(['m'], [['Ana'], ['Eve']]);
        return join('left', outer, right, {
          keys: [key(name, of(right, 'm'))],
          method: { kind: 'hash', build: 'right' },
        });
      }),
      [
        [3, null],
        [1, 'Ana'],
        [5, 'Eve'],
        [1, 'Ana'],
      ],
      'a join key',
    );
  }
  const one = scan(peopleAsync(), ['id']);
  t.same(await waitedRows(limit(list(1, 2, 3), scalarOf(one), scalarOf(one))), [[2]], 'LIMIT and OFFSET');
  t.same(await waitedRows(values(['x'], [[scalarOf(one)], [arithmetic(scalarOf(one), '+', 1)]])), [[1], [2]], 'VALUES');
  t.same(await waitedRows(sort(list(1, 2, 3), [term(lit(1))], scalarOf(one))), [[1]]);
});

t.test('a volatile subquery is run for each row, one without outer columns once', async (t) => {
  let n = 0;
  const next = scalar({
    name: 'next',
    description: '',
    args: ['any'],
    maxArgs: 1,
    minArgs: 0,
    nulls: 'seen',
    returns: 'integer',
    volatile: true,
    examples: [],
    call: () => ++n,
  });
  const calling = (...args: readonly Expr[]): Expr => ({ kind: 'call', fn: next, args, collation: 'binary' });
  const outer = values(['k'], [[1], [1], [1]]);
  t.same(rowsOf(project(outer, { x: scalarOf(project(oneRow, { y: calling(of(outer, 'k')) })) })), [[1], [2], [3]]);
  n = 0;
  t.same(rowsOf(project(outer, { x: scalarOf(project(oneRow, { y: calling() })) })), [[1], [1], [1]]);
  n = 0;
  const far = scan(peopleAsync(), ['id']);
  const waiting = project(limit(far, 1), { y: calling(of(outer, 'k')) });
  t.same(await waitedRows(project(outer, { x: scalarOf(waiting) })), [[1], [2], [3]], 'also where each has to wait');
});

t.test('more outer values than are kept', async (t) => {
  const outer = scan(people(newCalls(), many(9000)), ['id']);
  const twice = scalarOf(project(oneRow, { y: arithmetic(of(outer, 'id'), '*', 2) }));
  const rows = rowsOf(project(outer, { id: of(outer, 'id'), twice }));
  t.equal(rows.length, 9000);
  t.ok(rows.every(([id, double]) => (double as number) === (id as number) * 2));
});

t.test('joins and lookups in a correlated subquery', async (t) => {
  const calls = newCalls();
  const outer = values(['k'], [[1], [2], [3]]);
  const from = filter(scan(people(), ['id', 'dept']), lit(1));
  const narrowed = filter(from, compare(of(from, 'id'), '=', of(outer, 'k')));
  const set = newId();
  const rows = scan(people(calls), ['id', 'name'], { lookups: [{ kind: 'keys', column: 'id', set }] });
  const plan = join('inner', narrowed, rows, {
    keys: [key(of(from, 'id'), of(rows, 'id'))],
    method: { kind: 'lookup', batch: 64, sets: [{ id: set, expr: of(from, 'id') }] },
  });
  t.same(rowsOf(project(outer, { name: scalarOf(project(plan, { n: of(rows, 'name') })) })), [
    ['Ana'],
    ['bob'],
    ['Cy'],
  ]);
  t.same(calls.lookups, [{ id: [1] }, { id: [2] }, { id: [3] }]);
  const hashed = newCalls();
  const side = scan(people(hashed), ['id', 'name']);
  const byHash = join('inner', narrowed, side, {
    keys: [key(of(from, 'id'), of(side, 'id'))],
    method: { kind: 'hash', build: 'right' },
  });
  t.same(rowsOf(project(outer, { name: scalarOf(project(byHash, { n: of(side, 'name') })) })), [
    ['Ana'],
    ['bob'],
    ['Cy'],
  ]);
  t.equal(hashed.lookups.length, 1, 'the table of a hash join serves all outer rows');
});

t.test('an index serves a subquery that many rows ask', async (t) => {
  for (const table of [people, peopleAsync]) {
    const outer = scan(people(newCalls(), many(300)), ['id']);
    const calls = newCalls();
    const inner = scan(table(calls, many(600)), ['id', 'dept']);
    const half = { kind: 'arithmetic', op: '/', left: of(inner, 'id'), right: lit(2) } as const;
    const found = filter(inner, and(compare(of(outer, 'id'), '=', half), compare(of(inner, 'dept'), '=', 'odd')));
    const plan = project(outer, { id: of(outer, 'id'), n: scalarOf(project(found, { n: of(inner, 'id') })) });
    const rows = table === people ? rowsOf(plan) : await waitedRows(plan);
    t.equal(rows.length, 300);
    t.ok(rows.every(([id, n]) => n === (id === 300 ? null : 2 * (id as number) + 1)));
    t.equal(calls.lookups.length, 1);
  }
  const outer = values(['k'], [[1], [2], [3], [4], [null], ['x']]);
  const inner = values(
    ['v', 'w'],
    [
      [1, 'a'],
      [null, 'n'],
      [3, 'b'],
      [3, 'c'],
    ],
  );
  const matching = filter({ ...inner, kind: 'values' }, compare(of(inner, 'v'), '=', of(outer, 'k')));
  const counts = project(outer, { n: scalarOf(grouped(matching, [], [call(count)])) });
  t.same(rowsOf(counts).flat(), [1, 0, 2, 0, 0, 0], 'null finds nothing');
});

t.test('what nothing can pass is not read', async (t) => {
  const calls = newCalls();
  const from = scan(people(calls), ['id']);
  for (const never of [lit(0), lit(null), lit('x'), and(compare(of(from, 'id'), '>', 0), 0)])
    t.same(rowsOf(filter(from, never)), []);
  t.equal(calls.lookups.length, 0);
});
