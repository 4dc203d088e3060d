import type { Expr } from '../expr.js';
import { type Join, outputColumns, type Plan, type ProjectItem } from '../plan.js';
import { columnExpr, mapInputs, mapNodeExprs, replaceColumns, replaceInPlan } from '../traverse.js';
import type { Rule } from './rule.js';

/**
 * (project over a join) join b => project over (the join join b): what a view or a subquery joins is joined with what
 * stands around it, in one order. Only names change hands that way, nothing that would be computed more often.
 */
export const pullProjections: Rule = {
  name: 'pull-projections',
  concerns: (shape) => shape.hasNode('join') && shape.hasNode('project'),
  apply: rewrite,
};

function rewrite(plan: Plan): Plan {
  const mapped = mapInputs(plan, rewrite);
  if (mapped.kind !== 'join' || mapped.type === 'full' || mapped.type === 'right') return mapped;
  const left = pulled(mapped.left);
  // A row of nulls in the place of a right side would be nulls below a projection, too; but there is nothing to order.
  const right = mapped.type === 'inner' ? pulled(mapped.right) : undefined;
  return left || right ? withoutProjections(mapped, [...(left ?? []), ...(right ?? [])], !!left, !!right) : mapped;
}

/** What a projection over a join puts out, where that is columns of the join alone. */
function pulled(side: Plan): readonly ProjectItem[] | undefined {
  if (side.kind !== 'project' || !isJoin(side.input)) return undefined;
  return side.items.every(({ expr }) => expr.kind === 'column') ? side.items : undefined;
}

const isJoin = (plan: Plan): boolean => plan.kind === 'join' || (plan.kind === 'filter' && isJoin(plan.input));

function withoutProjections(join: Join, items: readonly ProjectItem[], left: boolean, right: boolean): Plan {
  const replacement = new Map(items.map(({ column, expr }): [number, Expr] => [column.id, expr]));
  const replaced = mapNodeExprs(join, (expr) => replaceColumns(expr, replacement)) as Join; // it maps a join to a join
  const bare: Join = {
    ...replaced,
    // Arguments of functions read the other side.
    left: replaceInPlan(left ? below(join.left) : join.left, replacement),
    right: replaceInPlan(right ? below(join.right) : join.right, replacement),
  };
  return {
    kind: 'project',
    input: bare,
    items: outputColumns(join).map((column) => ({ column, expr: replacement.get(column.id) ?? columnExpr(column) })),
  };
}

const below = (plan: Plan): Plan => (plan.kind === 'project' ? plan.input : plan);
