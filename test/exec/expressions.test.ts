import t from 'tap';
import { real, type Value } from '../../src/core/index.js';
import { scalar } from '../../src/sql/functions/index.js';
import type { Expr } from '../../src/sql/planner/index.js';
import { and, arithmetic, compare, expr, filter, lit, not, of, or, project, rowsOf, valueOf, values } from './plans.js';

const TRUTHS: readonly Value[] = [1, 0, null];

/** Asks a condition in all three ways: its value, whether it is true, whether its opposite is. */
function threeWays(condition: (operands: readonly Expr[]) => Expr, operands: readonly Value[]): unknown[] {
  const rows = values(
    operands.map((_, index) => `c${index}`),
    [operands],
  );
  const made = condition(operands.map((_, index) => of(rows, `c${index}`)));
  const [[value] = []] = rowsOf(project(rows, { value: made }));
  return [value, rowsOf(filter(rows, made)).length === 1, rowsOf(filter(rows, not(made))).length === 1];
}

/** What the three ways must answer for a value. */
const answers = (value: Value): unknown[] => [value, value === 1, value === 0];

t.test('AND, OR and NOT know three truths', async (t) => {
  for (const a of TRUTHS) {
    t.same(
      threeWays(([x]) => not(x as Expr), [a]),
      answers(a === null ? null : 1 - (a as number)),
      `NOT ${a}`,
    );
    for (const b of TRUTHS) {
      const both = a === 0 || b === 0 ? 0 : a === null || b === null ? null : 1;
      const either = a === 1 || b === 1 ? 1 : a === null || b === null ? null : 0;
      t.same(
        threeWays(([x, y]) => and(x as Expr, y as Expr), [a, b]),
        answers(both),
        `${a} AND ${b}`,
      );
      t.same(
        threeWays(([x, y]) => or(x as Expr, y as Expr), [a, b]),
        answers(either),
        `${a} OR ${b}`,
      );
      for (const c of TRUTHS) {
        const all = [a, b, c].includes(0) ? 0 : [a, b, c].includes(null) ? null : 1;
        t.same(
          threeWays((operands) => and(...operands), [a, b, c]),
          answers(all),
          `${a} AND ${b} AND ${c}`,
        );
      }
    }
  }
});

const BLOB = new Uint8Array([0]);
const COMPARISONS: readonly (readonly [Value, Parameters<typeof compare>[1], Value, Value])[] = [
  [1, '=', 1, 1],
  [1, '=', real(1), 1],
  [real(1), '=', 1, 1],
  [2, '<>', 1, 1],
  [real(2), '<>', 2, 0],
  [1, '=', '1', 0],
  ['1', '=', 1, 0],
  [1, '<', 'a', 1],
  ['a', '<', BLOB, 1],
  ['a', '=', 'a', 1],
  ['a', '=', 'A', 0],
  ['a', '<>', 'b', 1],
  ['a', '<', 'b', 1],
  ['\u{10000}', '>', '\uffff', 1],
  [9007199254740993n, '=', 9007199254740992, 0],
  [9007199254740993n, '>', 9007199254740991, 1],
  [1.5, '<', 2, 1],
  [real(2), '<=', 2, 1],
  [2, '>=', real(2), 1],
  [3, '>', 3, 0],
  [null, '=', null, null],
  [null, '<>', 1, null],
  [1, '<', null, null],
  [null, 'is', null, 1],
  [1, 'is', null, 0],
  [null, 'is-not', 1, 1],
  [1, 'is', real(1), 1],
  ['x', '=', null, null],
  [null, '=', 'x', null],
  [null, '>', 5, null],
];

t.test('comparisons', async (t) => {
  for (const [a, op, b, expected] of COMPARISONS) {
    const name = `${typeof a} ${String(a)} ${op} ${String(b)}`;
    t.same(
      threeWays(([x, y]) => compare(x as Expr, op, y as Expr), [a, b]),
      answers(expected),
      name,
    );
    t.same(
      threeWays(([x]) => compare(x as Expr, op, b), [a]),
      answers(expected),
      `${name}, a constant`,
    );
  }
  t.same(
    threeWays(([x]) => compare(x as Expr, '=', 'ABC', 'nocase'), ['abc']),
    answers(1),
    'by another collation',
  );
  t.same(
    threeWays(([x]) => compare(x as Expr, '<>', 'ABC', 'nocase'), ['abc']),
    answers(0),
  );
});

const IN: readonly (readonly [Value, readonly Value[], Value])[] = [
  [3, [1, 2, 3], 1],
  [real(3), [1, 2, 3], 1],
  [3, [real(3)], 1],
  [3, [1, null], null],
  [1, [1, null], 1],
  [null, [1], null],
  [null, [], 0],
  [1, [], 0],
  ['a', ['a', 'b'], 1],
  ['A', ['a', 'b'], 0],
  ['1', [1], 0],
  [1, ['1', 1], 1],
  [9007199254740993n, [9007199254740993n], 1],
  [BLOB, [new Uint8Array([0])], 1],
];

t.test('IN a list', async (t) => {
  for (const [operand, items, expected] of IN) {
    const list =
      (negated: boolean, made: readonly Expr[]) =>
      (x: Expr): Expr => ({ kind: 'in-list', negated, operand: x, items: made, collation: 'binary' });
    const opposite = expected === null ? null : 1 - (expected as number);
    const name = `${String(operand)} in ${items.map(String).join()}`;
    const constants = items.map(lit);
    t.same(
      threeWays(([x]) => list(false, constants)(x as Expr), [operand]),
      answers(expected),
      name,
    );
    t.same(
      threeWays(([x]) => list(true, constants)(x as Expr), [operand]),
      answers(opposite),
      `not ${name}`,
    );
    t.same(
      threeWays(([x, ...rest]) => list(false, rest)(x as Expr), [operand, ...items]),
      answers(expected),
      `${name}, columns`,
    );
  }
  const nocase: Expr = {
    kind: 'in-list',
    negated: false,
    operand: lit('ABC'),
    items: [lit('abc')],
    collation: 'nocase',
  };
  t.equal(valueOf(nocase), 1, 'by another collation');
});

type Pattern = Extract<Expr, { kind: 'pattern' }>;
const pattern = (
  op: Pattern['op'],
  operand: Expr | Value,
  text: Expr | Value,
  escape?: Expr | Value,
  negated = false,
): Expr => ({
  kind: 'pattern',
  op,
  negated,
  operand: expr(operand),
  pattern: expr(text),
  ...(escape !== undefined && { escape: expr(escape) }),
});

t.test('LIKE, GLOB and REGEXP', async (t) => {
  const cases: readonly (readonly [Pattern['op'], Value, Value, Value, Value?])[] = [
    ['like', 'hello', 'H%', 1],
    ['like', 12, '1%', 1],
    ['like', null, '%', null],
    ['like', 'a', null, null],
    ['like', '50%', '50\\%', 1, '\\'],
    ['like', '505', '50\\%', 0, '\\'],
    ['like', 'a', 'a', null, null],
    ['glob', 'hello', 'h*', 1],
    ['glob', 'hello', 'H*', 0],
    ['regexp', 'hello', 'l+o$', 1],
    ['regexp', 'hello', '^l', 0],
  ];
  for (const [op, text, source, expected, ...escape] of cases) {
    const opposite = expected === null ? null : 1 - (expected as number);
    t.same(
      threeWays(([x]) => pattern(op, x as Expr, source, ...escape), [text]),
      answers(expected),
      `${text} ${op} ${source}`,
    );
    t.same(
      threeWays(([x, y]) => pattern(op, x as Expr, y as Expr, ...escape), [text, source]),
      answers(expected),
      'the pattern a column',
    );
    t.same(
      threeWays(([x]) => pattern(op, x as Expr, source, escape[0], true), [text]),
      answers(opposite),
      `not ${text} ${op} ${source}`,
    );
  }
  t.equal(valueOf(pattern('like', 'A', 'a'), { caseSensitiveLike: true }), 0, 'PRAGMA case_sensitive_like');
  t.throws(() => valueOf(pattern('like', 'a', 'a', 'xx')), { message: 'ESCAPE expression must be a single character' });
  t.throws(() => valueOf(pattern('regexp', 'a', '(')), { code: 'runtime' });
  const none = values(['x'], []);
  t.same(
    rowsOf(filter(none, pattern('regexp', of(none, 'x'), '('))),
    [],
    'a bad pattern that no row meets is no error',
  );
});

t.test('tests for null and for truth', async (t) => {
  const nullTest =
    (negated: boolean) =>
    (x: Expr): Expr => ({ kind: 'null-test', negated, operand: x });
  const truthTest =
    (negated: boolean, truth: boolean) =>
    (x: Expr): Expr => ({ kind: 'truth-test', negated, truth, operand: x });
  const ask = (test: (x: Expr) => Expr, value: Value): unknown => threeWays(([x]) => test(x as Expr), [value])[0];
  t.same([ask(nullTest(false), null), ask(nullTest(false), 0), ask(nullTest(true), 0)], [1, 0, 1]);
  t.same(
    [ask(truthTest(false, true), 2), ask(truthTest(true, true), null), ask(truthTest(false, false), 'a')],
    [1, 1, 1],
  );
  t.same([ask(truthTest(false, true), null), ask(truthTest(false, false), null)], [0, 0]);
  const text = values(['x'], [['1a'], ['abc'], ['0.5'], [null], [real(0)], [2n ** 60n]]);
  t.same(rowsOf(filter(text, of(text, 'x'))), [['1a'], ['0.5'], [2n ** 60n]], 'text is true by its number');
});

t.test('rows compare column by column', async (t) => {
  const rows = (op: Parameters<typeof compare>[1], a: readonly Value[], b: readonly Value[]): Expr => ({
    kind: 'row-compare',
    op,
    pairs: a.map((value, index) => compare(value, '=', b[index] as Value) as Extract<Expr, { kind: 'compare' }>),
  });
  const cases: readonly (readonly [Parameters<typeof compare>[1], readonly Value[], readonly Value[], Value])[] = [
    ['<', [1, null], [2, 1], 1],
    ['<', [1, null], [1, 1], null],
    ['=', [1, null], [1, 2], null],
    ['=', [1, null], [2, null], 0],
    ['=', [1, 2], [1, 2], 1],
    ['<>', [1, 2], [1, 3], 1],
    ['<=', [1, 2], [1, 2], 1],
    ['<', [1, 2], [1, 2], 0],
    ['>=', [2, 0], [1, 9], 1],
    ['is', [1, null], [1, null], 1],
    ['is-not', [1, null], [1, null], 0],
  ];
  for (const [op, a, b, expected] of cases)
    t.same(
      threeWays(() => rows(op, a, b), []),
      answers(expected),
      `${a} ${op} ${b}`,
    );
});

let calls = 0;
const counted = scalar({
  name: 'counted',
  description: '',
  args: ['any'],
  returns: 'any',
  volatile: true,
  nulls: 'seen',
  examples: [],
  call(value) {
    calls++;
    return value;
  },
});
const failing = scalar({
  name: 'failing',
  description: '',
  args: [],
  returns: 'any',
  examples: [],
  call(): Value {
    throw new Error('evaluated');
  },
});
const call = (fn: Extract<Expr, { kind: 'call' }>['fn'], ...args: (Expr | Value)[]): Expr => ({
  kind: 'call',
  fn,
  args: args.map(expr),
  collation: 'binary',
});
const lazy = (name: string): Extract<Expr, { kind: 'call' }>['fn'] =>
  scalar({
    name,
    description: '',
    args: ['any'],
    maxArgs: 9,
    nulls: 'seen',
    returns: 'any',
    examples: [],
    call: () => 'eager',
  });

t.test('only what is needed is evaluated', async (t) => {
  const boom = call(failing);
  t.throws(() => valueOf(boom), { message: 'evaluated' });
  t.equal(valueOf(call(lazy('coalesce'), null, 2, boom)), 2);
  t.equal(valueOf(call(lazy('ifnull'), 1, boom)), 1);
  t.equal(valueOf(call(lazy('iif'), 0, boom, 'no')), 'no');
  t.equal(valueOf(and(0, boom)), 0);
  t.equal(valueOf(or(1, boom)), 1);
  t.equal(
    valueOf({
      kind: 'case',
      arms: [
        { when: lit(0), then: boom },
        { when: lit(1), then: lit('one') },
      ],
      otherwise: boom,
    }),
    'one',
  );
  t.equal(valueOf({ kind: 'case', arms: [{ when: lit(null), then: boom }], otherwise: lit(null) }), null);
});

t.test('the base of CASE is evaluated once, with each arm its conversion', async (t) => {
  calls = 0;
  const base = call(counted, 2);
  const arm = (value: Value, then: Value) => ({
    when: compare({ kind: 'affinity', operand: base, affinity: 'text' }, '=', value),
    then: lit(then),
  });
  t.equal(
    valueOf({ kind: 'case', base, arms: [arm('1', 'a'), arm('3', 'b'), arm('2', 'c')], otherwise: lit('d') }),
    'c',
  );
  t.equal(calls, 1);
  const none: Expr = {
    kind: 'case',
    base: lit(null),
    arms: [{ when: compare(null, '=', null), then: lit(1) }],
    otherwise: lit(0),
  };
  t.equal(valueOf(none), 0, 'null matches nothing');
});

t.test('functions get their arguments converted, once bound', async (t) => {
  let bound = 0;
  const shown = scalar({
    name: 'shown',
    description: '',
    args: ['text', 'integer', 'real', 'numeric'],
    returns: 'text',
    examples: [],
    bind({ constants, nowMs, collation }) {
      bound++;
      return (...args) =>
        JSON.stringify([args.map((arg) => `${typeof arg} ${String(arg)}`), constants.length, nowMs, collation.name]);
    },
  });
  const rows = values(['x'], [[12], ['7.5x'], [null]]);
  const x = of(rows, 'x');
  const shownRows = rowsOf(project(rows, { value: call(shown, x, x, x, x) }), { nowMs: 5 });
  t.same(shownRows, [
    ['[["string 12","number 12","number 12","number 12"],4,5,"binary"]'],
    ['[["string 7.5x","number 7","number 7.5","number 7.5"],4,5,"binary"]'],
    [null],
  ]);
  t.equal(bound, 1);
  const constants = scalar({
    name: 'constants',
    description: '',
    args: ['text'],
    returns: 'text',
    examples: [],
    bind: (env) => () => String(env.constants[0]) + typeof env.constants[0],
  });
  t.equal(valueOf(call(constants, 5)), '5string', 'constants are converted too');
  t.equal(valueOf(call(constants, { kind: 'parameter', index: 1 }), { parameters: [1, 'two'] }), 'twostring');
});

t.test('the rest', async (t) => {
  t.equal(valueOf(arithmetic(9223372036854775807n, '+', 1)), 2 ** 63);
  t.equal(valueOf(arithmetic(7, '/', 2)), 3);
  t.equal(valueOf(arithmetic('a', '||', real(1))), 'a1.0');
  t.equal(valueOf({ kind: 'cast', operand: lit('12abc'), affinity: 'integer' }), 12);
  t.equal(valueOf({ kind: 'affinity', operand: lit('12'), affinity: 'numeric' }), 12);
  t.equal(valueOf({ kind: 'affinity', operand: lit('12'), affinity: 'real' }), 'r12');
  t.equal(valueOf({ kind: 'affinity', operand: lit(12), affinity: 'text' }), '12');
  t.equal(valueOf({ kind: 'unary', op: '-', operand: lit('5') }), -5);
  t.equal(valueOf({ kind: 'unary', op: '~', operand: lit(5) }), -6);
  t.equal(valueOf({ kind: 'parameter', index: 0 }), null, 'a parameter without value is null');
  const deep = Array.from({ length: 18 }).reduce<Expr>((inner) => not(or(inner, and(inner, 0))), lit(1));
  t.equal(valueOf(deep), 1, 'nested conditions compile once each');
});

t.test(
  'generated code computes once what a row needs twice, and a volatile call as often as it is written',
  async (t) => {
    const rows = values(
      ['a'],
      Array.from({ length: 10 }, (_, at) => [at]),
    );
    const times = (isVolatile: boolean): number => {
      const fn = isVolatile ? counted : scalar({ ...counted, name: 'settled', volatile: false });
      const doubled = arithmetic(call(fn, of(rows, 'a')), '*', 2);
      const plan = project(rows, {
        one: arithmetic(doubled, '+', 1),
        two: arithmetic(doubled, '-', 1),
        three: doubled,
      });
      calls = 0;
      t.same(rowsOf(plan, { warmRows: 0 })[3], [7, 5, 6]);
      return calls;
    };
    t.equal(times(false), 10);
    t.equal(times(true), 30);
  },
);
