import { type Span, SqlError } from '../../../core/index.js';
import type * as ast from '../../parser/index.js';
import type { Column, Expr } from '../expr.js';
import { outputColumns, type Plan } from '../plan.js';
import { bindCompound } from './compound.js';
import type { BindContext } from './context.js';
import { bindCore } from './core.js';
import { openCtes } from './ctes.js';
import { limited } from './limit.js';
import type { CteScope, Scope } from './scope.js';
import { NO_CTES } from './scope.js';
import { bindValues } from './values.js';

/** A bound SELECT: its plan, and the names of its result columns in order. */
export interface BoundSelect {
  readonly plan: Plan;
  readonly columns: readonly Column[];
}

/** A whole SELECT: common table expressions, body, ORDER BY, LIMIT. `outer` is the query around a subquery. */
export function bindSelect(
  context: BindContext,
  select: ast.Select,
  ctes: CteScope,
  outer: Scope | undefined,
): BoundSelect {
  const inner = openCtes(select.with, ctes, outer);
  const { body } = select;
  switch (body.kind) {
    case 'core':
      return bindCore(context, body, select, inner, outer);
    case 'values':
      return finished(limited(context, bindValues(context, body, select, inner, outer), select, inner, outer));
    case 'compound':
      return finished(limited(context, bindCompound(context, body, select, inner, outer), select, inner, outer));
  }
}

const finished = (plan: Plan): BoundSelect => ({ plan, columns: outputColumns(plan) });

/** A subquery in an expression of `scope`: it sees the scope's columns and common table expressions. */
export const bindSubquery = (context: BindContext, scope: Scope | undefined, select: ast.Select): BoundSelect =>
  bindSelect(context, select, scope?.ctes ?? NO_CTES, scope);

/** `(SELECT x …)` as a value: its first row's only column, null where there is no row. */
export function scalarSubquery(context: BindContext, scope: Scope | undefined, select: ast.Select, span: Span): Expr {
  const { plan, columns } = bindSubquery(context, scope, select);
  if (columns.length !== 1)
    throw new SqlError('misuse', `sub-select returns ${columns.length} columns - expected 1`, span);
  return { kind: 'scalar-subquery', subquery: { plan } };
}

/** One column of a subquery that stands for a row. */
export function columnOfSubquery(context: BindContext, plan: Plan, index: number): Expr {
  const column = outputColumns(plan)[index] as Column; // callers count them
  const expr: Expr = { kind: 'column', column };
  return {
    kind: 'scalar-subquery',
    subquery: {
      plan: { kind: 'project', input: plan, items: [{ column: context.columnFor(expr, column.name), expr }] },
    },
  };
}
