import { COST, type TableSpec } from '../../../catalog/index.js';
import type { Expr } from '../expr.js';
import type { Filter, Plan, Scan } from '../plan.js';
import { columnsIn, conjuncts, filtered, mapInputs, outputIds } from '../traverse.js';
import { hasSubquery, isVolatile, someInput } from '../visit.js';
import { split } from './push-predicates.js';
import type { Rule } from './rule.js';
import { workOf } from './work-of.js';

/**
 * filter uid = 0 over scan (uid, cmdline) => a scan that reads cmdline only of rows where uid = 0. Conditions are tested
 * in the order of what they cost, the price of the columns they read included. Not where a table is scanned twice: one
 * scan may then serve both.
 */
export const lateColumns: Rule = {
  name: 'late-columns',
  concerns: (shape) => shape.hasNode('filter') && shape.hasNode('scan'),
  apply(plan) {
    const scans = new Map<TableSpec, number>();
    countScans(plan, scans);
    return rewrite(plan, scans);
  },
};

type Scans = Map<TableSpec, number>;

function countScans(plan: Plan, scans: Scans): void {
  if (plan.kind === 'scan') scans.set(plan.table, (scans.get(plan.table) ?? 0) + 1);
  someInput(plan, countScans, scans);
}

function rewrite(plan: Plan, scans: Scans): Plan {
  const mapped = mapInputs(plan, (input) => rewrite(input, scans));
  if (mapped.kind !== 'filter' || mapped.input.kind !== 'scan' || scans.get(mapped.input.table) !== 1) return mapped;
  return checking({ ...mapped, input: mapped.input }) ?? mapped;
}

function checking({ input: scan, predicate }: Filter & { readonly input: Scan }): Plan | undefined {
  const own = outputIds(scan);
  const [early, late] = split(
    conjuncts(predicate),
    (term) => !isVolatile(term) && !hasSubquery(term) && [...columnsIn(term)].every((id) => own.has(id)),
  );
  if (scan.limit || early.length === 0) return undefined;
  const prices = new Prices(scan);
  const checks = prices.inOrder(early);
  return prices.savesSomething(checks) ? filtered({ ...scan, checks }, late) : undefined;
}

/** What columns cost, those of a group once. */
class Prices {
  readonly #groups = new Map<number, string>();
  readonly #costs = new Map<string, number>();

  constructor(scan: Scan) {
    scan.columns.forEach(({ id }, index) => {
      const spec = scan.table.columns.find(({ name }) => name === scan.sources[index]);
      const group = spec?.group ?? `column ${id}`;
      this.#groups.set(id, group);
      this.#costs.set(group, Math.max(spec?.cost ?? 0, this.#costs.get(group) ?? 0));
    });
  }

  /** The cheapest one next, each time. */
  inOrder(terms: readonly Expr[]): readonly Expr[] {
    const paid = new Set<string>();
    const left = [...terms];
    const ordered: Expr[] = [];
    while (left.length > 0) {
      const costs = left.map((term) => this.#price(term, paid) + workOf(term) * COMPARISON);
      const [next] = left.splice(costs.indexOf(Math.min(...costs)), 1);
      if (!next) break;
      for (const group of this.#groupsIn(next)) paid.add(group);
      ordered.push(next);
    }
    return ordered;
  }

  /** Where the first condition fails something is left unread that costs a system call or more. */
  savesSomething([first]: readonly Expr[]): boolean {
    const paid = new Set(first ? this.#groupsIn(first) : []);
    return [...this.#costs].some(([group, cost]) => cost >= COST.syscall && !paid.has(group));
  }

  #price(term: Expr, paid: ReadonlySet<string>): number {
    return this.#groupsIn(term).reduce((sum, group) => sum + (paid.has(group) ? 0 : (this.#costs.get(group) ?? 0)), 0);
  }

  #groupsIn(term: Expr): string[] {
    return [...new Set([...columnsIn(term)].flatMap((id) => this.#groups.get(id) ?? []))];
  }
}

/** In the units of columns. */
const COMPARISON = 0.03;
