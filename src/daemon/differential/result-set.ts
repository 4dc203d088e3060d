import type { Value } from '../../core/index.js';
import { compareText, decodeText } from '../../core/index.js';
import type { ResultRow } from '../../logger/index.js';

/** What one statement of a query answered. A query with several has several. */
export interface ResultSet {
  readonly columns: readonly string[];
  /** Values by column. */
  readonly rows: readonly (readonly Value[])[];
}

/** A column of a row: names in byte order, and of columns with one name the last. */
export interface Slot {
  readonly name: string;
  readonly index: number;
}

export function slotsOf(columns: readonly string[]): Slot[] {
  const byName = new Map(columns.map((name, index) => [name, index]));
  return [...byName].map(([name, index]) => ({ name, index })).sort((a, b) => compareText(a.name, b.name));
}

/** NULL becomes the null text, blobs text, and texts end before the first NUL. */
export function plainValue(value: Value | undefined, nullText: string): Exclude<Value, null | Uint8Array> {
  if (typeof value === 'string') return cut(value);
  if (value === null || value === undefined) return nullText;
  return value instanceof Uint8Array ? cut(decodeText(value)) : value;
}

function cut(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/** Rows for a record; `textOf` is what becomes of texts. */
export function toResultRows(
  sets: readonly ResultSet[],
  nullText: string,
  textOf: (text: string) => string = (text) => text,
): ResultRow[] {
  return sets.flatMap(({ columns, rows }) => {
    const slots = slotsOf(columns);
    return rows.map((row) => {
      const entries = slots.map(({ name, index }): [string, Value] => {
        const value = plainValue(row[index], nullText);
        return [textOf(name), typeof value === 'string' ? textOf(value) : value];
      });
      return new Map(entries);
    });
  });
}

const UNSAFE = /[\u0000-\u001f\ud800-\udfff]/;
const UNSAFES = /[\u0000-\u001f]|\p{Surrogate}/gu;

/** Control characters and bytes that are no UTF-8 as the four characters `\xHH`, in results that are compared. */
export const escapeText = (text: string): string => (UNSAFE.test(text) ? text.replace(UNSAFES, hex) : text);

function hex(char: string): string {
  const unit = char.charCodeAt(0);
  // A surrogate that stands for no byte cannot come from the engine; it counts as U+FFFD.
  if (unit >= 0x80 && (unit < 0xdc80 || unit > 0xdcff)) return '\ufffd';
  return `\\x${(unit & 0xff).toString(16).toUpperCase().padStart(2, '0')}`;
}
