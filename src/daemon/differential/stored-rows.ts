import type { Value } from '../../core/index.js';
import { BORDER, cellText, isBare, type Lead } from './row-text.js';
import { StateError } from './stored-row.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const CLOSE = 0x7d;
/** No row, or no end of one. */
export const NONE = -1;

/** The stored rows of a query, read where they stand in their text. Rows go by the place where they begin. */
export class StoredRows {
  /** The place of the first row, or none. */
  readonly first: number;

  /** @throws StateError where the text is no array of rows */
  constructor(
    readonly text: string,
    private readonly nullText: string,
  ) {
    const isArray = text === '[]' || (text.startsWith('[{"') && text.endsWith('}]'));
    if (!isArray) throw new StateError('stored rows are no array of rows');
    this.first = text === '[]' ? NONE : 1;
  }

  endOf(row: number): number {
    const border = this.text.indexOf(BORDER, row);
    return border < 0 ? this.text.length - 1 : border + 1;
  }

  /** The row behind the one that ends there, or none. */
  behind(end: number): number {
    return end < this.text.length - 1 ? end + 1 : NONE;
  }

  /** Where the row ends, if it has exactly these values; else none. */
  endOfEqual(row: number, leads: readonly Lead[], values: readonly Value[]): number {
    const { text } = this;
    let at = row;
    for (const { text: lead, index } of leads) {
      if (!text.startsWith(lead, at)) return NONE;
      at = this.#endOfCell(at + lead.length, values[index]);
      if (at < 0) return NONE;
    }
    const isWhole = at + 2 === text.length || text.startsWith(BORDER, at);
    return isWhole ? at + 1 : NONE;
  }

  #endOfCell(at: number, value: Value | undefined): number {
    const { text } = this;
    if (typeof value === 'string' && isBare(value)) {
      const end = at + 1 + value.length;
      const isEqual = text.charCodeAt(at) === QUOTE && text.charCodeAt(end) === QUOTE && text.startsWith(value, at + 1);
      return isEqual ? end + 1 : NONE;
    }
    if (typeof value === 'number' && !Number.isInteger(value) && Number.isFinite(value)) {
      const end = this.#endOfNumber(at);
      // Reading a float takes a third of the time of printing one.
      return Number(text.slice(at, end)) === value ? end : NONE;
    }
    const cell = cellText(value, this.nullText);
    return text.startsWith(cell, at) ? at + cell.length : NONE;
  }

  #endOfNumber(at: number): number {
    for (let end = at; ; end++) {
      const unit = this.text.charCodeAt(end);
      if (unit === COMMA || unit === CLOSE || Number.isNaN(unit)) return end;
    }
  }
}
