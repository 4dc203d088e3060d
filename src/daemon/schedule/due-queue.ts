/** Something that is due at a second since 1970; of those due at one second, the lowest rank comes first. */
export interface Due {
  next: number;
  readonly rank: number;
}

/** What is due next, of many: a binary heap. */
export class DueQueue<T extends Due> {
  readonly #heap: T[] = [];

  get next(): number {
    return this.#heap[0]?.next ?? Number.POSITIVE_INFINITY;
  }

  /** @param item its `next` must stay as it is while it is in here */
  add(item: T): void {
    let at = this.#heap.push(item) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#isBefore(at, above)) return;
      this.#swap(at, above);
      at = above;
    }
  }

  /** Takes out what is due at the second or before it, in order. */
  take(second: number): T[] {
    const due: T[] = [];
    while (this.next <= second) {
      const [first] = this.#heap;
      const last = this.#heap.pop();
      if (!first || !last) break;
      due.push(first);
      if (this.#heap.length > 0) {
        this.#heap[0] = last;
        this.#sink();
      }
    }
    return due;
  }

  /** Takes out everything. */
  clear(): T[] {
    return this.#heap.splice(0);
  }

  #sink(): void {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= this.#heap.length) return;
      const below = left + 1 < this.#heap.length && this.#isBefore(left + 1, left) ? left + 1 : left;
      if (!this.#isBefore(below, at)) return;
      this.#swap(at, below);
      at = below;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [left, right] = [this.#heap[a] as T, this.#heap[b] as T]; // both within bounds
    return left.next < right.next || (left.next === right.next && left.rank < right.rank);
  }

  #swap(a: number, b: number): void {
    const left = this.#heap[a] as T; // both within bounds
    this.#heap[a] = this.#heap[b] as T;
    this.#heap[b] = left;
  }
}
