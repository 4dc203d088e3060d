import { binary, type Collation, type Value, valueKey } from '../../core/index.js';
import type { Key } from '../keys.js';
import { NumberTable } from './number-table.js';
import { TextTable } from './text-table.js';

/**
 * Different values, each under an id, from 0 in the order they come; what a collation finds equal is one value. Open
 * addressing with linear probing, at most half full, a table for each kind of key: V8 compiles each for the one kind, and
 * nothing is allocated per value (Knuth, TAOCP 3, 6.4, algorithm L).
 */
export class ValueTable {
  #size = 0;
  #numbers: NumberTable | undefined;
  #texts: TextTable | undefined;
  /** Null, and integers beyond 2^53. */
  #others: Map<Key, number> | undefined;

  constructor(private readonly collation: Collation) {}

  get size(): number {
    return this.#size;
  }

  /** The value's id: {@link size} as it was before, where it is new. */
  add(value: Value): number {
    if (typeof value === 'number' && isPlain(value)) {
      this.#numbers ??= new NumberTable();
      return this.#told(this.#numbers.add(value, this.#size));
    }
    if (typeof value === 'string' && this.collation === binary) {
      this.#texts ??= new TextTable();
      return this.#told(this.#texts.add(value, this.#size));
    }
    return this.#told(this.#addKey(valueKey(value, this.collation)));
  }

  /** The value's id, -1 for none. */
  find(value: Value): number {
    if (typeof value === 'number' && isPlain(value)) return this.#numbers?.find(value) ?? -1;
    const key = typeof value === 'string' && this.collation === binary ? value : valueKey(value, this.collation);
    if (typeof key === 'number') return this.#numbers?.find(key) ?? -1;
    return (typeof key === 'string' ? this.#texts?.find(key) : this.#others?.get(key)) ?? -1;
  }

  #told(id: number): number {
    if (id === this.#size) this.#size++;
    return id;
  }

  #addKey(key: Key): number {
    if (typeof key === 'number') {
      this.#numbers ??= new NumberTable();
      return this.#numbers.add(key, this.#size);
    }
    if (typeof key === 'string') {
      this.#texts ??= new TextTable();
      return this.#texts.add(key, this.#size);
    }
    this.#others ??= new Map();
    const id = this.#others.get(key) ?? this.#size;
    if (id === this.#size) this.#others.set(key, id);
    return id;
  }
}

/** Its own key: a huge REAL may equal an integer that is a bigint. */
const isPlain = (value: number): boolean => value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER;
