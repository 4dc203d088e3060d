import { orderWords, type Steps, type Value } from '../../core/index.js';
import type { SortTerm } from '../../sql/planner/index.js';
import { termComparator } from '../ordering.js';

export type OrderTerm = Omit<SortTerm, 'expr'>;

/** Compares two items by their indices. */
export type CompareIndices = (a: number, b: number) => number;

/** One of several things to order items by, each where those before it are equal. */
export interface Level {
  readonly compare: CompareIndices;
  /** By item, in the order of `compare`. Absent: there is nothing but comparing. */
  readonly words?: Uint32Array;
}

/** What items are ordered by, term by term, the first thing first; `keys` by term, then by item. */
export function* keyLevels(keys: readonly (readonly Value[])[], terms: readonly OrderTerm[]): Steps<Level[][]> {
  const levels: Level[][] = [];
  for (const [index, term] of terms.entries()) {
    const values = keys[index] as readonly Value[]; // keys for each term
    const numbers = yield* orderWords(values, term);
    const own: Level[] = numbers?.words.map((words) => ({ words, compare: byWord(words) })) ?? [];
    if (!numbers) own.push(byValue(values, term));
    else if (!numbers.isExact) own.push(byValue(numbers.ties, { ...term, collation: 'binary' }));
    levels.push(own);
  }
  return levels;
}

function byWord(words: Uint32Array): CompareIndices {
  return (a, b) => (words[a] as number) - (words[b] as number); // indices of items
}

export function byValue(values: readonly Value[], term: OrderTerm): Level {
  const compare = termComparator(term);
  return { compare: (a, b) => compare(values[a] as Value, values[b] as Value) }; // indices of items
}

/** Compares by each of these in turn. */
export function inTurn(compares: readonly CompareIndices[]): CompareIndices {
  const [first, second] = compares;
  if (first && compares.length === 1) return first;
  if (first && second && compares.length === 2) return (a, b) => first(a, b) || second(a, b);
  return (a, b) => {
    for (const compare of compares) {
      const order = compare(a, b);
      if (order !== 0) return order;
    }
    return 0;
  };
}
