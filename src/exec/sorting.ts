import { collationOf, Real, toFloat, type Value } from '../core/index.js';
import type { SortTerm } from '../sql/planner/index.js';
import { termComparator } from './ordering.js';
import type { Run } from './run.js';
import type { Task } from './stream.js';

export type OrderTerm = Omit<SortTerm, 'expr'>;
type CompareIndices = (a: number, b: number) => number;

/** Items handled between two looks at the clock. */
const STEP_ITEMS = 16_384;
/** Items sorted without a look at the clock: some ten milliseconds. */
const RUN_ITEMS = 32_768;

/**
 * The items in the order of their terms, equal ones as they came. Keys are laid out column by column first: comparing
 * two of a column of numbers, or of texts, then takes no look at types, and touches little memory.
 */
export function* sortedBy<T>(
  items: readonly T[],
  terms: readonly OrderTerm[],
  keyAt: (item: T, term: number) => Value,
  run: Run,
): Task<T[]> {
  if (items.length <= 1 || terms.length === 0) return [...items];
  const comparators: CompareIndices[] = [];
  for (const [index, term] of terms.entries()) {
    const keys: Value[] = new Array(items.length);
    for (let at = 0; at < items.length; at++) {
      keys[at] = keyAt(items[at] as T, index); // within bounds
      if (at % STEP_ITEMS === 0 && run.pauseDue()) yield run.pause();
    }
    comparators.push(columnComparator(keys, term));
  }
  const order = yield* sortedIndices(items.length, inTurn(comparators), run);
  const sorted: T[] = new Array(items.length);
  for (let at = 0; at < order.length; at++) sorted[at] = items[order[at] as number] as T; // indices of items
  return sorted;
}

function inTurn(comparators: readonly CompareIndices[]): CompareIndices {
  const [first, second] = comparators;
  if (first && comparators.length === 1) return first;
  if (first && second && comparators.length === 2) return (a, b) => first(a, b) || second(a, b);
  return (a, b) => {
    for (const compare of comparators) {
      const order = compare(a, b);
      if (order !== 0) return order;
    }
    return 0;
  };
}

function columnComparator(keys: readonly Value[], term: OrderTerm): CompareIndices {
  const sign = term.descending ? -1 : 1;
  if (keys.every(isFloat)) {
    const floats = new Float64Array(keys.length);
    for (let at = 0; at < keys.length; at++) floats[at] = toFloat(keys[at] as number | Real); // as just tested
    return (a, b) => {
      const x = floats[a] as number; // indices of keys
      const y = floats[b] as number;
      return x < y ? -sign : x > y ? sign : 0;
    };
  }
  if (collationOf(term.collation).name === 'binary' && keys.every(isPlainText)) {
    const texts = keys as readonly string[]; // as just tested
    return (a, b) => {
      const x = texts[a] as string; // indices of keys
      const y = texts[b] as string;
      return x === y ? 0 : x < y ? -sign : sign;
    };
  }
  const compare = termComparator(term);
  return (a, b) => compare(keys[a] as Value, keys[b] as Value); // indices of keys
}

const isFloat = (key: Value): boolean => typeof key === 'number' || key instanceof Real;

const SURROGATE = /[\ud800-\udfff]/;
/** Text whose UTF-16 units are in the order of its bytes. */
const isPlainText = (key: Value): boolean => typeof key === 'string' && !SURROGATE.test(key);

/** 0…size-1 in order, by sorted runs that are merged: between them it gives way to the event loop. */
function* sortedIndices(size: number, compare: CompareIndices, run: Run): Task<Uint32Array> {
  let from = new Uint32Array(size);
  for (let index = 0; index < size; index++) from[index] = index;
  for (let start = 0; start < size; start += RUN_ITEMS) {
    from.subarray(start, start + RUN_ITEMS).sort(compare); // stable, as all of JavaScript's sorts
    if (run.pauseDue()) yield run.pause();
  }
  if (size <= RUN_ITEMS) return from;
  let to = new Uint32Array(size);
  for (let width = RUN_ITEMS; width < size; width *= 2) {
    for (let start = 0; start < size; start += 2 * width) {
      const merge = new Merge(
        from,
        to,
        start,
        Math.min(start + width, size),
        Math.min(start + 2 * width, size),
        compare,
      );
      while (!merge.advance()) if (run.pauseDue()) yield run.pause();
    }
    [from, to] = [to, from];
  }
  return from;
}

/** Merges two neighbouring runs, some items at a time. */
class Merge {
  #left: number;
  #right: number;
  #at: number;

  constructor(
    private readonly from: Uint32Array,
    private readonly to: Uint32Array,
    start: number,
    private readonly middle: number,
    private readonly end: number,
    private readonly compare: CompareIndices,
  ) {
    this.#left = start;
    this.#right = middle;
    this.#at = start;
  }

  /** True when it is through. */
  advance(): boolean {
    const { from, to, middle, end, compare } = this;
    const stop = Math.min(end, this.#at + STEP_ITEMS);
    let left = this.#left;
    let right = this.#right;
    let at = this.#at;
    while (at < stop && left < middle && right < end) {
      const a = from[left] as number; // within the runs
      const b = from[right] as number;
      if (compare(a, b) <= 0) {
        to[at++] = a;
        left++;
      } else {
        to[at++] = b;
        right++;
      }
    }
    if (left === middle || right === end) {
      to.set(left < middle ? from.subarray(left, middle) : from.subarray(right, end), at);
      return true;
    }
    this.#left = left;
    this.#right = right;
    this.#at = at;
    return false;
  }
}
