import type { Value } from '../../core/index.js';
import type { ResultRow } from '../../logger/record.js';

/** Where the columns of a statement stand in its cells. Of two columns of one name the last counts. */
export type Places = ReadonlyMap<string, number>;

export const placesOf = (columns: readonly string[]): Places => new Map(columns.map((name, at) => [name, at]));

/** A row that reads from the cells of its batch: a map per row would take ten times the memory. */
export class BatchRow implements ResultRow {
  constructor(
    private readonly places: Places,
    private readonly cells: readonly Value[],
    private readonly start: number,
  ) {}

  get size(): number {
    return this.places.size;
  }
  has(name: string): boolean {
    return this.places.has(name);
  }
  get(name: string): Value | undefined {
    const place = this.places.get(name);
    return place === undefined ? undefined : this.cells[this.start + place];
  }
  keys(): MapIterator<string> {
    return this.places.keys();
  }
  *values(): MapIterator<Value> {
    for (const [, value] of this) yield value;
  }
  entries(): MapIterator<[string, Value]> {
    return this[Symbol.iterator]();
  }
  forEach(call: (value: Value, name: string, map: ResultRow) => void): void {
    for (const [name, value] of this) call(value, name, this);
  }
  *[Symbol.iterator](): MapIterator<[string, Value]> {
    for (const [name, place] of this.places) yield [name, this.cells[this.start + place] ?? ''];
  }
}
