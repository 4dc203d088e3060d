import { SqlError } from '../../../core/index.js';
import type * as ast from '../../parser/index.js';
import { type Column, type Expr, type SortTerm, TYPE } from '../expr.js';
import { outputColumns, type Plan } from '../plan.js';
import type { BindContext } from './context.js';
import { collationNamed } from './expressions.js';
import { bindSortTerm, ordinal, ordinalOf } from './order.js';
import type { CteScope, Scope } from './scope.js';
import { bindSelect } from './select.js';

const NUMERIC = new Set(['integer', 'real', 'numeric']);

/** UNION, INTERSECT, EXCEPT: left to right, one precedence; ORDER BY belongs to the whole (sql.md 2.17). */
export function bindCompound(
  context: BindContext,
  compound: ast.Compound,
  select: ast.Select,
  ctes: CteScope,
  outer: Scope | undefined,
): Plan {
  if (compound.arms.length > 500) throw new SqlError('limit', 'too many terms in compound SELECT', compound.span);
  const arms = compound.arms.map((arm) => bindArm(context, arm, ctes, outer));
  let plan = arms[0] as Plan; // the grammar gives two arms or more
  compound.ops.forEach((op, index) => {
    const arm = compound.arms[index + 1] ?? compound;
    plan = combine(context, op, plan, arms[index + 1] as Plan, arm);
  });
  if (select.orderBy.length === 0) return plan;
  return { kind: 'sort', input: plan, terms: bindOrder(select.orderBy, plan, compound, arms) };
}

export const bindArm = (context: BindContext, body: ast.SelectBody, ctes: CteScope, outer: Scope | undefined): Plan =>
  bindSelect(context, { kind: 'select', span: body.span, body, orderBy: [] }, ctes, outer).plan;

/** Two arms under one operator. Neighbouring UNION ALLs become one node. */
export function combine(context: BindContext, op: ast.CompoundOp, left: Plan, right: Plan, at: ast.SelectBody): Plan {
  const lefts = outputColumns(left);
  const rights = outputColumns(right);
  if (lefts.length !== rights.length) throw unequalWidths(op, lefts.length, rights.length, at);
  const columns = lefts.map((column, index) => merged(context, column, rights[index] as Column));
  if (op !== 'union all') return { kind: 'set-operation', op, left, right, columns };
  const inputs = left.kind === 'union-all' ? [...left.inputs, right] : [left, right];
  return { kind: 'union-all', inputs, columns };
}

/** @param at the arm to the right */
export function unequalWidths(op: ast.CompoundOp, left: number, right: number, at: ast.SelectBody): SqlError {
  const message =
    at.kind === 'values'
      ? 'all VALUES must have the same number of terms'
      : `SELECTs to the left and right of ${op.toUpperCase()} do not have the same number of result columns`;
  return new SqlError('misuse', message, at.span, `the left side gives ${left}, the right side ${right}`);
}

/** The left arm's name and affinity; none where the other arm can give the opposite class (sql.md 2.4). */
function merged(context: BindContext, left: Column, right: Column): Column {
  const textual = TYPE.text | TYPE.blob;
  const numeric = TYPE.integer | TYPE.real;
  const opposite =
    left.affinity === 'text'
      ? right.types & numeric && right.affinity !== 'text'
      : NUMERIC.has(left.affinity) && right.types & textual && !NUMERIC.has(right.affinity);
  return context.newColumn(left.name, {
    affinity: opposite ? 'blob' : left.affinity,
    collation: hasCollation(left) ? left.collation : right.collation,
    types: left.types | right.types,
    declared: left.declared,
  });
}

/** Columns always have a collation, BINARY too; computed values, which have no affinity, have none. */
const hasCollation = ({ affinity, collation }: Column): boolean => affinity !== 'none' || collation !== 'binary';

/** A term is an ordinal, or names or repeats a result column of any arm. */
function bindOrder(
  orderBy: readonly ast.OrderTerm[],
  plan: Plan,
  compound: ast.Compound,
  arms: readonly Plan[],
): SortTerm[] {
  const columns = outputColumns(plan);
  return orderBy.map((term, index) => {
    const position = ordinalOf(term.expr);
    if (position !== undefined && (position < 1 || position > columns.length)) {
      throw new SqlError(
        'misuse',
        `${ordinal(index + 1)} ORDER BY term out of range - should be between 1 and ${columns.length}`,
        term.span,
      );
    }
    const at = position === undefined ? matchingColumn(term.expr, compound, arms) : position - 1;
    const column = columns[at];
    if (!column)
      throw new SqlError(
        'misuse',
        `${ordinal(index + 1)} ORDER BY term does not match any column in the result set`,
        term.span,
      );
    const expr: Expr = { kind: 'column', column };
    const collated: Expr =
      term.expr.kind === 'collate'
        ? { kind: 'collate', operand: expr, collation: collationNamed(term.expr.collation) }
        : expr;
    return bindSortTerm(term, collated);
  });
}

function matchingColumn(expr: ast.Expr, compound: ast.Compound, arms: readonly Plan[]): number {
  if (expr.kind === 'collate') return matchingColumn(expr.operand, compound, arms);
  const key = astKey(expr);
  for (const [index, arm] of compound.arms.entries()) {
    const names = outputColumns(arms[index] as Plan).map((column) => column.name.toLowerCase());
    if (expr.kind === 'name' && !expr.table) {
      const named = names.indexOf(expr.column.name.toLowerCase());
      if (named >= 0) return named;
    }
    if (arm.kind !== 'core' || arm.columns.some((column) => column.kind === 'star')) continue;
    const same = arm.columns.findIndex((column) => column.kind === 'expr' && astKey(column.expr) === key);
    if (same >= 0) return same;
  }
  return -1;
}

/** Equal text, equal syntax: spans and letter case of names do not count. */
export function astKey(expr: ast.Expr): string {
  return JSON.stringify(expr, (name, value: unknown) => {
    if (name === 'span' || name === 'quote' || name === 'text') return undefined;
    if (name === 'name' && typeof value === 'string') return value.toLowerCase();
    return typeof value === 'bigint' ? `${value}n` : value;
  });
}
