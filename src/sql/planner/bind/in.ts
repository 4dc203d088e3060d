import { type Affinity, type CollationName, SqlError } from '../../../core/index.js';
import type * as ast from '../../parser/index.js';
import type { Expr } from '../expr.js';
import { outputColumns, type Plan } from '../plan.js';
import { affinityOf, collationOf, comparisonAffinities, converted } from '../typing.js';
import type { BindContext } from './context.js';
import { bindExpr } from './expressions.js';
import { bindRowCompare, rowItems, rowWidth } from './rows.js';
import type { Scope } from './scope.js';
import { bindSubquery } from './select.js';

/** `x IN (…)`: a list, a subquery, or a table (sql.md 2.5, 2.8, 2.11). */
export function bindIn(context: BindContext, scope: Scope | undefined, expr: ast.InExpr): Expr {
  switch (expr.set.kind) {
    case 'list':
      return rowWidth(expr.operand) > 1
        ? bindRowList(context, scope, expr, expr.set.items)
        : bindList(context, scope, expr, expr.set.items);
    case 'select':
      return bindInSelect(context, scope, expr, expr.set.select);
    case 'table':
      return bindInSelect(context, scope, expr, selectAll(expr.set.table, expr.set.args, expr.span));
  }
}

/**
 * The left side's affinity goes to every item; the items' own affinities count for nothing. REAL makes numbers of
 * texts and leaves integers exact (SQLite: sqlite3CodeRhsOfIN).
 */
function bindList(context: BindContext, scope: Scope | undefined, expr: ast.InExpr, items: readonly ast.Expr[]): Expr {
  const operand = bindExpr(context, scope, expr.operand);
  const own = affinityOf(operand);
  const affinity = own === 'real' ? 'numeric' : own;
  return {
    kind: 'in-list',
    negated: expr.negated,
    operand,
    items: items.map((item) => {
      if (item.kind === 'row') throw new SqlError('misuse', 'row value misused', item.span);
      return converted(bindExpr(context, scope, item), affinity);
    }),
    collation: collationOf(operand),
  };
}

/** `(a, b) IN ((1, 2), (3, 4))` is a chain of row comparisons. */
function bindRowList(
  context: BindContext,
  scope: Scope | undefined,
  expr: ast.InExpr,
  items: readonly ast.Expr[],
): Expr {
  const width = rowWidth(expr.operand);
  for (const item of items) {
    const terms = rowWidth(item);
    if (terms !== width)
      throw new SqlError(
        'misuse',
        `IN(...) element has ${terms} term${terms === 1 ? '' : 's'} - expected ${width}`,
        item.span,
      );
  }
  if (items.length === 0) return { kind: 'literal', value: expr.negated ? 1 : 0 };
  const any: Expr = {
    kind: 'logical',
    op: 'or',
    terms: items.map((item) => bindRowCompare(context, scope, '=', expr.operand, item)),
  };
  return expr.negated ? { kind: 'not', operand: any } : any;
}

function bindInSelect(context: BindContext, scope: Scope | undefined, expr: ast.InExpr, select: ast.Select): Expr {
  const operands = rowItems(context, scope, expr.operand);
  const { plan } = bindSubquery(context, scope, select);
  const columns = outputColumns(plan);
  if (columns.length !== operands.length) {
    throw new SqlError(
      'misuse',
      `sub-select returns ${columns.length} columns - expected ${operands.length}`,
      expr.span,
    );
  }
  const conversions = operands.map((operand, index) =>
    setAffinities(affinityOf(operand), columns[index]?.affinity ?? 'none'),
  );
  const collations: CollationName[] = operands.map((operand) => collationOf(operand));
  return {
    kind: 'in-subquery',
    negated: expr.negated,
    operands: operands.map((operand, index) => converted(operand, conversions[index]?.left)),
    subquery: {
      plan: convertColumns(
        context,
        plan,
        conversions.map((conversion) => conversion.right),
      ),
    },
    collations,
  };
}

/** As in a comparison, but REAL against no affinity makes both sides REAL: 2^53 + 1 then equals 2^53. */
function setAffinities(left: Affinity, right: Affinity): ReturnType<typeof comparisonAffinities> {
  const isReal = (left === 'real' && right === 'none') || (left === 'none' && right === 'real');
  return isReal ? { left: 'real', right: 'real' } : comparisonAffinities(left, right);
}

/** A projection that converts the subquery's columns as the comparison asks; the plan itself where none does. */
function convertColumns(
  context: BindContext,
  plan: Plan,
  affinities: readonly Parameters<typeof converted>[1][],
): Plan {
  const columns = outputColumns(plan);
  const exprs = columns.map((column, index) => converted({ kind: 'column', column }, affinities[index]));
  if (exprs.every((expr) => expr.kind === 'column')) return plan;
  return {
    kind: 'project',
    input: plan,
    items: exprs.map((expr, index) => ({ expr, column: context.columnFor(expr, columns[index]?.name ?? '') })),
  };
}

function selectAll(
  table: ast.QualifiedName,
  args: readonly ast.Expr[] | undefined,
  span: ast.Expr['span'],
): ast.Select {
  return {
    kind: 'select',
    span,
    orderBy: [],
    body: {
      kind: 'core',
      span,
      distinct: false,
      columns: [{ kind: 'star', span }],
      from: { kind: 'table', span, table, ...(args && { args }) },
      groupBy: [],
      windows: [],
    },
  };
}
