import { Bug, collationOf, compareValues, type Row, type Value } from '../../core/index.js';
import type { KeyBound, KeyValues, StoredAccess, StoredScan } from '../../sql/planner/index.js';
import { type IndexTerm, type KeyEnd, type KeyRange, keyTerms } from '../../store/index.js';
import type { Evaluate, ExprScope } from '../expressions/index.js';
import { ONCE } from '../run.js';
import { type Operator, Pending, settled, type Task } from '../stream.js';

const NO_ROW: Row = [];

/** The order of what a key holds: its own terms, then the table's key. */
export function orderOf({ table, access }: StoredScan): readonly IndexTerm[] {
  const own = keyTerms(table);
  return access?.index ? [...access.index.terms, ...own] : own;
}

/**
 * Compiles how a stored table is read. The result evaluates values and bounds when the scan opens and gives the stretches
 * of the key to read, in the order of the walk; none where nothing can match.
 */
export function compileRanges(
  plan: StoredScan,
  access: StoredAccess,
  scope: ExprScope,
): () => Task<Iterable<KeyRange>> {
  const terms = orderOf(plan);
  const equals = access.equals.map((values, at) => gatherer(values, terms[at] as IndexTerm, plan.descending, scope)); // a term each
  const range = access.range && compileBounds(access.range, scope);
  return function* () {
    const sets: (readonly Value[])[] = [];
    for (const gather of equals) {
      const values = yield* gather();
      // The terms still to come may be costly, and cannot help.
      if (values.length === 0) return [];
      sets.push(values);
    }
    const ends = range && (yield* settled(range));
    if (ends === null) return [];
    return combined(sets, ends ? { range: ends } : {});
  };
}

/** Every combination of a value for each term, in the order of the key. */
function* combined(sets: readonly (readonly Value[])[], rest: Pick<KeyRange, 'range'>): Iterable<KeyRange> {
  const at = sets.map(() => 0);
  for (;;) {
    yield { equals: sets.map((values, term) => values[at[term] as number] as Value), ...rest }; // within bounds
    let term = sets.length - 1;
    for (; term >= 0; term--) {
      const next = (at[term] as number) + 1;
      at[term] = next < (sets[term] as readonly Value[]).length ? next : 0;
      if (at[term] !== 0) break;
    }
    if (term < 0) return;
  }
}

type Gather = () => Task<readonly Value[]>;

function gatherer(values: KeyValues, term: IndexTerm, backwards: boolean, scope: ExprScope): Gather {
  switch (values.kind) {
    case 'is': {
      const value = scope.value(values.value);
      return () => settled(() => [value(NO_ROW)]);
    }
    case 'values':
      return gatherValues(
        values.values.map((value) => scope.value(value)),
        term,
        backwards,
      );
    case 'keys':
      return () =>
        settled(() => {
          const keys = scope.run.keySets.get(values.set);
          if (!keys) throw new Bug(`no keys gathered for set ${values.set}`);
          return inOrder(keys, term, backwards);
        });
    case 'subquery': {
      let operator: Operator | undefined;
      return function* () {
        operator ??= scope.build(values.subquery.plan, ONCE);
        const found: Value[] = [];
        for (const item of operator.open()) {
          if (item instanceof Pending) yield item;
          else for (const row of item) found.push(row[0] as Value); // one column
        }
        return inOrder(found, term, backwards);
      };
    }
  }
}

function gatherValues(values: readonly Evaluate[], term: IndexTerm, backwards: boolean): Gather {
  const [only] = values;
  if (only && values.length === 1)
    return function* () {
      const value = yield* settled(() => only(NO_ROW));
      return value === null ? [] : [value];
    };
  return function* () {
    const found = yield* settled(() => values.map((value) => value(NO_ROW)));
    return inOrder(found, term, backwards);
  };
}

/** Each value once, without nulls, as the walk meets them. */
function inOrder(values: readonly Value[], { collation, descending }: IndexTerm, backwards: boolean): readonly Value[] {
  const rules = collationOf(collation);
  const sign = descending === backwards ? 1 : -1;
  const sorted = values.filter((value) => value !== null).sort((a, b) => sign * compareValues(a, b, rules));
  return sorted.filter((value, at) => at === 0 || compareValues(sorted[at - 1] as Value, value, rules) !== 0);
}

/** Null: a bound is null, and nothing matches. */
function compileBounds(
  { min, max }: NonNullable<StoredAccess['range']>,
  scope: ExprScope,
): () => KeyRange['range'] | null {
  const low = min && compileBound(min, scope);
  const high = max && compileBound(max, scope);
  return () => {
    const from = low?.();
    const to = high?.();
    if (from === null || to === null) return null;
    return { ...(from && { min: from }), ...(to && { max: to }) };
  };
}

function compileBound({ value, inclusive }: KeyBound, scope: ExprScope): () => KeyEnd | null {
  const evaluate = scope.value(value);
  return () => {
    const end = evaluate(NO_ROW);
    return end === null ? null : { value: end, inclusive };
  };
}
