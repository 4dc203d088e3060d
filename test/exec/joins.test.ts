import t from 'tap';
import { real } from '../../src/core/index.js';
import type { Expr, Join, JoinMethod, JoinType, LookupTerm, Plan } from '../../src/sql/planner/index.js';
import {
  and,
  compare,
  filter,
  join,
  key,
  limit,
  lit,
  newId,
  of,
  project,
  rowsOf,
  scan,
  values,
  waitedRows,
} from './plans.js';
import { type Calls, endless, many, newCalls, people, peopleAsync } from './tables.js';

const LEFT = [
  [1, 'a'],
  [2, 'b'],
  [null, 'n'],
  [2, 'B'],
  [4, 'd'],
] as const;
const RIGHT = [
  [2, 'x'],
  [real(1), 'y'],
  [null, 'z'],
  [2, 'w'],
  [5, 'v'],
] as const;

const left = () => values(['k', 'l'], LEFT);
const right = () => values(['k', 'r'], RIGHT);

const METHODS: readonly JoinMethod[] = [
  { kind: 'loop' },
  { kind: 'hash', build: 'right' },
  { kind: 'hash', build: 'left' },
];

/** Each join as one string per row, sorted: methods may differ in order. */
function joined(
  type: JoinType,
  method: JoinMethod,
  residual: (l: Plan, r: Plan) => Expr | undefined = () => undefined,
): string[] {
  const [l, r] = [left(), right()];
  const on = residual(l, r);
  const keys = [key(of(l, 'k'), of(r, 'k'))];
  return rowsOf(join(type, l, r, { keys, method, ...(on && { on }) }))
    .map((row) => row.map(String).join(' '))
    .sort();
}

const MATCHED = ['1 a r1 y', '2 B 2 w', '2 B 2 x', '2 b 2 w', '2 b 2 x'];
const LONELY_LEFT = ['4 d null null', 'null n null null'];
const LONELY_RIGHT = ['null null 5 v', 'null null null z'];
const BY_TYPE: Readonly<Record<JoinType, readonly string[]>> = {
  inner: MATCHED,
  left: [...MATCHED, ...LONELY_LEFT],
  right: [...MATCHED, ...LONELY_RIGHT],
  full: [...MATCHED, ...LONELY_LEFT, ...LONELY_RIGHT],
  semi: ['1 a', '2 B', '2 b'],
  anti: ['4 d', 'null n'],
};

t.test('every type of join by every method', async (t) => {
  for (const [type, rows] of Object.entries(BY_TYPE) as [JoinType, readonly string[]][]) {
    for (const method of METHODS) t.same(joined(type, method), [...rows].sort(), `${type} ${JSON.stringify(method)}`);
  }
});

/** With `r <> 'x' and l <> 'a'` besides the key: what a condition rejects counts as no match. */
const RESIDUAL: Readonly<Record<JoinType, readonly string[]>> = {
  inner: ['2 B 2 w', '2 b 2 w'],
  left: ['2 B 2 w', '2 b 2 w', '1 a null null', ...LONELY_LEFT],
  right: ['2 B 2 w', '2 b 2 w', 'null null 2 x', 'null null r1 y', ...LONELY_RIGHT],
  full: ['2 B 2 w', '2 b 2 w', '1 a null null', 'null null 2 x', 'null null r1 y', ...LONELY_LEFT, ...LONELY_RIGHT],
  semi: ['2 B', '2 b'],
  anti: ['1 a', '4 d', 'null n'],
};

t.test('outer joins with a condition besides the keys', async (t) => {
  const residual = (l: Plan, r: Plan) => and(compare(of(r, 'r'), '<>', 'x'), compare(of(l, 'l'), '<>', 'a'));
  for (const [type, rows] of Object.entries(RESIDUAL) as [JoinType, readonly string[]][]) {
    for (const method of METHODS)
      t.same(joined(type, method, residual), [...rows].sort(), `${type} ${JSON.stringify(method)}`);
  }
});

t.test('without keys each pair is tried', async (t) => {
  const [l, r] = [left(), right()];
  t.equal(rowsOf(join('inner', l, r)).length, 25);
  t.same(
    rowsOf(join('left', l, r, { on: compare(of(l, 'k'), '>', of(r, 'k')) })).map((row) => row.map(String).join(' ')),
    ['1 a null null', '2 b r1 y', 'null n null null', '2 B r1 y', '4 d 2 x', '4 d r1 y', '4 d 2 w'],
  );
  const none = values(['z'], []);
  t.equal(rowsOf(join('left', l, none)).length, 5);
  t.equal(rowsOf(join('inner', l, none)).length, 0);
  t.equal(rowsOf(join('anti', l, none)).length, 5);
  t.equal(rowsOf(join('semi', l, r)).length, 5);
  t.equal(rowsOf(join('full', none, r)).length, 5);
});

t.test('keys compare by their collation, several at once', async (t) => {
  const l = values(
    ['a', 'b'],
    [
      ['x', 1],
      ['X', 2],
      ['y', null],
    ],
  );
  const r = values(
    ['a', 'b'],
    [
      ['X', 1],
      ['x', real(2)],
      ['Y', null],
    ],
  );
  const keys = [key(of(l, 'a'), of(r, 'a'), 'nocase'), key(of(l, 'b'), of(r, 'b'))];
  for (const method of METHODS)
    t.same(rowsOf(join('inner', l, r, { keys, method })), [
      ['x', 1, 'X', 1],
      ['X', 2, 'x', 'r2'],
    ]);
  const versions = [key(of(l, 'a'), of(r, 'a'), 'version_arch')];
  const v = values(['a'], [['1.0']]);
  const w = values(['a'], [['1.0-4'], ['1.1']]);
  t.equal(versions.length, 1);
  t.same(
    rowsOf(
      join('inner', v, w, {
        keys: [key(of(v, 'a'), of(w, 'a'), 'version_arch')],
        method: { kind: 'hash', build: 'right' },
      }),
    ),
    [['1.0', '1.0-4']],
    'equality that no hash shows',
  );
});

t.test('the other side is not asked where one is empty', async (t) => {
  const calls = newCalls();
  const none = values(['z'], []);
  const rows = scan(people(calls), ['id']);
  for (const method of METHODS) {
    for (const type of ['inner', 'semi', 'left', 'anti'] as const) {
      const by = join(type, none, rows, { method });
      t.same(rowsOf({ ...by, keys: [key(of(none, 'z'), of(rows, 'id'))] }), []);
    }
  }
  t.same(calls.lookups, []);
});

t.test('the order is that of the streaming side', async (t) => {
  const [l, r] = [left(), right()];
  const keys = [key(of(l, 'k'), of(r, 'k'))];
  t.same(
    rowsOf(join('full', l, r, { keys, method: { kind: 'hash', build: 'right' } })).map(
      ([, name, , other]) => `${name}${other}`,
    ),
    ['ay', 'bx', 'bw', 'nnull', 'Bx', 'Bw', 'dnull', 'nullz', 'nullv'],
  );
});

/** `people` looked up by id from the rows of `from`. */
function lookup(
  type: JoinType,
  from: Plan,
  by: string,
  calls: Calls,
  options: { batch?: number; on?: Expr; table?: typeof people | typeof peopleAsync } = {},
): Join {
  const set = newId();
  const term: LookupTerm = { kind: 'keys', column: 'id', set };
  const rows = scan((options.table ?? people)(calls), ['id', 'name'], { lookups: [term] });
  return join(type, from, rows, {
    keys: [key(of(from, by), of(rows, 'id'))],
    method: { kind: 'lookup', batch: options.batch ?? 1024, sets: [{ id: set, expr: of(from, by) }] },
    ...(options.on && { on: options.on }),
  });
}

t.test('a lookup join hands over distinct keys in batches', async (t) => {
  const calls = newCalls();
  const from = values(['k'], [[3], [null], [1], [3], ['5'], ['x'], [9]]);
  t.same(
    rowsOf(lookup('inner', from, 'k', calls)),
    [
      [3, 3, 'Cy'],
      [1, 1, 'Ana'],
      [3, 3, 'Cy'],
    ],
    'in the order of the left side; text is no number here',
  );
  t.same(calls.lookups, [{ id: [1, 3, 5, 9] }]);
  const small = newCalls();
  t.equal(rowsOf(lookup('left', from, 'k', small, { batch: 2 })).length, 7);
  t.same(small.lookups, [{ id: [1, 3] }, { id: [5] }, { id: [9] }], 'each key once, however often it comes');
});

t.test('lookup joins of every type, with a condition', async (t) => {
  const from = values(['k'], [[3], [null], [1], [7]]);
  const ask = (type: JoinType): unknown[][] => {
    const plan = lookup(type, from, 'k', newCalls());
    return rowsOf({ ...plan, on: compare(of(plan.right, 'name'), '<>', 'Ana') });
  };
  t.same(ask('inner'), [[3, 3, 'Cy']]);
  t.same(ask('left'), [
    [3, 3, 'Cy'],
    [null, null, null],
    [1, null, null],
    [7, null, null],
  ]);
  t.same(ask('semi'), [[3]]);
  t.same(ask('anti'), [[null], [1], [7]]);
});

t.test('batches of keys are large, or grow where few rows may do', async (t) => {
  const calls = newCalls();
  const all = project(scan(people(newCalls(), many(3000)), ['id']), { k: lit(0) });
  const from = { ...all, items: all.items.map((item) => ({ ...item, expr: of(all.input, 'id') })) };
  const set = newId();
  const { table } = scan(people(calls, many(3000)), ['id']);
  const wide = {
    ...table,
    columns: table.columns.map((column) =>
      column.key ? { ...column, key: { ...column.key, maxValues: 4096 } } : column,
    ),
  };
  const rows = scan(wide, ['id'], { lookups: [{ kind: 'keys', column: 'id', set }] });
  const plan = join('inner', from, rows, {
    keys: [key(of(from, 'k'), of(rows, 'id'))],
    method: { kind: 'lookup', batch: 1024, sets: [{ id: set, expr: of(from, 'k') }] },
  });
  t.equal(rowsOf(plan).length, 3000);
  t.same(
    calls.lookups.map((lookups) => (lookups as { id: number[] }).id.length),
    [1024, 1024, 952],
  );
  calls.lookups.length = 0;
  t.equal(rowsOf(limit(plan, 2500)).length, 2500);
  t.same(
    calls.lookups.map((lookups) => (lookups as { id: number[] }).id.length),
    [16, 64, 256, 1024, 1024, 616].slice(0, calls.lookups.length),
  );
  const few = newCalls();
  t.equal(rowsOf(limit(lookup('inner', scan(people(newCalls(), endless()), ['id']), 'id', few), 1)).length, 1);
  t.ok(
    few.lookups.flatMap((lookups) => (lookups as { id: number[] }).id).length <= 16,
    'a query for few rows asks for few keys',
  );
});

t.test('a table that gives more than it was asked for', async (t) => {
  const calls = newCalls();
  const from = values(['k'], [['Ana'], ['bob'], ['Ana'], ['Cy'], ['bob']]);
  const set = newId();
  const rows = scan(people(calls), ['name', 'id'], { lookups: [{ kind: 'keys', column: 'name', set }] });
  const plan = join('inner', from, rows, {
    keys: [key(of(from, 'k'), of(rows, 'name'))],
    method: { kind: 'lookup', batch: 1, sets: [{ id: set, expr: of(from, 'k') }] },
  });
  t.same(
    rowsOf(plan).map(([k, , id]) => `${k}${id}`),
    ['Ana1', 'bob2', 'Ana1', 'Cy3', 'bob2'],
    'no row twice, though each call gives all',
  );
  t.same(calls.lookups, [{ name: ['Ana'] }, { name: ['bob'] }, { name: ['Cy'] }]);
});

t.test('a lookup join by patterns', async (t) => {
  const calls = newCalls();
  const from = values(['p'], [['A%'], ['%e%'], [null], ['zz%']]);
  const set = newId();
  const rows = scan(people(calls), ['name'], { lookups: [{ kind: 'pattern-keys', column: 'name', op: 'like', set }] });
  const on: Expr = { kind: 'pattern', op: 'like', negated: false, operand: of(rows, 'name'), pattern: of(from, 'p') };
  const plan = join('left', from, rows, {
    on,
    method: { kind: 'lookup', batch: 64, sets: [{ id: set, expr: of(from, 'p') }] },
  });
  t.same(rowsOf(plan), [
    ['A%', 'Ana'],
    ['%e%', 'dee'],
    ['%e%', 'Eve'],
    [null, null],
    ['zz%', null],
  ]);
  t.same(calls.lookups, [{ name: { patterns: ['like A% from A', 'like %e% from ', 'like zz% from zz'] } }]);
});

t.test('joins over asynchronous tables', async (t) => {
  const from = values(['k'], [[3], [1], [3]]);
  t.same(await waitedRows(lookup('inner', from, 'k', newCalls(), { table: peopleAsync })), [
    [3, 3, 'Cy'],
    [1, 1, 'Ana'],
    [3, 3, 'Cy'],
  ]);
  for (const method of METHODS) {
    const [a, b] = [scan(peopleAsync(), ['id', 'dept']), scan(peopleAsync(), ['dept', 'name'])];
    const plan = join('inner', a, b, { keys: [key(of(a, 'dept'), of(b, 'dept'))], method });
    t.equal((await waitedRows(plan)).length, 8, JSON.stringify(method));
  }
});

t.test('a condition with a subquery that has to wait', async (t) => {
  for (const method of METHODS) {
    const [l, r] = [left(), right()];
    const inner = scan(peopleAsync(), ['id']);
    const exists: Expr = {
      kind: 'exists',
      subquery: { plan: filter(inner, compare(of(inner, 'id'), '=', of(l, 'k'))) },
    };
    const plan = join('left', l, r, {
      keys: [key(of(l, 'k'), of(r, 'k'))],
      on: and(exists, compare(of(r, 'r'), '<>', 'x')),
      method,
    });
    t.same(
      (await waitedRows(plan)).map((row) => row.map(String).join(' ')).sort(),
      ['1 a r1 y', '2 B 2 w', '2 b 2 w', ...LONELY_LEFT].sort(),
    );
  }
});
