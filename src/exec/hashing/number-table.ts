import { grown } from './growing.js';
import { hashNumber } from './hash.js';
import { FIRST_SLOTS, moreSlots } from './slots.js';

/** Numbers, each under an id. See {@link ValueTable}. */
export class NumberTable {
  #slots = new Int32Array(FIRST_SLOTS).fill(-1);
  /** By id. */
  #keys = new Float64Array(FIRST_SLOTS);
  #size = 0;

  /** The number's id: `fresh` where it was not there before. */
  add(key: number, fresh: number): number {
    const slots = this.#slots;
    const keys = this.#keys;
    const mask = slots.length - 1;
    for (let at = hashNumber(key) & mask; ; at = (at + 1) & mask) {
      const id = slots[at] as number; // masked
      if (id < 0) return this.#insert(key, fresh, at);
      if (keys[id] === key) return id;
    }
  }

  /** The number's id, -1 for none. */
  find(key: number): number {
    const slots = this.#slots;
    const keys = this.#keys;
    const mask = slots.length - 1;
    for (let at = hashNumber(key) & mask; ; at = (at + 1) & mask) {
      const id = slots[at] as number; // masked
      if (id < 0 || keys[id] === key) return id;
    }
  }

  #insert(key: number, id: number, at: number): number {
    while (id >= this.#keys.length) this.#keys = grown(this.#keys);
    this.#keys[id] = key;
    this.#slots[at] = id;
    if (++this.#size * 2 > this.#slots.length)
      this.#slots = moreSlots(this.#slots, (other) => hashNumber(this.#keys[other] as number)); // every id has a key
    return id;
  }
}
