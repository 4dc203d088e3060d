import { SqlError } from '../../../core/index.js';
import type * as ast from '../../parser/index.js';
import type { AggregateCall, Expr } from '../expr.js';
import type { Plan, ProjectItem } from '../plan.js';
import { exprKey, freeColumns, mapOperands, outputIds, replaceInPlan } from '../traverse.js';
import type { BindContext } from './context.js';
import { bindExpr } from './expressions.js';
import { ordinal, ordinalOf } from './order.js';
import { misusedWindow, type Scope } from './scope.js';

const groupedAggregate = () => 'aggregate functions are not allowed in the GROUP BY clause';

/** GROUP BY terms: ordinals of result columns, aliases (a real column wins), or any expression. */
export function bindGroupBy(
  context: BindContext,
  scope: Scope,
  groupBy: readonly ast.Expr[],
  items: readonly { readonly expr: Expr }[],
): Expr[] {
  if (groupBy.length === 0) return [];
  const calls = new Set(scope.aggregates.map((call) => call.column.id));
  scope.noAggregate = groupedAggregate;
  scope.noWindow = misusedWindow;
  const groups = groupBy.map((term, index) => {
    const position = ordinalOf(term);
    if (position === undefined) return bindExpr(context, scope, term);
    const item = items[position - 1];
    if (!item)
      throw new SqlError(
        'misuse',
        `${ordinal(index + 1)} GROUP BY term out of range - should be between 1 and ${items.length}`,
        term.span,
      );
    if (item.expr.kind === 'column' && calls.has(item.expr.column.id))
      throw new SqlError('misuse', groupedAggregate(), term.span, `column ${position} of the result is an aggregate`);
    return item.expr;
  });
  scope.noAggregate = undefined;
  scope.noWindow = undefined;
  return groups;
}

/**
 * The aggregate node of one SELECT. Expressions bound over the rows of FROM are rewritten to read what it puts out:
 * group keys, calls, and bare columns, which it collects as it meets them.
 */
export class Grouping {
  readonly #groups: readonly ProjectItem[];
  readonly #byKey = new Map<string, ProjectItem>();
  readonly #inputIds: ReadonlySet<number>;
  readonly #bare = new Map<number, ProjectItem>();

  constructor(
    private readonly context: BindContext,
    private readonly input: Plan,
    groups: readonly Expr[],
    private readonly calls: readonly AggregateCall[],
  ) {
    this.#inputIds = outputIds(input);
    this.#groups = groups.map((expr) => ({
      expr,
      column: context.columnFor(
        expr,
        expr.kind === 'column' ? expr.column.name : 'group',
        expr.kind === 'column' ? expr.column.table : undefined,
      ),
    }));
    for (const group of this.#groups) {
      const key = exprKey(group.expr);
      if (group.expr.kind !== 'literal' && !this.#byKey.has(key)) this.#byKey.set(key, group);
    }
  }

  /** The same expression over the aggregate's output. */
  rewrite(expr: Expr): Expr {
    const group = this.#byKey.size > 0 ? this.#byKey.get(exprKey(expr)) : undefined;
    if (group) return { kind: 'column', column: group.column };
    if (expr.kind === 'column') return this.#inputIds.has(expr.column.id) ? this.#bareColumn(expr) : expr;
    return mapOperands(
      expr,
      (operand) => this.rewrite(operand),
      (plan) => replaceInPlan(plan, this.#outerColumns(plan)),
    );
  }

  plan(): Plan {
    return {
      kind: 'aggregate',
      input: this.input,
      groups: this.#groups,
      calls: this.calls,
      bare: [...this.#bare.values()],
    };
  }

  #bareColumn(expr: Expr & { kind: 'column' }): Expr {
    let bare = this.#bare.get(expr.column.id);
    if (!bare) {
      bare = { expr, column: this.context.columnFor(expr, expr.column.name, expr.column.table) };
      this.#bare.set(expr.column.id, bare);
    }
    return { kind: 'column', column: bare.column };
  }

  /** What a subquery's references to our input become. */
  #outerColumns(plan: Plan): ReadonlyMap<number, Expr> {
    const replacement = new Map<number, Expr>();
    for (const column of freeColumns(plan)) {
      if (this.#inputIds.has(column.id)) replacement.set(column.id, this.rewrite({ kind: 'column', column }));
    }
    return replacement;
  }
}
