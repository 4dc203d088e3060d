import type { Column } from '../expr.js';
import type { OptimizeOptions } from '../options.js';
import type { Plan } from '../plan.js';
import type { Shape } from '../shape.js';

/** One rewrite of a whole plan. With nothing to do it returns the very plan it was given; so it does with its own result. */
export interface Rule {
  readonly name: string;
  /** False where a plan made of such nodes and expressions has nothing for the rule: then it is not applied at all. */
  concerns(shape: Shape): boolean;
  apply(plan: Plan, context: RuleContext, shape: Shape): Plan;
}

export interface RuleContext {
  /** Ids for columns and key sets that no node has yet. */
  newId(): number;
  /** Columns that whoever reads the plan needs; all others may go. */
  readonly needed: ReadonlySet<number>;
  readonly options: OptimizeOptions;
}

/** A copy of a column under a fresh id. */
export const freshColumn = (context: RuleContext, column: Column): Column => ({ ...column, id: context.newId() });
