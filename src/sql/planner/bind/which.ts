import { SqlError } from '../../../core/index.js';
import { keyTerms, rowidSlot, type TableSchema } from '../../../store/index.js';
import type * as ast from '../../parser/index.js';
import type { Expr } from '../expr.js';
import type { Plan, ProjectItem } from '../plan.js';
import type { BindContext } from './context.js';
import { bindExpr } from './expressions.js';
import { limited } from './limit.js';
import { bindSortTerm } from './order.js';
import type { Scope } from './scope.js';

/** The rows that UPDATE and DELETE are about: WHERE, ORDER BY, LIMIT over what FROM gave. */
export function chosenRows(context: BindContext, scope: Scope, statement: ast.Update | ast.Delete): Plan {
  const { where, orderBy, limit } = statement;
  let plan: Plan = scope.from.plan;
  if (where) plan = { kind: 'filter', input: plan, predicate: bindExpr(context, scope, where) };
  if (orderBy.length === 0 && !limit) return plan;
  if (!limit)
    throw new SqlError('misuse', `ORDER BY without LIMIT on ${statement.kind.toUpperCase()}`, orderBy[0]?.span);
  const terms = orderBy.map((term) => bindSortTerm(term, bindExpr(context, scope, term.expr)));
  if (terms.length > 0) plan = { kind: 'sort', input: plan, terms };
  return limited(context, plan, statement, scope.ctes, undefined);
}

/** The columns that tell a row of the table from all others, as a projection puts them out. */
export function keyItems(context: BindContext, table: TableSchema, slots: readonly Expr[]): ProjectItem[] {
  return keyTerms(table).map(({ slot }) => {
    const expr = slots[slot === rowidSlot(table) ? (table.rowidColumn ?? slot) : slot] as Expr; // a slot of the table
    return { expr, column: context.columnFor(expr, expr.kind === 'column' ? expr.column.name : 'key') };
  });
}
