import { grown } from './growing.js';
import { hashWords } from './hash.js';
import { FIRST_SLOTS, moreSlots } from './slots.js';

/** Pairs of ids, each under an id of its own, from 0 in the order they come. */
export class PairTable {
  #slots = new Int32Array(FIRST_SLOTS).fill(-1);
  /** Two words for an id. */
  #keys = new Int32Array(2 * FIRST_SLOTS);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The pair's id: {@link size} as it was before, where it is new. */
  add(a: number, b: number): number {
    const slots = this.#slots;
    const keys = this.#keys;
    const mask = slots.length - 1;
    for (let at = hashWords(a, b) & mask; ; at = (at + 1) & mask) {
      const id = slots[at] as number; // masked
      if (id < 0) return this.#insert(a, b, at);
      if (keys[2 * id] === a && keys[2 * id + 1] === b) return id;
    }
  }

  /** The pair's id, -1 for none. */
  find(a: number, b: number): number {
    const slots = this.#slots;
    const keys = this.#keys;
    const mask = slots.length - 1;
    for (let at = hashWords(a, b) & mask; ; at = (at + 1) & mask) {
      const id = slots[at] as number; // masked
      if (id < 0 || (keys[2 * id] === a && keys[2 * id + 1] === b)) return id;
    }
  }

  #insert(a: number, b: number, at: number): number {
    const id = this.#size++;
    if (2 * id >= this.#keys.length) this.#keys = grown(this.#keys);
    this.#keys[2 * id] = a;
    this.#keys[2 * id + 1] = b;
    this.#slots[at] = id;
    if (this.#size * 2 > this.#slots.length)
      this.#slots = moreSlots(this.#slots, (other) =>
        hashWords(this.#keys[2 * other] as number, this.#keys[2 * other + 1] as number),
      ); // two words per id
    return id;
  }
}
