import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { encodeText, type Row, toFloat, toInteger, toNumber, toText, type Value } from '../../src/core/index.js';
import type { SortMode } from './parse.js';

/** A value as the files write it: as the column's letter says, whatever its class is. */
export function renderValue(value: Value, type: string | undefined): string {
  if (value === null) return 'NULL';
  switch (type) {
    case 'I':
      return toInteger(value).toString();
    case 'R':
      return renderReal(toFloat(toNumber(value)));
    default:
      return renderText(toText(value));
  }
}

/** Three decimals, of at most 16 significant digits: zeros stand for what a double does not hold. */
function renderReal(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'Inf' : '-Inf';
  if (Math.abs(value) < 1e12) return value.toFixed(3);
  const [digits = '', power = ''] = value.toExponential(15).split('e+');
  const [sign = '', whole = ''] = digits.startsWith('-') ? ['-', digits.slice(1)] : ['', digits];
  const point = Number(power) + 1;
  const padded = whole.replace('.', '').padEnd(point + 3, '0');
  return `${sign}${padded.slice(0, point)}.${padded.slice(point, point + 3)}`;
}

/** Bytes that do not print, and those of characters beyond ASCII, are `@` each. */
function renderText(text: string): string {
  if (text === '') return '(empty)';
  if (/^[ -~]*$/.test(text)) return text;
  return Buffer.from(encodeText(text))
    .toString('latin1')
    .replace(/[^ -~]/g, '@');
}

/** The values of a result, one after the other, in the order that the record asks for. */
export function renderResult(rows: readonly Row[], types: string, sort: SortMode): string[] {
  const rendered = rows.map((row) => row.map((value, index) => renderValue(value, types[index])));
  if (sort === 'rowsort') rendered.sort(compareRows);
  const values = rendered.flat();
  return sort === 'valuesort' ? values.sort(compareText) : values;
}

/** By bytes: a rendered value is ASCII. */
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function compareRows(a: readonly string[], b: readonly string[]): number {
  for (const [index, value] of a.entries()) {
    const order = compareText(value, b[index] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

/** `9 values hashing to 0123…`: MD5 of the values, a line each. */
export const hashOf = (values: readonly string[]): string =>
  `${values.length} values hashing to ${createHash('md5')
    .update(values.map((value) => `${value}\n`).join(''))
    .digest('hex')}`;

export const isHash = (line: string | undefined): boolean => /^\d+ values hashing to [0-9a-f]{32}$/.test(line ?? '');
