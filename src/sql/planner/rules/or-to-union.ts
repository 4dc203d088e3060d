import type { Expr } from '../expr.js';
import type { Filter, Plan, Scan } from '../plan.js';
import { conjuncts, filtered, replaceColumns } from '../traverse.js';
import { choosePath } from './access-paths.js';
import { freshColumn, type RuleContext } from './rule.js';

const MAX_ARMS = 16;

/**
 * path = 'a' OR directory = 'b' => the union of two lookups, where each arm has one and nothing else has.
 * No row comes twice: an arm leaves out what an earlier arm's predicate holds for.
 */
export function orToUnion(filter: Filter & { readonly input: Scan }, context: RuleContext): Plan | undefined {
  const terms = conjuncts(filter.predicate);
  if (choosePath(filter.input, terms).scan.lookups.length > 0) return undefined;
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

function everyArmLooksUp(scan: Scan, arms: readonly Expr[]): boolean {
  return arms.every((arm) => choosePath(scan, conjuncts(arm)).scan.lookups.length > 0);
}

/** The scan under fresh column ids, with its own predicates. */
function copyOf(scan: Scan, terms: readonly Expr[], context: RuleContext): Plan {
  const columns = scan.columns.map((column) => freshColumn(context, column));
  const replacement = new Map<number, Expr>(
    scan.columns.map((column, index) => [column.id, { kind: 'column', column: columns[index] ?? column }]),
  );
  const { scan: keyed, residual } = choosePath(
    { ...scan, columns },
    terms.map((term) => replaceColumns(term, replacement)),
  );
  return filtered(keyed, residual);
}
