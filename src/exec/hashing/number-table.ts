import { grown } from './growing.js';
import { hashNumber } from './hash.js';
import { FEW, FIRST_SLOTS, moreSlots, NO_SLOTS } from './slots.js';

const NO_KEYS = new Float64Array(0);

/** Numbers, each under an id. See {@link ValueTable}. */
export class NumberTable {
  /** The first keys and their ids, as long as there are no slots. */
  readonly #few: number[] = [];
  readonly #fewIds: number[] = [];
  #slots = NO_SLOTS;
  /** By id. */
  #keys = NO_KEYS;
  #size = 0;

  /** The number's id: `fresh` where it was not there before. */
  add(key: number, fresh: number): number {
    const slots = this.#slots;
    if (slots.length === 0) return this.#addFew(key, fresh);
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
    if (slots.length === 0) return this.#findFew(key);
    const keys = this.#keys;
    const mask = slots.length - 1;
    for (let at = hashNumber(key) & mask; ; at = (at + 1) & mask) {
      const id = slots[at] as number; // masked
      if (id < 0 || keys[id] === key) return id;
    }
  }

  #findFew(key: number): number {
    const few = this.#few;
    for (let i = 0; i < few.length; i++) if (few[i] === key) return this.#fewIds[i] as number; // an id each
    return -1;
  }

  #addFew(key: number, fresh: number): number {
    const id = this.#findFew(key);
    if (id >= 0) return id;
    if (this.#few.length === FEW) {
      this.#spread();
      return this.add(key, fresh);
    }
    this.#few.push(key);
    this.#fewIds.push(fresh);
    return fresh;
  }

  /** The first keys go into slots. */
  #spread(): void {
    this.#slots = new Int32Array(FIRST_SLOTS).fill(-1);
    this.#keys = new Float64Array(FIRST_SLOTS);
    for (let i = 0; i < this.#few.length; i++) this.add(this.#few[i] as number, this.#fewIds[i] as number); // an id each
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
