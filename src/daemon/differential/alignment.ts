import type { Value } from '../../core/index.js';
import { Surplus } from './multiset.js';
import type { ResultSet } from './result-set.js';
import { RowList } from './row-list.js';
import { type Lead, leadsOf, rowText } from './row-text.js';
import { StoredRows } from './stored-rows.js';

/** How the rows of a run differ from those stored, as texts. */
export interface Difference {
  /** In the run's order; of equal rows the last ones. */
  readonly added: readonly string[];
  /** In no order. */
  readonly removed: readonly string[];
  /** The run's rows as they are to be stored. */
  readonly rows: () => string;
}

/** So many rows may have come or gone at one place for those behind it to be found without counting. */
const REACH = 32;
/** After so many rows in a row that are nowhere near, they are in another order. */
const PATIENCE = 16;

/**
 * Compares rows with those stored of the last run; how often a row occurs counts. Most rows stand where they stood, or a
 * few places off: their values are compared in the stored text, and no text is made of them. The others are counted.
 * @throws StateError
 */
export function differenceFrom(stored: string, sets: readonly ResultSet[], nullText: string): Difference {
  const alignment = new Alignment(new StoredRows(stored, nullText), sets, nullText);
  return alignment.difference();
}

class Alignment {
  readonly #surplus = new Surplus();
  readonly #list: RowList;
  /** The stored row that is next, or none. */
  #at: number;
  #lost = 0;
  #leads: readonly Lead[] = [];

  constructor(
    private readonly before: StoredRows,
    private readonly sets: readonly ResultSet[],
    private readonly nullText: string,
  ) {
    this.#at = before.first;
    this.#list = new RowList(
      before,
      sets.reduce((sum, { rows }) => sum + rows.length, 0),
    );
  }

  difference(): Difference {
    for (const { columns, rows } of this.sets) {
      this.#leads = leadsOf(columns);
      for (let place = 0; place < rows.length; place++) this.#align(rows, place);
    }
    while (this.#at >= 0) this.#dropStored();
    const list = this.#list;
    return { added: list.lastOf(this.#surplus.more()), removed: this.#surplus.less(), rows: () => list.toString() };
  }

  #align(rows: readonly (readonly Value[])[], place: number): void {
    const row = rows[place] ?? [];
    if (this.#keep(row)) return;
    const isLooking = this.#lost++ < PATIENCE;
    const gone = isLooking ? this.#goneBefore(row) : 0;
    for (let n = 0; n < gone; n++) this.#dropStored();
    if (gone > 0 && this.#keep(row)) return;
    const text = rowText(this.#leads, row, this.nullText);
    this.#list.add(text);
    this.#surplus.count(text, 1);
    if (this.#at >= 0 && !(isLooking && this.#isNear(rows, place))) this.#dropStored();
  }

  /** Takes the row as the next stored one, if they are equal. */
  #keep(row: readonly Value[]): boolean {
    const end = this.#at < 0 ? -1 : this.before.endOfEqual(this.#at, this.#leads, row);
    if (end < 0) return false;
    this.#list.keep(this.#at, end);
    this.#at = this.before.behind(end);
    this.#lost = 0;
    return true;
  }

  #dropStored(): void {
    const end = this.before.endOf(this.#at);
    this.#surplus.count(this.before.text.slice(this.#at, end), -1);
    this.#at = this.before.behind(end);
  }

  /** How many stored rows stand before the one equal to this row; 0 where it is not near. */
  #goneBefore(row: readonly Value[]): number {
    const { before } = this;
    let ahead = this.#at;
    for (let n = 0; n <= REACH && ahead >= 0; n++) {
      if (before.endOfEqual(ahead, this.#leads, row) >= 0) return n;
      ahead = before.behind(before.endOf(ahead));
    }
    return 0;
  }

  /** Whether the next stored row comes soon: then this one is new. */
  #isNear(rows: readonly (readonly Value[])[], place: number): boolean {
    const end = Math.min(rows.length, place + 1 + REACH);
    for (let ahead = place + 1; ahead < end; ahead++) {
      if (this.before.endOfEqual(this.#at, this.#leads, rows[ahead] ?? []) >= 0) return true;
    }
    return false;
  }
}
