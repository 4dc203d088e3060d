import fc, { type Arbitrary } from 'fast-check';
import type { Compound, From, ResultColumn, Select, SelectCore, Values, With } from '../../src/sql/parser/index.js';
import { anyName, few, just, node, qualified, span, tableName, windowName } from './names.js';
import { expr, orderTerm, window } from './trees-of-expressions.js';

/** Any query, its expressions and subqueries at most so many levels deep. */
export const select: (depth: number) => Arbitrary<Select> = fc.memo((depth) => {
  const e = expr(Math.max(1, depth - 1));
  const ordered = node({ orderBy: few(orderTerm(Math.max(1, depth - 1))) }, { limit: e });
  const tail = ordered.chain((of) => (of.limit === undefined ? just(of) : node({ ...constants(of) }, { offset: e })));
  const arm = fc.oneof({ weight: 3, arbitrary: core(depth) }, values(depth));
  // ORDER BY and LIMIT cannot follow VALUES.
  const body = fc.oneof(
    { weight: 3, arbitrary: fc.tuple(core(depth), tail) },
    fc.tuple(values(depth), just({ orderBy: [] })),
    fc.tuple(compound(arm, core(depth)), tail),
    fc.tuple(compound(arm, values(depth)), just({ orderBy: [] })),
  );
  return fc
    .tuple(node({ kind: just('select'), span: just(span) }, { with: withClause(depth) }), body)
    .map(([head, [of, rest]]) => ({ ...head, body: of, ...rest }));
});

const constants = <T extends object>(of: T): { [K in keyof T]: Arbitrary<T[K]> } =>
  Object.fromEntries(Object.entries(of).map(([key, value]) => [key, just(value)])) as {
    [K in keyof T]: Arbitrary<T[K]>;
  };

function compound(arm: Arbitrary<SelectCore | Values>, last: Arbitrary<SelectCore | Values>): Arbitrary<Compound> {
  const op = fc.constantFrom('union', 'union all', 'intersect', 'except');
  return fc.tuple(few(fc.tuple(arm, op), 1), last).map(([pairs, end]) => ({
    kind: 'compound',
    span,
    arms: [...pairs.map(([of]) => of), end],
    ops: pairs.map(([, of]) => of),
  }));
}

function core(depth: number): Arbitrary<SelectCore> {
  const e = expr(Math.max(1, depth - 1));
  return node(
    {
      kind: just('core'),
      span: just(span),
      distinct: fc.boolean(),
      columns: resultColumns(depth - 1),
      groupBy: few(e),
      windows: few(node({ name: windowName, window: window(Math.max(1, depth - 2)) }), 0, 1),
    },
    { from: from(depth - 1), where: e, having: e },
  );
}

const values = (depth: number): Arbitrary<Values> =>
  node({ kind: just('values'), span: just(span), rows: few(few(expr(Math.max(1, depth - 1)), 1), 1) });

export const resultColumns = (depth: number): Arbitrary<ResultColumn[]> =>
  few(
    fc.oneof(
      node({ kind: just('star'), span: just(span) }, { table: tableName }),
      node(
        { kind: just('expr'), span: just(span), expr: expr(Math.max(1, depth)), text: just('') },
        { alias: anyName },
      ),
    ),
    1,
  );

export const withClause = (depth: number): Arbitrary<With> =>
  depth <= 1
    ? just({ recursive: true, ctes: [tiny], span })
    : node({ recursive: fc.boolean(), span: just(span), ctes: few(cte(depth - 1), 1, 2) });

const cte = (depth: number): Arbitrary<With['ctes'][number]> =>
  node(
    { name: anyName, span: just(span), select: select(depth) },
    { columns: few(anyName, 1), materialized: fc.boolean() },
  );

const tiny = {
  name: { name: 'x', quote: '', span },
  span,
  select: {
    kind: 'select',
    span,
    body: { kind: 'values', span, rows: [[{ kind: 'literal', span, value: 1 }]] },
    orderBy: [],
  },
} as const;

/** Any FROM: joins of joins, on either side. */
export const from: (depth: number) => Arbitrary<From> = fc.memo((depth) => {
  const e = expr(Math.max(1, depth - 1));
  const table = fc.oneof(
    node(
      { kind: just('table'), span: just(span), table: qualified },
      { alias: anyName, indexedBy: fc.oneof(anyName, just(false as const)) },
    ),
    node({ kind: just('table'), span: just(span), table: qualified, args: few(e) }, { alias: anyName }),
  );
  if (depth <= 1) return table;
  return fc.oneof(
    { weight: 2, arbitrary: table },
    node({ kind: just('select-from'), span: just(span), select: select(depth - 1) }, { alias: anyName }),
    join(depth - 1),
  );
});

function join(depth: number): Arbitrary<From> {
  const kind = fc.oneof(
    just({ type: 'comma', natural: false } as const),
    node({ type: fc.constantFrom('inner', 'cross', 'left', 'right', 'full'), natural: fc.boolean() }),
  );
  const condition = fc.oneof(just({}), node({ on: expr(Math.max(1, depth)) }), node({ using: few(anyName, 1) }));
  const sides = node(
    { kind: just('join'), span: just(span), left: from(depth), right: from(depth) },
    { alias: anyName },
  );
  return fc.tuple(sides, kind, condition).map(([of, how, where]) => ({ ...of, ...how, ...where }));
}
