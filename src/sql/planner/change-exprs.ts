import type { BoundUpsert, Change, RowRules, SlotExpr } from './change.js';
import type { Expr } from './expr.js';
import type { Plan } from './plan.js';
import { mapOperands, mapSame } from './traverse.js';
import { hasSubquery } from './visit.js';

/** Rebuilds a change over its expressions. */
export function mapChangeExprs(change: Change, f: (expr: Expr) => Expr): Change {
  const returning = change.returning && { returning: mapSame(change.returning, f) };
  switch (change.kind) {
    case 'delete':
      return { ...change, ...returning };
    case 'update':
      return {
        ...change,
        ...returning,
        rules: mapRules(change.rules, f),
        ...(change.values && { values: mapSame(change.values, f) }),
      };
    case 'insert':
      return {
        ...change,
        ...returning,
        rules: mapRules(change.rules, f),
        upserts: change.upserts.map((upsert) => mapUpsert(upsert, f)),
      };
  }
}

function mapRules({ defaults, generated, checks, computed }: RowRules, f: (expr: Expr) => Expr): RowRules {
  return {
    defaults: defaults.map((expr) => expr && f(expr)),
    generated: mapSlots(generated, f),
    checks: checks.map((check) => ({ ...check, expr: f(check.expr) })),
    computed: mapSlots(computed, f),
  };
}

const mapSlots = (list: readonly SlotExpr[], f: (expr: Expr) => Expr): SlotExpr[] =>
  list.map(({ slot, expr }) => ({ slot, expr: f(expr) }));

function mapUpsert(upsert: BoundUpsert, f: (expr: Expr) => Expr): BoundUpsert {
  const { action } = upsert;
  if (action === 'nothing') return upsert;
  return {
    ...upsert,
    action: { ...action, set: mapSlots(action.set, f), ...(action.where && { where: f(action.where) }) },
  };
}

/** Some expression of the change, not of its source, holds a subquery. */
export function changeHasSubquery(change: Change): boolean {
  let found = false;
  mapChangeExprs(change, (expr) => {
    found ||= hasSubquery(expr);
    return expr;
  });
  return found;
}

/** Rebuilds the plans of subqueries in the change's expressions. */
export function mapChangePlans(change: Change, f: (plan: Plan) => Plan): Change {
  if (!changeHasSubquery(change)) return change;
  const inExpr = (expr: Expr): Expr => mapOperands(expr, inExpr, f);
  return mapChangeExprs(change, inExpr);
}
