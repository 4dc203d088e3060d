import t from 'tap';
import { real } from '../../src/core/index.js';
import type { Plan, SetOperation } from '../../src/sql/planner/index.js';
import { call, count, groupConcat, grouped, max, min, sum } from './aggregates.js';
import {
  column,
  compare,
  filter,
  limit,
  lit,
  of,
  project,
  rowsOf,
  scan,
  sort,
  term,
  values,
  waitedRows,
} from './plans.js';
import { endless, many, newCalls, people, peopleAsync } from './tables.js';

const staff = () => scan(people(), ['id', 'name', 'dept', 'pay']);

t.test('groups come out in the order of their keys', async (t) => {
  const from = staff();
  const plan = grouped(
    from,
    [of(from, 'dept')],
    [call(count), call(count, [of(from, 'pay')]), call(sum, [of(from, 'id')])],
  );
  t.same(rowsOf(plan), [
    [null, 1, 0, 4],
    ['dev', 2, 2, 5],
    ['ops', 2, 2, 6],
  ]);
  const mixed = values(['k'], [['b'], [2], [null], [real(2)], ['a'], [new Uint8Array([1])], [10n ** 17n], [null]]);
  t.same(rowsOf(grouped(mixed, [of(mixed, 'k')], [call(count)])), [
    [null, 2],
    [2, 2],
    [10n ** 17n, 1],
    ['a', 1],
    ['b', 1],
    [new Uint8Array([1]), 1],
  ]);
  const folded = values(['k'], [['b'], ['A'], ['a'], ['B']], 'nocase');
  t.same(
    rowsOf(grouped(folded, [of(folded, 'k')], [call(count)])),
    [
      ['A', 2],
      ['b', 2],
    ],
    'the first of equal keys shows',
  );
  const pairs = values(
    ['a', 'b'],
    [
      [1, 'x'],
      [1, 'y'],
      [1, 'x'],
      [null, 'x'],
      ['1', 'x'],
    ],
  );
  t.same(rowsOf(grouped(pairs, [of(pairs, 'a'), of(pairs, 'b')], [call(count)])), [
    [null, 'x', 1],
    [1, 'x', 2],
    [1, 'y', 1],
    ['1', 'x', 1],
  ]);
});

t.test('without groups there is one row', async (t) => {
  const none = values(['k'], []);
  t.same(rowsOf(grouped(none, [], [call(count), call(sum, [of(none, 'k')])], [of(none, 'k')])), [[0, null, null]]);
  t.same(rowsOf(grouped(none, [], [call(count)])), [[0]]);
  t.same(rowsOf(grouped(none, [of(none, 'k')], [call(count)])), [], 'with groups none for no rows');
  t.same(rowsOf(grouped(staff(), [], [call(count)])), [[5]]);
  t.same(await waitedRows(grouped(scan(peopleAsync(), []), [], [call(count)])), [[5]]);
});

t.test('bare columns are read off one row', async (t) => {
  const from = staff();
  const [dept, name, pay] = [of(from, 'dept'), of(from, 'name'), of(from, 'pay')];
  const by = (...calls: readonly ReturnType<typeof call>[]): unknown[] =>
    rowsOf(grouped(from, [dept], calls, [name])).map((row) => row.at(-1));
  t.same(by(call(count)), ['dee', 'bob', 'Ana'], 'the first');
  t.same(by(call(min, [pay])), ['dee', 'bob', 'Eve'], 'that of the extremum');
  t.same(by(call(min, [pay]), call(max, [pay])), ['dee', 'bob', 'Ana'], 'that of the last extremum');
  t.same(by(call(max, [pay]), call(min, [pay]), call(count)), ['dee', 'bob', 'Eve']);
});

t.test('FILTER, DISTINCT and ORDER BY in a call', async (t) => {
  const rows = values(
    ['v', 'w'],
    [
      [2, 'b'],
      [1, 'a'],
      [2, 'c'],
      [null, 'd'],
      [real(1), 'e'],
    ],
  );
  const [v, w] = [of(rows, 'v'), of(rows, 'w')];
  const ask = (...calls: Parameters<typeof call>[]): unknown[] =>
    rowsOf(
      grouped(
        rows,
        [],
        calls.map((args) => call(...args)),
      ),
    )[0] as unknown[];
  t.same(ask([count, [v], { filter: compare(w, '>', 'a') }], [count, [], { filter: lit(null) }]), [3, 0]);
  t.same(
    ask([count, [v], { distinct: true }], [sum, [v], { distinct: true }], [groupConcat, [v], { distinct: true }]),
    [2, 3, '2,1'],
  );
  t.same(ask([groupConcat, [w], { orderBy: [term(v, { descending: true }), term(w, { descending: true })] }]), [
    'c,b,e,a,d',
  ]);
  t.same(ask([groupConcat, [v], { distinct: true, orderBy: [term(w, { descending: true })] }]), ['1.0,2']);
  t.same(ask([count, [w], { distinct: true, collation: 'nocase' }]), [5]);
});

t.test('DISTINCT keeps the first of equals', async (t) => {
  const rows = values(
    ['a', 'b'],
    [
      [1, null],
      [real(1), null],
      ['1', null],
      [null, 1],
      [1, null],
    ],
  );
  t.same(rowsOf({ kind: 'distinct', input: rows }), [
    [1, null],
    ['1', null],
    [null, 1],
  ]);
  const folded = values(['a'], [['x'], ['X'], ['y']], 'nocase');
  t.same(rowsOf({ kind: 'distinct', input: folded }), [['x'], ['y']]);
  const from = scan(people(newCalls(), endless()), ['dept']);
  t.same(rowsOf(limit({ kind: 'distinct', input: from }, 2)), [['odd'], ['even']], 'rows come as they are found');
});

t.test('set operations give distinct rows in order', async (t) => {
  const ask = (
    op: SetOperation['op'],
    left: readonly unknown[],
    right: readonly unknown[],
    collation?: 'nocase',
  ): unknown[] => {
    const [l, r] = [left, right].map((items) =>
      values(
        ['x'],
        items.map((item) => [item as never]),
      ),
    ) as [Plan, Plan];
    return rowsOf({
      kind: 'set-operation',
      op,
      left: l,
      right: r,
      columns: [column('x', collation && { collation })],
    }).flat();
  };
  t.same(ask('union', ['b', null, 1], ['a', 1, null]), [null, 1, 'a', 'b']);
  t.same(ask('union', [real(1)], [1]), [1], 'UNION keeps the last of equals');
  t.same(ask('intersect', [real(1), 2, 3, 3], [1, 3]), ['r1', 3]);
  t.same(ask('except', [1, 2, 2, 3], [2]), [1, 3]);
  t.same(ask('except', ['a', 'B'], ['b'], 'nocase'), ['a']);
  t.same(ask('intersect', [null], [null]), [null]);
  t.same(ask('intersect', [1], []), []);
});

t.test('UNION ALL goes arm by arm', async (t) => {
  const [a, b] = [values(['x'], [[2], [1]]), values(['y'], [[2]])];
  t.same(rowsOf({ kind: 'union-all', inputs: [a, b, a], columns: a.columns }), [[2], [1], [2], [2], [1]]);
});

t.test('ORDER BY', async (t) => {
  const rows = values(
    ['k', 'n'],
    [
      ['b', 1],
      [null, 2],
      [3, 3],
      ['B', 4],
      [real(2.5), 5],
      ['b', 6],
      [10n ** 17n, 7],
    ],
  );
  const [k, n] = [of(rows, 'k'), of(rows, 'n')];
  const order = (...terms: Parameters<typeof term>[]): unknown[] =>
    rowsOf(
      sort(
        rows,
        terms.map((args) => term(...args)),
      ),
    ).map((row) => row[1]);
  t.same(order([k]), [2, 5, 3, 7, 4, 1, 6]);
  t.same(order([k, { descending: true }]), [1, 6, 4, 7, 3, 5, 2], 'descending: nulls last, equals in their order');
  t.same(order([k, { nullsFirst: false }]), [5, 3, 7, 4, 1, 6, 2]);
  t.same(order([k, { descending: true, nullsFirst: true }]).at(0), 2);
  t.same(order([k, { collation: 'nocase' }], [n, { descending: true }]), [2, 5, 3, 7, 6, 4, 1]);
  for (const most of [0, 1, 3, 7, 100]) {
    t.same(
      rowsOf(sort(rows, [term(k), term(n)], most)).map((row) => row[1]),
      [2, 5, 3, 7, 4, 1, 6].slice(0, most),
      `the first ${most}`,
    );
  }
});

t.test('a long sort keeps its order', async (t) => {
  const count = 100_000;
  const from = scan(people(newCalls(), many(count)), ['id']);
  const shuffled = project(from, {
    k: {
      kind: 'arithmetic',
      op: '%',
      left: { kind: 'arithmetic', op: '*', left: of(from, 'id'), right: lit(7919) },
      right: lit(1000),
    },
    id: of(from, 'id'),
  });
  const rows = rowsOf(sort(shuffled, [term(of(shuffled, 'k'))])) as [number, number][];
  t.equal(rows.length, count);
  t.ok(
    rows.every(
      ([k, id], i) =>
        i === 0 ||
        (rows[i - 1] as [number, number])[0] < k ||
        ((rows[i - 1] as [number, number])[0] === k && (rows[i - 1] as [number, number])[1] < id),
    ),
  );
  const top = rowsOf(sort(shuffled, [term(of(shuffled, 'k'))], 50));
  t.same(top, rows.slice(0, 50), 'a heap gives the same rows');
});

t.test('LIMIT and OFFSET', async (t) => {
  const rows = values(['x'], [[1], [2], [3], [4], [5]]);
  const ask = (...args: Parameters<typeof limit> extends [unknown, ...infer R] ? R : never): unknown[] =>
    rowsOf(limit(rows, ...args)).flat();
  t.same(ask(2), [1, 2]);
  t.same(ask(2, 3), [4, 5]);
  t.same(ask(-1, 3), [4, 5]);
  t.same(ask(2, -1), [1, 2]);
  t.same(ask(0), []);
  t.same(ask('2'), [1, 2]);
  t.same(ask(real(2), '1'), [2, 3]);
  t.same(ask(10n ** 18n), [1, 2, 3, 4, 5]);
  t.same(ask(3, 9), []);
  for (const bad of [1.5, 'abc', null, new Uint8Array([1])])
    t.throws(() => ask(bad), { message: 'datatype mismatch' }, String(bad));
  t.throws(() => ask(1, null), { message: 'datatype mismatch' });
  const calls = newCalls();
  rowsOf(limit(scan(people(calls), ['id']), 0));
  t.equal(calls.lookups.length, 0, 'LIMIT 0 reads nothing');
  const from = scan(people(), ['id']);
  t.same(rowsOf(limit(filter(from, compare(of(from, 'id'), '>', 1)), 2, 1)), [[3], [4]]);
});
