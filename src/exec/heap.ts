/** A binary heap: the least item by `compare` is on top. */
export class Heap<T> {
  readonly #items: T[] = [];

  constructor(private readonly compare: (a: T, b: T) => number) {}

  get size(): number {
    return this.#items.length;
  }
  get top(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    const items = this.#items;
    items.push(item);
    for (let child = items.length - 1; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (this.compare(items[child] as T, items[parent] as T) >= 0) return; // within the heap
      this.#swap(child, parent);
      child = parent;
    }
  }

  pop(): T | undefined {
    const top = this.#items[0];
    const last = this.#items.pop();
    if (this.#items.length > 0) this.replaceTop(last as T); // there was an item, and one is left
    return top;
  }

  /** Takes the top away and puts this item in. */
  replaceTop(item: T): void {
    const items = this.#items;
    items[0] = item;
    for (let parent = 0; ; ) {
      let least = parent;
      for (let child = 2 * parent + 1; child <= 2 * parent + 2 && child < items.length; child++) {
        if (this.compare(items[child] as T, items[least] as T) < 0) least = child; // within the heap
      }
      if (least === parent) return;
      this.#swap(parent, least);
      parent = least;
    }
  }

  /** Everything, in no order. */
  items(): readonly T[] {
    return this.#items;
  }

  #swap(i: number, j: number): void {
    const items = this.#items;
    const item = items[i] as T; // both within the heap
    items[i] = items[j] as T;
    items[j] = item;
  }
}
