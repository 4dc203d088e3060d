/** Room for at least one more: twice as much, the contents kept. */
export function grown<T extends Int32Array | Float64Array>(array: T): T {
  const larger = new (array.constructor as new (length: number) => T)(array.length * 2);
  larger.set(array);
  return larger;
}

const CHUNK_BITS = 12;
const CHUNK = 1 << CHUNK_BITS;

/** A list that grows without being copied: an array that V8 makes larger moves all it holds, again and again. */
export class Chunks<T> {
  readonly #chunks: T[][] = [];
  #last: T[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(item: T): void {
    if ((this.#length++ & (CHUNK - 1)) === 0) {
      this.#last = [];
      this.#chunks.push(this.#last);
    }
    this.#last.push(item);
  }

  /** @param index within the list */
  at(index: number): T {
    return (this.#chunks[index >> CHUNK_BITS] as T[])[index & (CHUNK - 1)] as T; // within the list
  }

  clear(): void {
    this.#chunks.length = 0;
    this.#length = 0;
  }
}
