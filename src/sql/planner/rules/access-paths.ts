import type { ColumnSpec, KeyOp, KeySpec } from '../../../catalog/index.js';
import type { CompareOp, Expr } from '../expr.js';
import type { Filter, LookupTerm, Plan, Scan } from '../plan.js';
import { columnsIn, conjuncts, filtered, freeColumns } from '../traverse.js';

/** A filter's terms as a scan takes them: lookups, and what stays to be checked above. */
export interface AccessPath {
  readonly scan: Scan;
  readonly residual: readonly Expr[];
}

/**
 * filter pid = 1 AND name <> 'x' over scan => filter name <> 'x' over scan lookup pid = 1.
 * A check goes only where the table promises exact answers; key tests of joins go always: the join checks again.
 */
export function choosePath(scan: Scan, terms: readonly Expr[]): AccessPath {
  const lookups: LookupTerm[] = [...scan.lookups];
  const residual: Expr[] = [];
  const taken = new Map(lookups.map((lookup) => [lookup.column, lookup.kind]));
  for (const term of inOrderOfWorth(terms)) {
    const found = lookupFor(scan, term);
    const isRange = found?.lookup.kind === 'range';
    if (!found || !fitsBeside(taken.get(found.lookup.column), found.lookup.kind)) {
      if (term.kind !== 'in-keys') residual.push(term);
      continue;
    }
    lookups.push(found.lookup);
    if (!isRange) taken.set(found.lookup.column, found.lookup.kind);
    if (!found.exact && term.kind !== 'in-keys') residual.push(term);
  }
  // Residual checks keep the order of the query: cheap ones were written first more often than not.
  const kept = new Set(residual);
  return {
    scan: lookups.length === scan.lookups.length ? scan : { ...scan, lookups },
    residual: terms.filter((term) => kept.has(term)),
  };
}

/** A scan is told one set of values or patterns of a column. Sets that the query writes are cut down to what they share. */
const fitsBeside = (taken: LookupTerm['kind'] | undefined, kind: LookupTerm['kind']): boolean =>
  taken === undefined || kind === 'range' || (kind === 'values' && taken === 'values');

/** The filter's plan with its scan's lookups chosen; a bare scan stays as it is. */
export function accessFilter(filter: Filter & { readonly input: Scan }): Plan {
  const { scan, residual } = choosePath(filter.input, conjuncts(filter.predicate));
  return filtered(scan, residual);
}

/** Values before patterns before ranges: a column takes one of them, the most selective. */
function inOrderOfWorth(terms: readonly Expr[]): readonly Expr[] {
  const worth = (term: Expr): number => {
    if (term.kind === 'compare') return term.op === '=' || term.op === 'is' ? 0 : 4;
    if (term.kind === 'in-list') return 1;
    if (term.kind === 'in-keys' || term.kind === 'in-subquery') return 2;
    return 3;
  };
  return [...terms].sort((a, b) => worth(a) - worth(b));
}

interface Found {
  readonly lookup: LookupTerm;
  readonly exact: boolean;
}

/** How the scan can use a predicate; undefined where it cannot. */
export function lookupFor(scan: Scan, term: Expr): Found | undefined {
  switch (term.kind) {
    case 'compare':
      return compareLookup(scan, term);
    case 'in-list': {
      if (term.negated || !independent(scan, term.items)) return undefined;
      const key = keyOf(scan, term.operand, '=', term.collation);
      return key && { lookup: { kind: 'values', column: key.spec.name, values: term.items }, exact: key.exact };
    }
    case 'in-subquery': {
      const [operand] = term.operands;
      if (term.negated || term.operands.length !== 1 || !operand || readsScan(scan, freeColumns(term.subquery.plan)))
        return undefined;
      const key = keyOf(scan, operand, '=', term.collations[0] ?? 'binary');
      return key && { lookup: { kind: 'subquery', column: key.spec.name, subquery: term.subquery }, exact: key.exact };
    }
    case 'in-keys': {
      const key = keyOf(scan, term.operand, term.op, term.collation ?? 'binary');
      if (!key) return undefined;
      const { name: column } = key.spec;
      return {
        lookup:
          term.op === '='
            ? { kind: 'keys', column, set: term.set }
            : { kind: 'pattern-keys', column, op: term.op, set: term.set },
        exact: false,
      };
    }
    case 'pattern':
      return patternLookup(scan, [term]);
    case 'logical':
      return term.op === 'or' ? patternLookup(scan, term.terms) : undefined;
    default:
      return undefined;
  }
}

const MIRRORED: Readonly<Partial<Record<CompareOp, '<' | '<=' | '>' | '>='>>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

function compareLookup(scan: Scan, term: Expr & { kind: 'compare' }): Found | undefined {
  const direct = keySide(scan, term.left, term.right);
  const side = direct ?? keySide(scan, term.right, term.left);
  if (!side) return undefined;
  const { op } = term;
  // IS takes NULL too; only with a value known not to be null is it the same as =.
  const isEquals = op === '=' || (op === 'is' && side.value.kind === 'literal' && side.value.value !== null);
  if (isEquals) {
    const key = keyOf(scan, side.column, '=', term.collation);
    return key && { lookup: { kind: 'values', column: key.spec.name, values: [side.value] }, exact: key.exact };
  }
  const range = direct ? (op as '<') : MIRRORED[op];
  if (!range || !(op in MIRRORED)) return undefined;
  const key = keyOf(scan, side.column, 'range', term.collation);
  return key && { lookup: { kind: 'range', column: key.spec.name, op: range, value: side.value }, exact: key.exact };
}

function keySide(scan: Scan, column: Expr, value: Expr): { column: Expr; value: Expr } | undefined {
  return column.kind === 'column' &&
    scan.columns.some((one) => one.id === column.column.id) &&
    independent(scan, [value])
    ? { column, value }
    : undefined;
}

/** One pattern on a key column, or an OR of such on one column. */
function patternLookup(scan: Scan, terms: readonly Expr[]): Found | undefined {
  let found: { spec: ColumnSpec; exact: boolean; op: 'like' | 'glob' | 'regexp' } | undefined;
  const patterns: Expr[] = [];
  for (const term of terms) {
    if (term.kind !== 'pattern' || term.negated || !independent(scan, [term.pattern])) return undefined;
    // An ESCAPE belongs to its own pattern: several patterns with one cannot share a lookup.
    if (term.escape && (terms.length > 1 || !independent(scan, [term.escape]))) return undefined;
    const key = keyOf(scan, term.operand, term.op, 'binary');
    if (!key || (found && (found.spec !== key.spec || found.op !== term.op))) return undefined;
    found = { ...key, op: term.op };
    patterns.push(term.pattern);
  }
  const [only] = terms;
  if (!found) return undefined;
  const escape = only?.kind === 'pattern' ? only.escape : undefined;
  return {
    lookup: { kind: 'patterns', column: found.spec.name, op: found.op, patterns, ...(escape && { escape }) },
    exact: found.exact,
  };
}

/**
 * The key that an operand is, if it takes the operator. Text is found by BINARY equality, and in a NOCASE column by that
 * collation's: it is told values in small letters, and what it gives is checked again.
 */
function keyOf(
  scan: Scan,
  operand: Expr,
  op: KeyOp,
  collation: string,
): { spec: ColumnSpec & { key: KeySpec }; exact: boolean } | undefined {
  if (operand.kind !== 'column') return undefined;
  const index = scan.columns.findIndex((column) => column.id === operand.column.id);
  const spec = scan.table.columns.find((column) => column.name === scan.sources[index]);
  if (!spec?.key?.ops.includes(op)) return undefined;
  const isFolded = spec.collation === 'nocase' && op === '=';
  const isOrdered = (spec.type === 'text' || spec.declared !== undefined) && (op === '=' || op === 'range');
  if (isOrdered && collation !== 'binary' && !(isFolded && collation === 'nocase')) return undefined;
  const exact = spec.key.exact.includes(op) && !isFolded;
  return { spec: spec as ColumnSpec & { key: KeySpec }, exact }; // its key was just seen
}

/** No value reads a column of the scan itself. */
function independent(scan: Scan, values: readonly Expr[]): boolean {
  const ids = new Set(scan.columns.map((column) => column.id));
  return values.every((value) => [...columnsIn(value)].every((id) => !ids.has(id)));
}

function readsScan(scan: Scan, columns: readonly { readonly id: number }[]): boolean {
  return columns.some((column) => scan.columns.some((own) => own.id === column.id));
}

const isRequired = (column: ColumnSpec): boolean => column.key?.required === true;

/** The required keys of the table, where none of them is bound; undefined where the scan can run. */
export function missingKeys(scan: Scan): readonly string[] | undefined {
  if (!scan.table.columns.some(isRequired)) return undefined;
  const required = scan.table.columns.filter(isRequired).map((column) => column.name);
  if (scan.lookups.some((lookup) => required.includes(lookup.column))) return undefined;
  return required;
}
