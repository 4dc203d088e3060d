import { Bug, SqlError } from '../../core/index.js';
import { mapChangePlans } from './change-exprs.js';
import type { Column, Expr } from './expr.js';
import { inGivenOrder, NO_OPTIONS, type OptimizeOptions } from './options.js';
import { outputColumns, type Plan, type Query } from './plan.js';
import { decorrelate } from './rules/decorrelate.js';
import { factorOr } from './rules/factor-or.js';
import { firstEntry } from './rules/first-entry.js';
import { firstOfEach } from './rules/first-of-each.js';
import { foldConstants } from './rules/fold-constants.js';
import { groupInOrder } from './rules/group-in-order.js';
import { implyOr } from './rules/imply-or.js';
import { inlineShared } from './rules/inline-shared.js';
import { lateColumns } from './rules/late-columns.js';
import { mergeProjections } from './rules/merge-projections.js';
import { orToIn } from './rules/or-to-in.js';
import { orderPredicates } from './rules/order-predicates.js';
import { outerToAnti } from './rules/outer-to-anti.js';
import { planJoins } from './rules/plan-joins.js';
import { pruneColumns } from './rules/prune-columns.js';
import { pullProjections } from './rules/pull-projections.js';
import { pushLimit } from './rules/push-limit.js';
import { pushPredicates } from './rules/push-predicates.js';
import type { Rule, RuleContext } from './rules/rule.js';
import { simplifyOuterJoin } from './rules/simplify-outer-join.js';
import { transitiveEquality } from './rules/transitive-equality.js';
import { useOrder } from './rules/use-order.js';
import { Shape } from './shape.js';
import { freeColumns, mapInputs, mapNodeExprs, mapOperands, outputIds } from './traverse.js';

/** Every rewrite, in order. */
export const RULES: readonly Rule[] = [
  foldConstants,
  factorOr,
  implyOr,
  orToIn,
  // Subqueries that become joins take part in all that follows.
  decorrelate,
  pushPredicates,
  // Joins in views and subqueries take part in those around them.
  pullProjections,
  // Predicates now stand right above the joins they could not pass.
  simplifyOuterJoin,
  outerToAnti,
  pushPredicates,
  transitiveEquality,
  // Costs depend on the columns a scan reads, so they go before joins are planned,
  pruneColumns,
  planJoins,
  // and once more after: a predicate that became an exact lookup reads its column no longer.
  pruneColumns,
  mergeProjections,
  // How rows are found stands now.
  useOrder,
  groupInOrder,
  firstEntry,
  firstOfEach,
  orderPredicates,
  lateColumns,
  // Scans that check rows give as many as they are asked for.
  pushLimit,
];

/**
 * The plan to run: rules applied to the query, its shared plans and its subqueries.
 * @param fired collects the names of rules that changed something
 * @param options what to do without, for comparisons
 * @throws SqlError where no join order binds the keys that a table requires
 */
export function optimize(query: Query, fired?: Set<string>, options: OptimizeOptions = NO_OPTIONS): Query {
  const inlined = options.without?.has('inline-shared')
    ? query
    : inlineShared(query, (plan) => canRun(plan, query.nextId, options));
  if (inlined !== query) fired?.add('inline-shared');
  let { nextId } = inlined;
  const newId = (): number => nextId++;
  const whole = (plan: Plan): Plan => optimizePlan(plan, { newId, needed: outputIds(plan), options }, fired);
  const shared = inlined.shared.map(whole);
  const plan = whole(inlined.plan);
  const change = inlined.change && mapChangePlans(inlined.change, whole);
  return { ...inlined, plan, shared, ...(change && { change }), nextId };
}

/** No table in it lacks a key that it requires. */
function canRun(plan: Plan, nextId: number, options: OptimizeOptions): boolean {
  let id = nextId;
  try {
    optimizePlan(plan, { newId: () => id++, needed: outputIds(plan), options });
    return true;
  } catch (error) {
    if (error instanceof SqlError && error.code === 'required-column') return false;
    throw error;
  }
}

function optimizePlan(plan: Plan, context: RuleContext, fired?: Set<string>): Plan {
  const before = outputColumns(plan).filter((column) => context.needed.has(column.id));
  const { without, joinOrder } = context.options;
  /** What each rule made of the plan; one that stands in the list again has nothing to do with that. */
  const results: Plan[] = [];
  let current = plan;
  let shape = new Shape(plan);
  for (let index = 0; index < RULES.length; index++) {
    const rule = RULES[index] as Rule; // within bounds, as its earlier place
    const earlier = EARLIER[index] as number;
    if (joinOrder && rule === planJoins) current = inGivenOrder(current, joinOrder);
    const mayChange = (earlier < 0 || results[earlier] !== current) && !without?.has(rule.name);
    if (mayChange && rule.concerns(shape)) {
      const next = rule.apply(current, context, shape);
      if (next !== current) {
        fired?.add(rule.name);
        refuseLoss(rule, before, next);
        if (fired) refuseUnknown(rule, current, next);
        current = next;
        shape = new Shape(next);
      }
    }
    results.push(current);
  }
  return shape.hasSubquery ? optimizeSubqueries(current, context, fired) : current;
}

/** Where each rule stands in the list before; -1 for the first time. */
const EARLIER = RULES.map((rule, index) => RULES.slice(0, index).lastIndexOf(rule));

function refuseLoss(rule: Rule, before: readonly Column[], after: Plan): void {
  const columns = outputColumns(after);
  const lost = before.find(({ id }) => !columns.some((column) => column.id === id));
  if (lost) throw new Bug(`rule ${rule.name} lost the column ${lost.name}`);
}

/** Whoever asks which rules fired also wants them watched: a column must not be read where nobody puts it out any more. */
function refuseUnknown(rule: Rule, before: Plan, after: Plan): void {
  const known = new Set(freeColumns(before).map(({ id }) => id));
  const unknown = freeColumns(after).find(({ id }) => !known.has(id));
  if (unknown) throw new Bug(`after rule ${rule.name} nothing puts out the column ${unknown.name}`);
}

/** Subqueries come last: rules on the outer plan may still have moved columns into them. */
function optimizeSubqueries(plan: Plan, context: RuleContext, fired: Set<string> | undefined): Plan {
  const inner = (subplan: Plan): Plan => optimizePlan(subplan, { ...context, needed: outputIds(subplan) }, fired);
  const inExpr = (expr: Expr): Expr => {
    const existence = expr.kind === 'exists';
    const optimized = existence
      ? (subplan: Plan) => optimizePlan(subplan, { ...context, needed: new Set() }, fired)
      : inner;
    return mapOperands(expr, inExpr, optimized);
  };
  return mapNodeExprs(
    mapInputs(plan, (input) => optimizeSubqueries(input, context, fired)),
    inExpr,
    inner,
  );
}
