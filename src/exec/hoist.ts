import {
  type Column,
  type Expr,
  hasSubquery,
  type Join,
  outputColumns,
  type Plan,
  type ProjectItem,
  type SortTerm,
  TYPE,
} from '../sql/planner/index.js';

/** Ids for new columns: negative, as no planner's are. */
export interface Ids {
  last: number;
}

/**
 * Moves expressions with subqueries out of nodes that take many rows at once (sorting, grouping, join keys) into a
 * projection below them. Only filters, projections and join conditions then meet a subquery, and these can stop in the
 * middle of a batch when it has to wait. Other nodes come back as they are.
 */
export function hoistSubqueries(plan: Plan, ids: Ids): Plan {
  switch (plan.kind) {
    case 'aggregate': {
      const below = new Below(plan.input, ids);
      const groups = plan.groups.map((item) => ({ ...item, expr: below.take(item.expr) }));
      const calls = plan.calls.map((call) => ({
        ...call,
        args: call.args.map((arg) => below.take(arg)),
        ...(call.filter && { filter: below.take(call.filter) }),
        orderBy: below.takeTerms(call.orderBy),
      }));
      const bare = plan.bare.map((item) => ({ ...item, expr: below.take(item.expr) }));
      return below.isIdle ? plan : { ...plan, input: below.plan(), groups, calls, bare };
    }
    case 'sort': {
      const below = new Below(plan.input, ids);
      const terms = below.takeTerms(plan.terms);
      return below.isIdle ? plan : narrowed({ ...plan, input: below.plan(), terms }, outputColumns(plan));
    }
    case 'window': {
      const below = new Below(plan.input, ids);
      const partitionBy = plan.partitionBy.map((expr) => below.take(expr));
      const orderBy = below.takeTerms(plan.orderBy);
      const calls = plan.calls.map((call) => ({
        ...call,
        args: call.args.map((arg) => below.take(arg)),
        ...(call.filter && { filter: below.take(call.filter) }),
      }));
      return below.isIdle
        ? plan
        : narrowed({ ...plan, input: below.plan(), partitionBy, orderBy, calls }, outputColumns(plan));
    }
    case 'join':
      return hoistFromJoin(plan, ids);
    default:
      return plan;
  }
}

function hoistFromJoin(plan: Join, ids: Ids): Plan {
  const left = new Below(plan.left, ids);
  const right = new Below(plan.right, ids);
  const keys = plan.keys.map((key) => ({ ...key, left: left.take(key.left), right: right.take(key.right) }));
  const method =
    plan.method.kind === 'lookup'
      ? { ...plan.method, sets: plan.method.sets.map((set) => ({ ...set, expr: left.take(set.expr) })) }
      : plan.method;
  if (left.isIdle && right.isIdle) return plan;
  return narrowed({ ...plan, left: left.plan(), right: right.plan(), keys, method }, outputColumns(plan));
}

/** A projection in the making: all columns of the input, and expressions computed with them. */
class Below {
  readonly #items: ProjectItem[] = [];
  readonly #taken = new Map<Expr, Expr>();

  constructor(
    private readonly input: Plan,
    private readonly ids: Ids,
  ) {}

  get isIdle(): boolean {
    return this.#items.length === 0;
  }

  /** The column that will hold the expression; the expression itself where it has no subquery. */
  take(expr: Expr): Expr {
    if (!hasSubquery(expr)) return expr;
    let taken = this.#taken.get(expr);
    if (!taken) {
      const column: Column = {
        id: --this.ids.last,
        name: 'subquery',
        affinity: 'none',
        collation: 'binary',
        types: TYPE.any,
        declared: '',
      };
      this.#items.push({ column, expr });
      taken = { kind: 'column', column };
      this.#taken.set(expr, taken);
    }
    return taken;
  }

  takeTerms(terms: readonly SortTerm[]): readonly SortTerm[] {
    return terms.map((term) => ({ ...term, expr: this.take(term.expr) }));
  }

  plan(): Plan {
    if (this.isIdle) return this.input;
    return { kind: 'project', input: this.input, items: [...outputColumns(this.input).map(asItem), ...this.#items] };
  }
}

const asItem = (column: Column): ProjectItem => ({ column, expr: { kind: 'column', column } });

const narrowed = (plan: Plan, columns: readonly Column[]): Plan => ({
  kind: 'project',
  input: plan,
  items: columns.map(asItem),
});
