import type { IndexSchema, IndexTerm } from '../../../store/index.js';
import { type Column, type Expr, type SortTerm, TYPE } from '../expr.js';
import type { KeyValues, Plan, Sort, StoredScan } from '../plan.js';
import { mapInputs, replaceColumns } from '../traverse.js';
import { typesOf } from '../typing.js';
import type { Rule } from './rule.js';
import { isNullable, Slots } from './stored-facts.js';
import { orderedTerms } from './stored-paths.js';

/**
 * sort over a scan that can put its rows out in that order => the scan, forwards or backwards, by an index if need be.
 * The sort stays where the rows were found by a key that gives another order. Groups, and rows of UNION, INTERSECT and
 * EXCEPT come in ascending order anyway.
 */
export const useOrder: Rule = {
  name: 'use-order',
  concerns: (shape) => shape.hasNode('sort'),
  apply: rewrite,
};

function rewrite(plan: Plan): Plan {
  const mapped = mapInputs(plan, rewrite);
  return mapped.kind === 'sort' ? (withoutSort(mapped) ?? mapped) : mapped;
}

function withoutSort(sort: Sort): Plan | undefined {
  return inOrder(sort.input, sort.terms);
}

/** The plan with its rows in this order; undefined where it takes a sort. */
export function inOrder(plan: Plan, terms: readonly SortTerm[]): Plan | undefined {
  switch (plan.kind) {
    case 'filter': {
      const input = inOrder(plan.input, terms);
      return input && { ...plan, input };
    }
    case 'project': {
      const exprs = new Map<number, Expr>(plan.items.map((item) => [item.column.id, item.expr]));
      const input = inOrder(
        plan.input,
        terms.map((term) => ({ ...term, expr: replaceColumns(term.expr, exprs) })),
      );
      return input && { ...plan, input };
    }
    case 'stored-scan':
      return orderedScan(plan, terms);
    case 'aggregate':
      return isAscending(
        plan.groups.map(({ column }) => column),
        terms,
      )
        ? plan
        : undefined;
    case 'set-operation':
      return isAscending(plan.columns, terms) ? plan : undefined;
    default:
      return undefined;
  }
}

/** No two rows have all columns the same: terms after these order nothing. */
function isAscending(columns: readonly Column[], terms: readonly SortTerm[]): boolean {
  return (
    columns.length > 0 &&
    columns.every((column, at) => {
      const term = terms[at];
      if (!term) return true;
      const { expr, descending, nullsFirst, collation } = term;
      return (
        expr.kind === 'column' &&
        expr.column.id === column.id &&
        !descending &&
        nullsFirst &&
        collation === column.collation
      );
    })
  );
}

/** The scan with its rows in this order; another way to read it only where all rows are read anyway. */
export function orderedScan(scan: StoredScan, terms: readonly SortTerm[]): StoredScan | undefined {
  if (scan.limit) return undefined;
  const wanted = wantedOrder(scan, terms);
  if (!wanted) return undefined;
  for (const one of waysToRead(scan)) {
    const descending = directionOf(one, wanted);
    if (descending !== undefined) return { ...one, descending };
  }
  return undefined;
}

function* waysToRead(scan: StoredScan): Generator<StoredScan> {
  yield scan;
  if (scan.access || scan.indexedBy !== undefined) return;
  for (const index of scan.table.indexes) if (!index.where) yield { ...scan, access: { index, equals: [] } };
}

interface Wanted {
  readonly slot: number;
  readonly term: SortTerm;
  /** It can be text, and the collation matters. */
  readonly isText: boolean;
  readonly isNullable: boolean;
}

/** The terms as slots of the table's rows; undefined where one is computed above the scan. */
function wantedOrder(scan: StoredScan, terms: readonly SortTerm[]): readonly Wanted[] | undefined {
  const slots = new Slots(scan);
  const wanted: Wanted[] = [];
  for (const term of terms) {
    if (term.expr.kind === 'literal') continue;
    const slot = slots.of(term.expr);
    if (slot === undefined) return undefined;
    const isText = (typesOf(term.expr) & TYPE.text) !== 0;
    wanted.push({ slot, term, isText, isNullable: isNullable(scan.table, slot) });
  }
  return wanted;
}

/** Whether the scan must run backwards for the order; undefined: its key gives another one. */
function directionOf(scan: StoredScan, wanted: readonly Wanted[]): boolean | undefined {
  const index = scan.access?.index;
  const equals = scan.access?.equals ?? [];
  const terms = orderedTerms(scan, index);
  const constant = new Set(terms.slice(0, equals.length).filter((_, at) => isSingle(equals[at])));
  const left = wanted.filter((one) => ![...constant].some((term) => term.slot === one.slot && collates(one, term)));
  let descending: boolean | undefined;
  let at = 0;
  for (const [place, term] of terms.entries()) {
    if (at >= left.length || isUniqueBy(scan, index, place)) break;
    if (constant.has(term)) continue;
    const one = left[at];
    if (one?.slot !== term.slot || !collates(one, term)) return undefined;
    // Nulls are the smallest values of a key.
    if (one.isNullable && one.term.nullsFirst === one.term.descending) return undefined;
    const backwards = term.descending !== one.term.descending;
    if (descending !== undefined && descending !== backwards) return undefined;
    descending = backwards;
    at++;
    // A term written twice says nothing new.
    while (at < left.length && left.slice(0, at).some((before) => isSameTerm(before, left[at]))) at++;
  }
  return descending ?? scan.descending;
}

const collates = (one: Wanted, term: IndexTerm): boolean => !one.isText || one.term.collation === term.collation;

const isSameTerm = (a: Wanted, b: Wanted | undefined): boolean =>
  a.slot === b?.slot && (!a.isText || a.term.collation === b.term.collation);

/** No two rows share the first terms of the key, so whatever follows orders nothing. */
function isUniqueBy(scan: StoredScan, index: IndexSchema | undefined, length: number): boolean {
  if (!index) return length >= orderedTerms(scan, undefined).length;
  if (!index.unique || length < index.terms.length) return false;
  // Rows with nulls in the key are no conflict, and may be many.
  return index.terms.every((term, at) => scan.table.columns[term.slot]?.notNull || isNotNull(scan.access?.equals[at]));
}

const isSingle = (values: KeyValues | undefined): boolean =>
  values?.kind === 'is' || (values?.kind === 'values' && values.values.length === 1);

const isNotNull = (values: KeyValues | undefined): boolean => values !== undefined && values.kind !== 'is';
