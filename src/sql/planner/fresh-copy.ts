import type { Column, Expr } from './expr.js';
import { outputColumns, type Plan } from './plan.js';
import { columnExpr, mapInputs, mapNodeExprs, mapOperands } from './traverse.js';
import { inputsOf } from './visit.js';

/** The plan with other ids for all columns that its nodes put out, so that it can stand beside the original. */
export function freshCopy(plan: Plan, newId: () => number): Plan {
  const fresh = new Map<number, Column>();
  collect(plan, (column) => {
    if (!fresh.has(column.id)) fresh.set(column.id, { ...column, id: newId() });
  });
  return new Copying(fresh, newId).plan(plan);
}

function collect(plan: Plan, add: (column: Column) => void): void {
  for (const column of outputColumns(plan)) add(column);
  if (plan.kind === 'recursive') return;
  for (const input of inputsOf(plan)) collect(input, add);
}

class Copying {
  constructor(
    private readonly fresh: ReadonlyMap<number, Column>,
    private readonly newId: () => number,
  ) {}

  plan(plan: Plan): Plan {
    const inputs = mapInputs(plan, (input) => this.plan(input));
    return this.#renamed(mapNodeExprs(inputs, this.#expr, this.#subplan));
  }

  readonly #column = (column: Column): Column => this.fresh.get(column.id) ?? column;

  readonly #expr = (expr: Expr): Expr =>
    expr.kind === 'column'
      ? columnExpr(this.#column(expr.column))
      : mapOperands(expr, (operand) => this.#expr(operand), this.#subplan);

  /** A subquery's own columns are new, too, and it reads ours. */
  readonly #subplan = (plan: Plan): Plan => {
    const fresh = new Map(this.fresh);
    collect(plan, (column) => fresh.set(column.id, { ...column, id: this.newId() }));
    return new Copying(fresh, this.newId).plan(plan);
  };

  /** The node with its columns renamed. */
  #renamed(plan: Plan): Plan {
    const all = (columns: readonly Column[]): Column[] => columns.map(this.#column);
    const items = <T extends { readonly column: Column }>(list: readonly T[]): T[] =>
      list.map((item) => ({ ...item, column: this.#column(item.column) }));
    switch (plan.kind) {
      case 'stored-scan':
        return {
          ...plan,
          columns: all(plan.columns),
          computed: plan.computed.map((one) => ({ ...one, expr: this.#expr(one.expr) })),
        };
      case 'scan':
      case 'function-scan':
      case 'values':
      case 'union-all':
      case 'set-operation':
      case 'shared':
        return { ...plan, columns: all(plan.columns) };
      case 'project':
        return { ...plan, items: items(plan.items) };
      case 'aggregate':
        return { ...plan, groups: items(plan.groups), calls: items(plan.calls), bare: items(plan.bare) };
      case 'window':
        return { ...plan, calls: items(plan.calls) };
      default:
        return plan;
    }
  }
}
