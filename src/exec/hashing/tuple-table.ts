import type { Collation, Value } from '../../core/index.js';
import { PairTable } from './pair-table.js';
import { ValueTable } from './value-table.js';

/**
 * Different lists of values, each under an id, from 0 in the order they come: a {@link ValueTable} for each place, and
 * a {@link PairTable} that joins what stands before a place with it.
 */
export class TupleTable {
  readonly places: readonly ValueTable[];
  /** One less than places. */
  readonly pairs: readonly PairTable[];

  readonly #last: { readonly size: number };

  /** @param collations one per place; at least one */
  constructor(collations: readonly Collation[]) {
    this.places = collations.map((collation) => new ValueTable(collation));
    this.pairs = Array.from({ length: collations.length - 1 }, () => new PairTable());
    this.#last = this.pairs.at(-1) ?? (this.places[0] as ValueTable); // at least one place
  }

  get size(): number {
    return this.#last.size;
  }

  /** The list's id: {@link size} as it was before, where it is new. @param at where the values stand; absent: in order */
  add(values: readonly Value[], at?: readonly number[]): number {
    let id = (this.places[0] as ValueTable).add(values[at ? (at[0] as number) : 0] as Value); // at least one place
    for (let i = 1; i < this.places.length; i++)
      id = (this.pairs[i - 1] as PairTable).add(
        id,
        (this.places[i] as ValueTable).add(values[at ? (at[i] as number) : i] as Value),
      ); // a value per place
    return id;
  }

  /** The list's id, -1 for none. */
  find(values: readonly Value[]): number {
    let id = (this.places[0] as ValueTable).find(values[0] as Value); // at least one place
    for (let i = 1; i < this.places.length && id >= 0; i++) {
      const next = (this.places[i] as ValueTable).find(values[i] as Value); // a value per place
      id = next < 0 ? -1 : (this.pairs[i - 1] as PairTable).find(id, next); // as above
    }
    return id;
  }
}
