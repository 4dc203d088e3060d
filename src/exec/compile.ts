import type { TableSpec } from '../catalog/index.js';
import {
  type Column,
  type Expr,
  exprKey,
  inputsOf,
  type LookupTerm,
  mapInputs,
  mapNodeExprs,
  mapOperands,
  type Plan,
  type Query,
  type Scan,
} from '../sql/planner/index.js';
import { isStable } from './dependencies.js';
import { hoistSubqueries } from './hoist.js';

/** A query made ready to run, any number of times. */
export interface Pipeline {
  /** The query as it runs; its plan's nodes are the keys of `RunContext.stats`. */
  readonly query: Query;
  readonly columns: readonly Column[];
  /** Scans whose rows another scan of the statement reads as well, and gives to both. */
  readonly sameScans: ReadonlyMap<Scan, Scan>;
}

/** Fixes the order of work: what is computed below which operator, and which scans run once for several readers. */
export function compile(query: Query): Pipeline {
  const ids = { last: 0 };
  const prepared: Query = {
    ...query,
    plan: everywhere(query.plan, (plan) => hoistSubqueries(plan, ids)),
    shared: query.shared.map((shared) => everywhere(shared, (plan) => hoistSubqueries(plan, ids))),
  };
  return { query: prepared, columns: query.columns, sameScans: findSameScans([prepared.plan, ...prepared.shared]) };
}

/** Rebuilds plans bottom-up, those of subqueries too. */
function everywhere(plan: Plan, f: (plan: Plan) => Plan): Plan {
  const inner = (subplan: Plan): Plan => everywhere(subplan, f);
  const inExpr = (expr: Expr): Expr => mapOperands(expr, inExpr, inner);
  return f(mapNodeExprs(mapInputs(plan, inner), inExpr, inner));
}

/** Scans of one table with one lookup, each with the one among them that reads all columns the others do. */
function findSameScans(plans: readonly Plan[]): ReadonlyMap<Scan, Scan> {
  const groups = new Map<TableSpec, Map<string, Scan[]>>();
  for (const plan of plans) {
    eachPlan(plan, (node) => {
      if (node.kind !== 'scan' || node.limit || !isStable(node)) return;
      const ofTable = groups.get(node.table) ?? new Map<string, Scan[]>();
      const key = lookupKey(node);
      groups.set(node.table, ofTable.set(key, [...(ofTable.get(key) ?? []), node]));
    });
  }
  const same = new Map<Scan, Scan>();
  for (const ofTable of groups.values()) for (const scans of ofTable.values()) pairUp(scans, same);
  return same;
}

/** Puts each scan that reads no more columns than the widest one beside that one. */
function pairUp(scans: readonly Scan[], same: Map<Scan, Scan>): void {
  const widest = scans.reduce((a, b) => (b.sources.length > a.sources.length ? b : a));
  const covered = scans.filter((scan) => scan.sources.every((source) => widest.sources.includes(source)));
  if (covered.length > 1) for (const scan of covered) same.set(scan, widest);
}

const lookupKey = (scan: Scan): string => JSON.stringify(scan.lookups.map(termKey).sort());

/** Equal text, equal constraint. */
function termKey(term: LookupTerm): string {
  switch (term.kind) {
    case 'values':
      return JSON.stringify([term.kind, term.column, ...term.values.map(exprKey)]);
    case 'subquery':
      return JSON.stringify([term.kind, term.column, exprKey({ kind: 'exists', subquery: term.subquery })]);
    case 'range':
      return JSON.stringify([term.kind, term.column, term.op, exprKey(term.value)]);
    case 'patterns': {
      const escape = term.escape ? exprKey(term.escape) : '';
      return JSON.stringify([term.kind, term.column, term.op, escape, ...term.patterns.map(exprKey)]);
    }
    case 'keys':
    case 'pattern-keys':
      return JSON.stringify([term.kind, term.column, term.set]);
  }
}

function eachPlan(plan: Plan, visit: (plan: Plan) => void): void {
  visit(plan);
  const inner = (subplan: Plan): Plan => {
    eachPlan(subplan, visit);
    return subplan;
  };
  const inExpr = (expr: Expr): Expr => mapOperands(expr, inExpr, inner);
  mapNodeExprs(plan, inExpr, inner);
  for (const input of inputsOf(plan)) inner(input);
}
