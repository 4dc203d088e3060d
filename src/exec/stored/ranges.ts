import { Bug, collationOf, compareValues, type Row, type Value } from '../../core/index.js';
import type { KeyBound, KeyValues, StoredAccess, StoredScan } from '../../sql/planner/index.js';
import { type IndexTerm, type KeyEnd, type KeyRange, keyTerms } from '../../store/index.js';
import type { Evaluate, ExprScope } from '../expressions/index.js';
import { ONCE } from '../run.js';
import { type Operator, Pending, settled, type Task } from '../stream.js';

const NO_ROW: Row = [];

/** How a stored table is read, compiled for one run. */
export interface Ranges {
  readonly equals: readonly Values[];
  /** Null: a bound is null, and nothing matches. Absent: no bounds are wanted. */
  readonly bounds: (() => KeyRange['range'] | null) | undefined;
}

/** What a term equals: values, or a query that gives them. */
interface Values {
  readonly term: IndexTerm;
  readonly backwards: boolean;
  readonly source: (() => readonly Value[]) | (() => Operator);
  readonly kind: 'one' | 'some' | 'query';
}

/** The stretches of a key to read: each combination of these values, one per leading term, within these bounds. */
export interface Wanted {
  readonly sets: readonly (readonly Value[])[];
  readonly range: KeyRange['range'] | undefined;
}

/** The order of what a key holds: its own terms, then the table's key. */
export function orderOf({ table, access }: StoredScan): readonly IndexTerm[] {
  const own = keyTerms(table);
  return access?.index ? [...access.index.terms, ...own] : own;
}

export function compileRanges({ equals, range }: StoredAccess, plan: StoredScan, scope: ExprScope): Ranges {
  const terms = orderOf(plan);
  return {
    equals: equals.map((values, at) => {
      const term = terms[at];
      if (!term) throw new Bug(`the key of ${plan.table.name} has no term ${at}`);
      return { term, backwards: plan.descending, ...valuesOf(values, scope) };
    }),
    bounds: range && boundsOf(range, scope),
  };
}

/** Evaluates values and bounds; undefined where nothing can match. */
export function* wantedBy({ equals, bounds }: Ranges): Task<Wanted | undefined> {
  const sets: (readonly Value[])[] = [];
  for (const values of equals) {
    const set = yield* values.kind === 'query' ? queried(values) : given(values);
    // The terms still to come may be costly, and cannot help.
    if (set.length === 0) return undefined;
    sets.push(set);
  }
  const range = bounds && (yield* settled(bounds));
  return range === null ? undefined : { sets, range };
}

function* given({ source, kind, term, backwards }: Values): Task<readonly Value[]> {
  const values = yield* settled(source as () => readonly Value[]); // what all kinds but one have
  return kind === 'one' ? values : inOrder(values, term, backwards);
}

function* queried({ source, term, backwards }: Values): Task<readonly Value[]> {
  const found: Value[] = [];
  for (const item of (source as () => Operator)().open()) {
    // its kind says so
    if (item instanceof Pending) yield item;
    else for (const row of item) found.push(row[0] as Value); // one column
  }
  return inOrder(found, term, backwards);
}

/** Each value once, without nulls, as the walk meets them. */
function inOrder(values: readonly Value[], { collation, descending }: IndexTerm, backwards: boolean): readonly Value[] {
  const rules = collationOf(collation);
  const sign = descending === backwards ? 1 : -1;
  const numbers = sign > 0 ? numbersInOrder(values) : undefined;
  if (numbers) return numbers;
  const sorted = values.filter((value) => value !== null).sort((a, b) => sign * compareValues(a, b, rules));
  return sorted.filter((value, at) => at === 0 || compareValues(sorted[at - 1] as Value, value, rules) !== 0);
}

/** Undefined: not all of them are numbers of the kind that needs no rules. */
function numbersInOrder(values: readonly Value[]): readonly number[] | undefined {
  const numbers = new Float64Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as Value; // within bounds
    if (typeof value !== 'number') return undefined;
    numbers[at] = value;
  }
  return Array.from(numbers.sort()).filter((value, at) => at === 0 || value !== numbers[at - 1]);
}

function valuesOf(values: KeyValues, scope: ExprScope): Pick<Values, 'kind' | 'source'> {
  switch (values.kind) {
    case 'is': {
      const value = scope.value(values.value);
      return { kind: 'one', source: () => [value(NO_ROW)] };
    }
    case 'values':
      return listed(values.values.map((value) => scope.value(value)));
    case 'keys':
      return {
        kind: 'some',
        source: () => {
          const keys = scope.run.keySets.get(values.set);
          if (!keys) throw new Bug(`no keys gathered for set ${values.set}`);
          return keys;
        },
      };
    case 'subquery': {
      let operator: Operator | undefined;
      return {
        kind: 'query',
        source: () => {
          operator ??= scope.build(values.subquery.plan, ONCE);
          return operator;
        },
      };
    }
  }
}

function listed(values: readonly Evaluate[]): Pick<Values, 'kind' | 'source'> {
  const [only] = values;
  if (!only || values.length > 1) return { kind: 'some', source: () => values.map((value) => value(NO_ROW)) };
  return {
    kind: 'one',
    source: () => {
      const value = only(NO_ROW);
      return value === null ? [] : [value];
    },
  };
}

function boundsOf({ min, max }: NonNullable<StoredAccess['range']>, scope: ExprScope): () => KeyRange['range'] | null {
  const low = min && boundOf(min, scope);
  const high = max && boundOf(max, scope);
  return () => {
    const from = low?.();
    const to = high?.();
    if (from === null || to === null) return null;
    return { ...(from && { min: from }), ...(to && { max: to }) };
  };
}

function boundOf({ value, inclusive }: KeyBound, scope: ExprScope): () => KeyEnd | null {
  const evaluate = scope.value(value);
  return () => {
    const end = evaluate(NO_ROW);
    return end === null ? null : { value: end, inclusive };
  };
}
