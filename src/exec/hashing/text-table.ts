import { Chunks, grown } from './growing.js';
import { hashText } from './hash.js';
import { FEW, FIRST_SLOTS, moreSlots, NO_SLOTS } from './slots.js';

/** More steps to a free slot than this, and someone makes texts that meet. */
const MOST_STEPS = 256;

/** Texts, each under an id. See {@link ValueTable}. */
export class TextTable {
  /** The first keys and their ids, as long as there are no slots. */
  readonly #few: string[] = [];
  readonly #fewIds: number[] = [];
  #slots = NO_SLOTS;
  /** By id. */
  #hashes = NO_SLOTS;
  readonly #keys = new Chunks<string>();
  #size = 0;
  /** V8's table, whose hashes are another matter, in place of this one. */
  #refuge: Map<string, number> | undefined;

  /** The text's id: `fresh` where it was not there before. */
  add(key: string, fresh: number): number {
    if (this.#refuge) return this.#addRefuge(key, fresh, this.#refuge);
    const slots = this.#slots;
    if (slots.length === 0) return this.#addFew(key, fresh);
    const hash = hashText(key);
    const hashes = this.#hashes;
    const keys = this.#keys;
    const mask = slots.length - 1;
    for (let at = hash & mask, steps = 0; ; at = (at + 1) & mask, steps++) {
      const id = slots[at] as number; // masked
      if (id < 0) return this.#insert(key, hash, fresh, at, steps);
      if (hashes[id] === hash && keys.at(id) === key) return id;
    }
  }

  /** The text's id, -1 for none. */
  find(key: string): number {
    if (this.#refuge) return this.#refuge.get(key) ?? -1;
    const slots = this.#slots;
    if (slots.length === 0) return this.#findFew(key);
    const hash = hashText(key);
    const hashes = this.#hashes;
    const keys = this.#keys;
    const mask = slots.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const id = slots[at] as number; // masked
      if (id < 0 || (hashes[id] === hash && keys.at(id) === key)) return id;
    }
  }

  #findFew(key: string): number {
    const few = this.#few;
    for (let i = 0; i < few.length; i++) if (few[i] === key) return this.#fewIds[i] as number; // an id each
    return -1;
  }

  #addFew(key: string, fresh: number): number {
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
    this.#hashes = new Int32Array(FIRST_SLOTS);
    for (let i = 0; i < this.#few.length; i++) this.add(this.#few[i] as string, this.#fewIds[i] as number); // an id each
  }

  #insert(key: string, hash: number, id: number, at: number, steps: number): number {
    while (id >= this.#hashes.length) this.#hashes = grown(this.#hashes);
    while (this.#keys.length < id) this.#keys.push(''); // ids that are other values'
    this.#keys.push(key);
    this.#hashes[id] = hash;
    this.#slots[at] = id;
    this.#size++;
    if (steps > MOST_STEPS) this.#flee();
    else if (this.#size * 2 > this.#slots.length)
      this.#slots = moreSlots(this.#slots, (other) => this.#hashes[other] as number); // every id has a hash
    return id;
  }

  #flee(): void {
    this.#refuge = new Map();
    for (const id of this.#slots) if (id >= 0) this.#refuge.set(this.#keys.at(id), id);
    this.#slots = new Int32Array(0);
  }

  #addRefuge(key: string, fresh: number, refuge: Map<string, number>): number {
    const id = refuge.get(key);
    if (id !== undefined) return id;
    refuge.set(key, fresh);
    return fresh;
  }
}
