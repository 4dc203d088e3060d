import { grown } from './growing.js';
import { hashWords } from './hash.js';
import { FEW, FIRST_SLOTS, moreSlots, NO_SLOTS } from './slots.js';

/** Pairs of ids, each under an id of its own, from 0 in the order they come. */
export class PairTable {
  /** Two words for an id, as long as there are no slots. */
  readonly #few: number[] = [];
  #slots = NO_SLOTS;
  /** Two words for an id. */
  #keys = NO_SLOTS;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The pair's id: {@link size} as it was before, where it is new. */
  add(a: number, b: number): number {
    const slots = this.#slots;
    if (slots.length === 0) return this.#addFew(a, b);
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
    if (slots.length === 0) return this.#findFew(a, b);
    const keys = this.#keys;
    const mask = slots.length - 1;
    for (let at = hashWords(a, b) & mask; ; at = (at + 1) & mask) {
      const id = slots[at] as number; // masked
      if (id < 0 || (keys[2 * id] === a && keys[2 * id + 1] === b)) return id;
    }
  }

  #findFew(a: number, b: number): number {
    const few = this.#few;
    for (let i = 0; i < few.length; i += 2) if (few[i] === a && few[i + 1] === b) return i >> 1;
    return -1;
  }

  #addFew(a: number, b: number): number {
    const id = this.#findFew(a, b);
    if (id >= 0) return id;
    if (this.#size === FEW) {
      this.#spread();
      return this.add(a, b);
    }
    this.#few.push(a, b);
    return this.#size++;
  }

  /** The first pairs go into slots. */
  #spread(): void {
    this.#slots = new Int32Array(FIRST_SLOTS).fill(-1);
    this.#keys = new Int32Array(2 * FIRST_SLOTS);
    this.#size = 0;
    const few = this.#few;
    for (let i = 0; i < few.length; i += 2) this.add(few[i] as number, few[i + 1] as number); // two words for an id
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
