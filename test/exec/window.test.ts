import t from 'tap';
import type { Value } from '../../src/core/index.js';
import { findFunction } from '../../src/sql/functions/index.js';
import type { FrameBound, SortTerm, Window, WindowCall, WindowFrame } from '../../src/sql/planner/index.js';
import { nocase, sum } from './aggregates.js';
import { column, compare, expr, lit, of, rowsOf, scan, term, values, waitedRows } from './plans.js';
import { many, newCalls, people, peopleAsync } from './tables.js';

const bound = (kind: FrameBound['kind'], offset?: Value): FrameBound => ({
  kind,
  ...(offset !== undefined && { offset: lit(offset) }),
});
const START = bound('unbounded-preceding');
const END = bound('unbounded-following');
const HERE = bound('current-row');
const before = (offset: Value): FrameBound => bound('preceding', offset);
const after = (offset: Value): FrameBound => bound('following', offset);

const frame = (
  unit: WindowFrame['unit'] = 'range',
  start: FrameBound = START,
  end: FrameBound = HERE,
  exclude: WindowFrame['exclude'] = 'no-others',
): WindowFrame => ({ unit, start, end, exclude });

const ROWS = values(
  ['id', 'v', 'p'],
  [
    [1, 7, 'a'],
    [2, null, 'a'],
    [3, 2, 'b'],
    [4, 1, 'a'],
    [5, 2, 'a'],
    [6, 5, 'b'],
  ],
);
const [ID, V, P] = [of(ROWS, 'id'), of(ROWS, 'v'), of(ROWS, 'p')];

interface Options {
  readonly partitionBy?: Window['partitionBy'];
  readonly orderBy?: readonly SortTerm[];
  readonly filter?: WindowCall['filter'];
}

const window = (fn: WindowCall['fn'], args: WindowCall['args'], spec: WindowFrame, options: Options = {}): Window => ({
  kind: 'window',
  input: ROWS,
  partitionBy: options.partitionBy ?? [],
  orderBy: options.orderBy ?? [term(V)],
  frame: spec,
  calls: [{ column: column('w'), fn, args, collation: 'binary', ...(options.filter && { filter: options.filter }) }],
});

/** `id:value` for each row, in the order they come. */
const ask = (...args: Parameters<typeof window>): string =>
  rowsOf(window(...args))
    .map((row) => `${row[0]}:${row.at(-1)}`)
    .join(' ');

/** Sums over v = NULL, 1, 2, 2, 5, 7 in that order: ids 2 4 3 5 6 1. */
const SUMS: readonly (readonly [name: string, spec: WindowFrame, sums: readonly Value[]])[] = [
  ['default', frame(), [null, 1, 5, 5, 10, 17]],
  ['rows to here', frame('rows'), [null, 1, 3, 5, 10, 17]],
  ['rows around', frame('rows', before(1), after(1)), [1, 3, 5, 9, 14, 12]],
  ['range around', frame('range', before(1), after(1)), [null, 5, 5, 5, 5, 7]],
  ['groups around', frame('groups', before(1), after(1)), [1, 5, 10, 10, 16, 12]],
  ['all', frame('rows', START, END), [17, 17, 17, 17, 17, 17]],
  ['from here', frame('rows', HERE, END), [17, 17, 16, 14, 12, 7]],
  ['later rows', frame('rows', after(1), after(2)), [3, 4, 7, 12, 7, null]],
  ['earlier rows', frame('rows', before(2), before(1)), [null, null, 1, 3, 4, 7]],
  ['range ahead, a fraction', frame('range', after(0.5), after(3.5)), [null, 4, 5, 5, 7, null]],
  ['groups behind', frame('groups', START, before(1)), [null, null, 1, 1, 5, 10]],
  ['without the row', frame('rows', START, END, 'current-row'), [17, 16, 15, 15, 12, 10]],
  ['without its peers', frame('rows', START, END, 'ties'), [17, 17, 15, 15, 17, 17]],
  ['without its group', frame('rows', START, END, 'group'), [17, 16, 13, 13, 12, 10]],
];

t.test('every frame', async (t) => {
  const { inverse: _, ...forward } = sum.bind({ nowMs: 0, collation: nocase, constants: [] });
  const plain = { ...sum, bind: () => forward };
  for (const [name, spec, sums] of SUMS) {
    const expected = [2, 4, 3, 5, 6, 1].map((id, index) => `${id}:${sums[index]}`).join(' ');
    t.equal(ask(sum, [V], spec), expected, name);
    t.equal(ask(plain, [V], spec), expected, `${name}, nothing taken back`);
  }
});

t.test('descending order turns RANGE around', async (t) => {
  const orderBy = [term(V, { descending: true })];
  t.equal(ask(sum, [V], frame('range', before(3), HERE), { orderBy }), '1:7 6:12 3:9 5:9 4:5 2:null');
});

const fn = (name: string, args: number): WindowCall['fn'] => findFunction(name, args) as WindowCall['fn']; // window functions, all of them

t.test('functions of windows', async (t) => {
  const cases: readonly (readonly [string, readonly (Value | typeof V)[], string])[] = [
    ['row_number', [], '2:1 4:2 3:3 5:4 6:5 1:6'],
    ['rank', [], '2:1 4:2 3:3 5:3 6:5 1:6'],
    ['dense_rank', [], '2:1 4:2 3:3 5:3 6:4 1:5'],
    ['percent_rank', [], '2:r0 4:0.2 3:0.4 5:0.4 6:0.8 1:r1'],
    ['cume_dist', [], `2:${1 / 6} 4:${2 / 6} 3:${4 / 6} 5:${4 / 6} 6:${5 / 6} 1:r1`],
    ['ntile', [4], '2:1 4:1 3:2 5:2 6:3 1:4'],
    ['ntile', [10], '2:1 4:2 3:3 5:4 6:5 1:6'],
    ['lag', [V], '2:null 4:null 3:1 5:2 6:2 1:5'],
    ['lag', [V, 2, -1], '2:-1 4:-1 3:null 5:1 6:2 1:2'],
    ['lag', [V, -1], '2:1 4:2 3:2 5:5 6:7 1:null'],
    ['lead', [ID, 1, 'x'], '2:4 4:3 3:5 5:6 6:1 1:x'],
    ['first_value', [ID], '2:2 4:2 3:2 5:2 6:2 1:2'],
    ['last_value', [ID], '2:2 4:4 3:5 5:5 6:6 1:1'],
    ['nth_value', [ID, 3], '2:null 4:null 3:3 5:3 6:3 1:3'],
  ];
  for (const [name, args, expected] of cases)
    t.equal(ask(fn(name, args.length), args.map(expr), frame()), expected, name);
  const holes = frame('rows', before(1), after(1), 'current-row');
  t.equal(ask(fn('first_value', 1), [ID], holes), '2:4 4:2 3:4 5:3 6:5 1:6');
  t.equal(ask(fn('last_value', 1), [ID], holes), '2:4 4:3 3:5 5:6 6:1 1:6');
  t.throws(() => ask(fn('ntile', 1), [lit(0)], frame()), { message: 'argument of ntile must be a positive integer' });
  t.throws(() => ask(fn('nth_value', 2), [ID, lit(0)], frame()), {
    message: 'second argument to nth_value must be a positive integer',
  });
});

t.test('partitions, filters, no order', async (t) => {
  t.equal(ask(sum, [V], frame(), { partitionBy: [P] }), '2:null 4:1 5:3 1:10 3:2 6:7');
  t.equal(ask(sum, [V], frame(), { orderBy: [] }), '1:17 2:17 3:17 4:17 5:17 6:17');
  t.equal(ask(sum, [V], frame('rows'), { filter: compare(V, '>', 1) }), '2:null 4:null 3:2 5:4 6:9 1:16');
  t.equal(ask(fn('rank', 0), [], frame(), { partitionBy: [P], orderBy: [] }), '1:1 2:1 4:1 5:1 3:1 6:1');
});

t.test('offsets that are none', async (t) => {
  const of1 = (unit: WindowFrame['unit'], start: FrameBound, end: FrameBound) => () =>
    ask(sum, [V], frame(unit, start, end));
  t.throws(of1('rows', before(-1), HERE), { message: 'frame starting offset must be a non-negative integer' });
  t.throws(of1('rows', HERE, after(1.5)), { message: 'frame ending offset must be a non-negative integer' });
  t.throws(of1('groups', before(null), HERE), { message: 'frame starting offset must be a non-negative integer' });
  t.throws(of1('range', before('x'), HERE), { message: 'frame starting offset must be a non-negative number' });
});

t.test('over many rows, and rows from afar', async (t) => {
  const count = 20_000;
  for (const table of [people, peopleAsync]) {
    const from = scan(table(newCalls(), many(count)), ['id', 'dept']);
    const plan: Window = {
      kind: 'window',
      input: from,
      partitionBy: [of(from, 'dept')],
      orderBy: [term(of(from, 'id'))],
      frame: frame('rows', before(2), HERE),
      calls: [{ column: column('w'), fn: sum, args: [of(from, 'id')], collation: 'binary' }],
    };
    const rows = table === people ? rowsOf(plan) : await waitedRows(plan);
    t.equal(rows.length, count);
    t.same(
      rows.slice(0, 4).map((row) => row.at(-1)),
      [2, 6, 12, 18],
      'even ones first',
    );
  }
});
