import { STEP_ITEMS, type Steps } from './steps.js';

/** Digits of so many bits at most: their counts stay in the nearest cache. For few items, fewer counts are cleared. */
const WIDE_BITS = 11;
const NARROW_BITS = 8;
const WIDE_ITEMS = 16_384;

/**
 * Sorts indices of items by the items' words, stably: digits from the least significant on, as far as the words differ
 * (LSD radix sort; Knuth, The Art of Computer Programming 3, 5.2.5). Words move with their indices, so that each pass
 * reads one after the other. It has room for `capacity` items, used again by each sort.
 */
export class RadixSorter {
  #keys: Uint32Array;
  #otherKeys: Uint32Array;
  #items: Uint32Array;
  #otherItems: Uint32Array;
  readonly #counts = new Uint32Array(1 << WIDE_BITS);

  constructor(capacity: number) {
    this.#keys = new Uint32Array(capacity);
    this.#otherKeys = new Uint32Array(capacity);
    this.#items = new Uint32Array(capacity);
    this.#otherItems = new Uint32Array(capacity);
  }

  /**
   * Sorts `order[start…end)`.
   * @returns numbers equal where words are, by place after `start`: good until the next sort
   */
  *sort(order: Uint32Array, start: number, end: number, words: Uint32Array): Steps<Uint32Array> {
    const size = end - start;
    const bits = 32 - Math.clz32(this.#load(order, start, size, words));
    const passes = Math.ceil(bits / (size < WIDE_ITEMS ? NARROW_BITS : WIDE_BITS));
    const width = Math.ceil(bits / passes);
    for (let pass = 0; pass < passes; pass++) {
      if (!this.#count(size, pass * width, width)) continue;
      for (let at = 0; at < size; at += STEP_ITEMS) {
        this.#scatter(at, Math.min(at + STEP_ITEMS, size), pass * width, width);
        if (size > STEP_ITEMS) yield;
      }
      [this.#keys, this.#otherKeys] = [this.#otherKeys, this.#keys];
      [this.#items, this.#otherItems] = [this.#otherItems, this.#items];
    }
    if (passes > 0) order.set(this.#items.subarray(0, size), start);
    return this.#keys;
  }

  /** Each word's distance from the least; gives the greatest of them, 0 where they are in order already. */
  #load(order: Uint32Array, start: number, size: number, words: Uint32Array): number {
    const keys = this.#keys;
    const items = this.#items;
    let least = 0xffffffff;
    let greatest = 0;
    let before = 0;
    let isSorted = true;
    for (let at = 0; at < size; at++) {
      const item = order[start + at] as number; // within bounds, as all below
      const word = words[item] as number;
      items[at] = item;
      keys[at] = word;
      if (word < before) isSorted = false;
      before = word;
      if (word < least) least = word;
      if (word > greatest) greatest = word;
    }
    if (isSorted) return 0;
    for (let at = 0; at < size; at++) keys[at] = (keys[at] as number) - least;
    return greatest - least;
  }

  /** Fills in where each digit's items go; false where all have the same: nothing to do. */
  #count(size: number, shift: number, width: number): boolean {
    const keys = this.#keys;
    const counts = this.#counts;
    const buckets = 1 << width;
    const mask = buckets - 1;
    counts.fill(0, 0, buckets);
    for (let at = 0; at < size; at++) {
      const digit = ((keys[at] as number) >>> shift) & mask;
      counts[digit] = (counts[digit] as number) + 1;
    }
    let sum = 0;
    for (let digit = 0; digit < buckets; digit++) {
      const count = counts[digit] as number;
      if (count === size) return false;
      counts[digit] = sum;
      sum += count;
    }
    return true;
  }

  #scatter(from: number, to: number, shift: number, width: number): void {
    const keys = this.#keys;
    const items = this.#items;
    const otherKeys = this.#otherKeys;
    const otherItems = this.#otherItems;
    const counts = this.#counts;
    const mask = (1 << width) - 1;
    for (let at = from; at < to; at++) {
      const key = keys[at] as number;
      const digit = (key >>> shift) & mask;
      const target = counts[digit] as number;
      counts[digit] = target + 1;
      otherKeys[target] = key;
      otherItems[target] = items[at] as number;
    }
  }
}
