import { escapeJson, type Value } from '../core/index.js';
import { jsonReal, valueText } from './numbers.js';
import type { ResultRow } from './record.js';

/** A text as osquery's JSON writer has it. */
export const jsonText = (text: string): string => `"${escapeJson(text, 'upper')}"`;

/** A row as an object; its columns are in order already. */
export function jsonRow(row: ResultRow, numerics: boolean): string {
  const value = numerics ? jsonValue : jsonValueText;
  let json = '';
  for (const [column, cell] of row) json += `${json === '' ? '' : ','}${jsonText(column)}:${value(cell)}`;
  return `{${json}}`;
}

export const jsonRows = (rows: readonly ResultRow[], numerics: boolean): string =>
  `[${rows.map((row) => jsonRow(row, numerics)).join(',')}]`;

const jsonValueText = (value: Value): string => jsonText(valueText(value));

/** A typed value: numbers as numbers. */
export function jsonValue(value: Value): string {
  if (typeof value === 'string') return jsonText(value);
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return String(value);
  if (typeof value === 'number') return jsonReal(value);
  return value !== null && 'value' in value ? jsonReal(value.value) : '""';
}

/**
 * An object whose members are set one by one as RapidJSON does it: a name that is there already is taken out, the last
 * member moves into its place, and the new one goes to the end.
 */
export class Members {
  readonly #names: string[] = [];
  readonly #values: string[] = [];

  constructor(from?: Members) {
    if (!from) return;
    this.#names = [...from.#names];
    this.#values = [...from.#values];
  }

  /** `json` is the value as JSON. */
  set(name: string, json: string): this {
    const at = this.#names.indexOf(name);
    if (at >= 0) this.#remove(at);
    this.#names.push(name);
    this.#values.push(json);
    return this;
  }

  toString(): string {
    return `{${this.#names.map((name, at) => `${jsonText(name)}:${this.#values[at]}`).join(',')}}`;
  }

  #remove(at: number): void {
    const name = this.#names.pop();
    const value = this.#values.pop();
    if (name === undefined || value === undefined || at === this.#names.length) return;
    this.#names[at] = name;
    this.#values[at] = value;
  }
}

/** Pairs as an object of texts. */
export const jsonPairs = (pairs: ReadonlyMap<string, string>): string =>
  `{${[...pairs].map(([name, value]) => `${jsonText(name)}:${jsonText(value)}`).join(',')}}`;
