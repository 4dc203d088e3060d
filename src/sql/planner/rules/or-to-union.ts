import type { Expr } from '../expr.js';
import type { Filter, Plan, Scan, StoredScan } from '../plan.js';
import { conjuncts, filtered, replaceColumns } from '../traverse.js';
import { choosePath } from './access-paths.js';
import { freshColumn, type RuleContext } from './rule.js';
import { chooseStoredPath } from './stored-paths.js';

const MAX_ARMS = 16;

/**
 * path = 'a' OR directory = 'b' => the union of two lookups, where each arm has one and nothing else has.
 * No row comes twice: an arm leaves out what an earlier arm's predicate holds for.
 */
export function orToUnion(
  filter: Filter & { readonly input: Scan | StoredScan },
  context: RuleContext,
): Plan | undefined {
  const terms = conjuncts(filter.predicate);
  if (!terms.some((term) => term.kind === 'logical' && term.op === 'or') || looksUp(filter.input, terms))
    return undefined;
  const at = terms.findIndex(
    (term) =>
      term.kind === 'logical' &&
      term.op === 'or' &&
      term.terms.length <= MAX_ARMS &&
      everyArmLooksUp(filter.input, term.terms),
  );
  const or = terms[at];
  if (or?.kind !== 'logical') return undefined;
  const others = terms.filter((_, index) => index !== at);
  const inputs = or.terms.map((arm, index) => {
    const earlier = or.terms
      .slice(0, index)
      .map((term): Expr => ({ kind: 'truth-test', negated: true, truth: true, operand: term }));
    return copyOf(filter.input, [...conjuncts(arm), ...others, ...earlier], context);
  });
  return { kind: 'union-all', inputs, columns: filter.input.columns };
}

function everyArmLooksUp(scan: Scan | StoredScan, arms: readonly Expr[]): boolean {
  return arms.every((arm) => looksUp(scan, conjuncts(arm)));
}

function looksUp(scan: Scan | StoredScan, terms: readonly Expr[]): boolean {
  if (scan.kind === 'scan') return choosePath(scan, terms).scan.lookups.length > 0;
  return chooseStoredPath(scan, terms).scan.access !== undefined;
}

/** The scan under fresh column ids, with its own predicates. */
function copyOf(scan: Scan | StoredScan, terms: readonly Expr[], context: RuleContext): Plan {
  const columns = scan.columns.map((column) => freshColumn(context, column));
  const replacement = new Map<number, Expr>(
    scan.columns.map((column, index) => [column.id, { kind: 'column', column: columns[index] ?? column }]),
  );
  const own = terms.map((term) => replaceColumns(term, replacement));
  const { scan: keyed, residual } =
    scan.kind === 'scan'
      ? choosePath({ ...scan, columns }, own)
      : chooseStoredPath(renamed(scan, columns, replacement), own);
  return filtered(keyed, residual);
}

function renamed(scan: StoredScan, columns: StoredScan['columns'], replacement: ReadonlyMap<number, Expr>): StoredScan {
  const computed = scan.computed.map(({ slot, expr }) => ({ slot, expr: replaceColumns(expr, replacement) }));
  return { ...scan, columns, computed };
}
