import type { TableSpec } from '../catalog/index.js';
import {
  type Column,
  changeHasSubquery,
  type Expr,
  exprKey,
  hasSubquery,
  type LookupTerm,
  mapChangePlans,
  mapInputs,
  mapNodeExprs,
  mapOperands,
  type Plan,
  type Query,
  type Scan,
  someInput,
  someNodeExpr,
  someOperand,
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
  /** It reads stored tables: as they are when the run starts, whenever it comes to them. */
  readonly readsStored: boolean;
}

/** Fixes the order of work: what is computed below which operator, and which scans run once for several readers. */
export function compile(query: Query): Pipeline {
  const plans = [query.plan, ...query.shared];
  const prepared = query.change || plans.some(holdsSubquery) ? hoisted(query) : query;
  const read: Read = { scans: [], isStored: query.change !== undefined && changeHasSubquery(query.change) };
  for (const plan of [prepared.plan, ...prepared.shared]) collectScans(plan, read);
  return {
    query: prepared,
    columns: query.columns,
    sameScans: findSameScans(read.scans),
    readsStored: read.isStored,
  };
}

function hoisted(query: Query): Query {
  const ids = { last: 0 };
  const hoist = (plan: Plan): Plan => everywhere(plan, (node) => hoistSubqueries(node, ids));
  const change = query.change && mapChangePlans(query.change, hoist);
  return { ...query, plan: hoist(query.plan), shared: query.shared.map(hoist), ...(change && { change }) };
}

const always = (): boolean => true;
/** In an expression of any of its nodes, or in a lookup. */
const holdsSubquery = (plan: Plan): boolean =>
  someNodeExpr(plan, hasSubquery, undefined, always) || someInput(plan, holdsSubquery, undefined);

/** Rebuilds plans bottom-up, those of subqueries too. */
function everywhere(plan: Plan, f: (plan: Plan) => Plan): Plan {
  const inner = (subplan: Plan): Plan => everywhere(subplan, f);
  const inExpr = (expr: Expr): Expr => mapOperands(expr, inExpr, inner);
  return f(mapNodeExprs(mapInputs(plan, inner), inExpr, inner));
}

const NONE_SAME: ReadonlyMap<Scan, Scan> = new Map();

/** Scans of one table with one lookup, each with the one among them that reads all columns the others do. */
function findSameScans(scans: readonly Scan[]): ReadonlyMap<Scan, Scan> {
  if (scans.length < 2) return NONE_SAME;
  const same = new Map<Scan, Scan>();
  const isRepeated = ({ table }: Scan, index: number): boolean =>
    scans.some((one, at) => at !== index && one.table === table);
  const repeated = scans.filter(isRepeated);
  const groups = new Map<TableSpec, Map<string, Scan[]>>();
  for (const scan of repeated) {
    if (scan.limit || scan.checks || !isStable(scan)) continue;
    const ofTable = groups.get(scan.table) ?? new Map<string, Scan[]>();
    const key = lookupKey(scan);
    groups.set(scan.table, ofTable.set(key, [...(ofTable.get(key) ?? []), scan]));
  }
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

/** What plans read. */
interface Read {
  readonly scans: Scan[];
  isStored: boolean;
}

function collectScans(plan: Plan, read: Read): void {
  if (plan.kind === 'scan') read.scans.push(plan);
  if (plan.kind === 'stored-scan') read.isStored = true;
  someNodeExpr(plan, collectInExpr, read, collectScans);
  someInput(plan, collectScans, read);
}

function collectInExpr(expr: Expr, read: Read): void {
  someOperand(expr, collectInExpr, read, collectScans);
}
