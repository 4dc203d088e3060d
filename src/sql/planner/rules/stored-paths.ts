import { type CollationName, extended } from '../../../core/index.js';
import { type IndexSchema, type IndexTerm, keyTerms } from '../../../store/index.js';
import { estimate } from '../estimate.js';
import type { Expr } from '../expr.js';
import type { Filter, KeyValues, Plan, StoredAccess, StoredScan } from '../plan.js';
import { conjuncts, exprKey, filtered } from '../traverse.js';
import { foldExpr } from './fold-constants.js';
import { type Fact, factOf, Slots, slotFor } from './stored-facts.js';

/** A filter's terms as a stored table takes them: a stretch of a key, and what stays to be checked above. */
export interface StoredPath {
  readonly scan: StoredScan;
  readonly residual: readonly Expr[];
}

/** filter a = 1 AND b > 2 AND c <> 3 over scan => filter c <> 3 over scan lookup a = 1 and b > 2 by an index on a, b. */
export function accessStored(filter: Filter & { readonly input: StoredScan }): Plan {
  const { scan, residual } = chooseStoredPath(filter.input, conjuncts(filter.predicate));
  return filtered(scan, residual);
}

/** The cheapest of the table's keys for these predicates. What a key takes needs no check any more. */
export function chooseStoredPath(scan: StoredScan, terms: readonly Expr[]): StoredPath {
  const slots = new Slots(scan);
  const facts = terms.flatMap((term) => factOf(slots, term) ?? []);
  const paths: StoredPath[] = scan.indexedBy ? [] : [pathOf(scan, undefined, terms, new Set())];
  if (facts.length > 0 && !scan.indexedBy) paths.push(...pathsBy(scan, slots, undefined, facts, terms));
  for (const index of indexesFor(scan)) paths.push(...pathsBy(scan, slots, index, facts, terms));
  const best = paths.reduce<{ path: StoredPath; cost: number } | undefined>((found, path) => {
    const { cost, rows } = estimate(path.scan);
    const total = cost + rows * CHECK * path.residual.length;
    return found && found.cost <= total ? found : { path, cost: total };
  }, undefined);
  return best?.path ?? pathOf(scan, undefined, terms, new Set());
}

/** A check above the scan, per row. */
const CHECK = 0.03;

const indexesFor = (scan: StoredScan): readonly IndexSchema[] =>
  scan.indexedBy === false ? [] : scan.indexedBy ? [scan.indexedBy] : scan.table.indexes;

/** The terms of a key, the table's own key last: that is the whole order of an index. */
export function orderedTerms(scan: StoredScan, index: IndexSchema | undefined): readonly IndexTerm[] {
  const own = keyTerms(scan.table);
  const terms = index ? [...index.terms, ...own] : own;
  return terms.map((term) => ({ ...term, slot: slotFor(scan.table, term.slot) }));
}

/** Every way to use one key, from one leading term on. */
function pathsBy(
  scan: StoredScan,
  slots: Slots,
  index: IndexSchema | undefined,
  facts: readonly Fact[],
  terms: readonly Expr[],
): StoredPath[] {
  const implied = index?.where ? impliedTerms(scan, slots, index.where.slot, facts, terms) : [];
  if (!implied) return [];
  const paths: StoredPath[] = [];
  const equals: KeyValues[] = [];
  const exact = new Set<Expr>(implied);
  const add = (range?: StoredAccess['range']): void => {
    const access: StoredAccess = { ...(index && { index }), equals: [...equals], ...(range && { range }) };
    paths.push(pathOf(scan, access, terms, exact));
  };
  if (index && (implied.length > 0 || scan.indexedBy)) add();
  const used = new Set<Fact>();
  for (const term of orderedTerms(scan, index)) {
    const fact = bestEqual(facts, term, used);
    if (!fact) {
      const range = rangeOn(facts, term);
      if (range) {
        for (const one of range.facts) exact.add(one.term);
        add(range.range);
      }
      break;
    }
    used.add(fact);
    equals.push(fact.says as KeyValues); // bestEqual gives no bounds
    if (fits(fact, term.collation)) exact.add(fact.term);
    add();
  }
  return paths;
}

/** Comparing by the key's own collation, or no texts at all. */
const fits = (fact: Fact, collation: CollationName): boolean =>
  fact.collation === undefined || fact.collation === collation;

/** Bytes that are equal are equal by every collation: then the key finds too much, and the check stays. */
const covers = (fact: Fact, collation: CollationName): boolean => fits(fact, collation) || fact.collation === 'binary';

function bestEqual(facts: readonly Fact[], term: IndexTerm, used: ReadonlySet<Fact>): Fact | undefined {
  let best: Fact | undefined;
  for (const fact of facts) {
    if (fact.slot !== term.slot || used.has(fact) || !covers(fact, term.collation)) continue;
    const width = widthOf(fact.says);
    if (width === undefined) continue;
    if (!best || width < (widthOf(best.says) ?? 0)) best = fact;
  }
  return best;
}

/** Roughly how many values it may equal; undefined for a bound. */
function widthOf(says: Fact['says']): number | undefined {
  switch (says.kind) {
    case 'is':
      return 0;
    case 'values':
      return says.values.length;
    case 'subquery':
      return 50;
    case 'keys':
      return 100;
    default:
      return undefined;
  }
}

function rangeOn(
  facts: readonly Fact[],
  term: IndexTerm,
): { readonly range: NonNullable<StoredAccess['range']>; readonly facts: readonly Fact[] } | undefined {
  const own = facts.filter((fact) => fact.slot === term.slot && fits(fact, term.collation));
  const min = own.find(({ says }) => says.kind === 'min');
  const max = own.find(({ says }) => says.kind === 'max');
  const notNull = own.filter(({ says }) => says.kind === 'not-null');
  const used = [...(min ? [min] : []), ...(max ? [max] : []), ...notNull];
  if (used.length === 0) return undefined;
  const range = { ...(min && { min: boundOf(min) }), ...(max && { max: boundOf(max) }) };
  return { range, facts: used };
}

function boundOf({ says }: Fact): { value: Expr; inclusive: boolean } {
  const { value, inclusive } = says as Extract<Fact['says'], { kind: 'min' | 'max' }>; // found by its kind
  return { value, inclusive };
}

/**
 * The terms that a partial index's own condition makes sure of; undefined where the query does not make sure of that
 * condition, so that the index may lack rows.
 */
function impliedTerms(
  scan: StoredScan,
  slots: Slots,
  slot: number,
  facts: readonly Fact[],
  terms: readonly Expr[],
): readonly Expr[] | undefined {
  const condition = scan.computed.find((one) => one.slot === slot);
  if (!condition) return undefined;
  const byKey = new Map(terms.map((term) => [exprKey(term), term]));
  const implied: Expr[] = [];
  for (const wanted of conjuncts(foldExpr(condition.expr))) {
    const same = byKey.get(exprKey(wanted));
    if (same) implied.push(same);
    else if (!isNotNullFor(slots, wanted, facts)) return undefined;
  }
  return implied;
}

/** `x IS NOT NULL`, of an x that the query compares with something. */
function isNotNullFor(slots: Slots, wanted: Expr, facts: readonly Fact[]): boolean {
  if (wanted.kind !== 'null-test' || !wanted.negated) return false;
  const slot = slots.of(wanted.operand);
  return slot !== undefined && facts.some((fact) => fact.slot === slot && fact.says.kind !== 'is');
}

function pathOf(
  scan: StoredScan,
  access: StoredAccess | undefined,
  terms: readonly Expr[],
  exact: ReadonlySet<Expr>,
): StoredPath {
  return {
    scan: access ? extended(scan, { access }) : scan,
    // Key tests of joins need no check: the join checks again.
    residual: terms.filter((term) => !exact.has(term) && term.kind !== 'in-keys'),
  };
}
