import fc, { type Arbitrary } from 'fast-check';
import { INT64_MAX, INT64_MIN, type Real, real, type Value } from '../../src/core/index.js';
import type { CallExpr, Expr, Frame, FrameBound, OrderTerm, Select, WindowSpec } from '../../src/sql/parser/index.js';
import {
  anyName,
  anyText,
  collation,
  columnName,
  few,
  just,
  node,
  qualified,
  span,
  tableName,
  typeName,
  windowName,
} from './names.js';
import { select } from './trees-of-queries.js';

// -------------------------------------------------------------- expressions

const value: Arbitrary<Value> = fc.oneof(
  just(null),
  fc.maxSafeNat(),
  fc.bigInt({ min: 2n ** 53n, max: INT64_MAX }),
  just(INT64_MIN),
  fc.double({ min: 0, noNaN: true }).map((number) => real(number) as number | Real),
  anyText,
  fc.uint8Array({ maxLength: 4 }),
);

const name = fc.oneof(
  node({ kind: just('name'), span: just(span), column: columnName }),
  node({ kind: just('name'), span: just(span), table: tableName, column: anyName }),
  node({ kind: just('name'), span: just(span), schema: tableName, table: anyName, column: anyName }),
);

const leaf: Arbitrary<Expr> = fc.oneof(
  { weight: 3, arbitrary: name },
  { weight: 3, arbitrary: value.map((of) => ({ kind: 'literal' as const, span, value: of })) },
  node({
    kind: just('parameter'),
    span: just(span),
    text: fc.constantFrom('?', '?1', '?250000', ':a', '@b', '$c', '$d::e(f)'),
  }),
  node({ kind: just('current'), span: just(span), what: fc.constantFrom('date', 'time', 'timestamp') }),
  just({ kind: 'raise', span, action: 'ignore' } as const),
);

/** Any expression, its operands at most so many levels deep. */
export const expr: (depth: number) => Arbitrary<Expr> = fc.memo((depth) => (depth <= 1 ? leaf : branch(depth - 1)));

function branch(depth: number): Arbitrary<Expr> {
  const e = expr(depth);
  const shared = { span: just(span) };
  const negatable = { ...shared, negated: fc.boolean(), operand: e };
  return fc.oneof(
    { weight: 4, arbitrary: leaf },
    node({ kind: just('unary'), ...shared, op: fc.constantFrom('-', '+', '~', 'not'), operand: e }),
    { weight: 3, arbitrary: node({ kind: just('binary'), ...shared, op: binaryOp, left: e, right: e }) },
    {
      weight: 2,
      arbitrary: node({ kind: just('logical'), ...shared, op: fc.constantFrom('and', 'or'), terms: few(e, 2) }),
    },
    node({ kind: just('is'), ...shared, negated: fc.boolean(), left: e, right: e }),
    node({ kind: just('null-test'), ...negatable }),
    node({ kind: just('between'), ...negatable, low: e, high: e }),
    node({ kind: just('in'), ...negatable, set: inSet(depth) }),
    node(
      { kind: just('like'), ...negatable, op: fc.constantFrom('like', 'glob', 'regexp', 'match'), pattern: e },
      { escape: e },
    ),
    node({ kind: just('collate'), ...shared, operand: e, collation }),
    node({ kind: just('cast'), ...shared, operand: e, type: typeName }),
    node({ kind: just('case'), ...shared, arms: few(node({ when: e, then: e }), 1) }, { base: e, otherwise: e }),
    node({ kind: just('exists'), ...shared, select: select(depth) }),
    node({ kind: just('subquery'), ...shared, select: select(depth) }),
    node({ kind: just('row'), ...shared, items: few(e, 2) }),
    node({ kind: just('raise'), ...shared, action: fc.constantFrom('rollback', 'abort', 'fail'), message: e }),
    call(depth),
  );
}

const binaryOp = fc.constantFrom(
  '||',
  '->',
  '->>',
  '*',
  '/',
  '%',
  '+',
  '-',
  '&',
  '|',
  '<<',
  '>>',
  '<',
  '<=',
  '>',
  '>=',
  '=',
  '<>',
) satisfies Arbitrary<string>;

function inSet(depth: number): Arbitrary<Extract<Expr, { kind: 'in' }>['set']> {
  return fc.oneof(
    node({ kind: just('list'), items: few(expr(depth)) }),
    node({ kind: just('select'), select: select(depth) as Arbitrary<Select> }),
    node({ kind: just('table'), table: qualified }, { args: few(expr(depth)) }),
  );
}

function call(depth: number): Arbitrary<CallExpr> {
  const e = expr(depth);
  const inside = fc.oneof(
    just({ args: '*', distinct: false, orderBy: [] } as const),
    node({ args: just([]), distinct: fc.boolean(), orderBy: just([]) }),
    node({ args: few(e, 1), distinct: fc.boolean(), orderBy: few(orderTerm(depth)) }),
  );
  const rest = node(
    { kind: just('call'), span: just(span), name: columnName },
    { filter: e, over: fc.oneof(windowName, window(depth)) },
  );
  return fc.tuple(rest, inside).map(([head, body]) => ({ ...head, ...body }));
}

export const orderTerm = (depth: number): Arbitrary<OrderTerm> =>
  node({ expr: expr(depth), descending: fc.boolean(), span: just(span) }, { nulls: fc.constantFrom('first', 'last') });

export const window = (depth: number): Arbitrary<WindowSpec> =>
  node(
    { kind: just('window'), span: just(span), partitionBy: few(expr(depth)), orderBy: few(orderTerm(depth)) },
    { base: windowName, frame: frame(depth) },
  );

function frame(depth: number): Arbitrary<Frame> {
  const offset = expr(depth);
  const preceding: Arbitrary<FrameBound> = node({ kind: just('preceding'), offset });
  const following: Arbitrary<FrameBound> = node({ kind: just('following'), offset });
  const current: Arbitrary<FrameBound> = just({ kind: 'current-row' });
  const first: Arbitrary<FrameBound> = just({ kind: 'unbounded-preceding' });
  const last: Arbitrary<FrameBound> = just({ kind: 'unbounded-following' });
  // A frame that ends before it starts is refused.
  const bounds = fc.oneof(
    fc.tuple(fc.oneof(first, preceding), fc.oneof(preceding, current, following, last)),
    fc.tuple(current, fc.oneof(current, following, last)),
    fc.tuple(following, fc.oneof(following, last)),
  );
  return fc
    .tuple(
      bounds,
      fc.constantFrom('rows', 'range', 'groups'),
      fc.constantFrom('no-others', 'current-row', 'group', 'ties'),
    )
    .map(([[start, end], unit, exclude]) => ({ unit, start, end, exclude }));
}
