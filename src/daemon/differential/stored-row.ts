import { compareText, integer, Real, real, type Value } from '../../core/index.js';
import type { ResultRow } from '../../logger/index.js';

/** What is stored of a query cannot be read. */
export class StateError extends Error {
  override readonly name = 'StateError';
}

/** Reads a row's text back, types and all. @throws StateError */
export function parseRow(text: string): ResultRow {
  const row = new Map<string, Value>();
  let at = 1;
  while (at < text.length) {
    const nameEnd = endOfString(text, at);
    const name = stringAt(text, at, nameEnd);
    if (text[nameEnd] !== ':') throw new StateError('stored row is damaged');
    const start = nameEnd + 1;
    const isText = text[start] === '"';
    const end = isText ? endOfString(text, start) : endOfNumber(text, start);
    row.set(name, isText ? stringAt(text, start, end) : numberOf(text.slice(start, end)));
    if (text[end] === '}' && end === text.length - 1) return row;
    if (text[end] !== ',') throw new StateError('stored row is damaged');
    at = end + 1;
  }
  throw new StateError('stored row is damaged');
}

/** The place behind a string's closing quote. A quote with an even number of backslashes before it closes. */
function endOfString(text: string, start: number): number {
  if (text[start] !== '"') throw new StateError('stored row is damaged');
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slash = quote;
    while (text[slash - 1] === '\\') slash--;
    if ((quote - slash) % 2 === 0) return quote + 1;
  }
  throw new StateError('stored row is damaged');
}

function stringAt(text: string, start: number, end: number): string {
  const inner = text.slice(start + 1, end - 1);
  if (!inner.includes('\\')) return inner;
  try {
    return String(JSON.parse(text.slice(start, end)));
  } catch {
    throw new StateError('stored row is damaged');
  }
}

function endOfNumber(text: string, start: number): number {
  const comma = text.indexOf(',', start);
  return comma < 0 ? text.length - 1 : comma;
}

function numberOf(text: string): Value {
  if (/^-?\d{1,15}$/.test(text)) return Number(text);
  if (/^-?\d{1,19}$/.test(text)) return integer(BigInt(text));
  if (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) return real(Number(text));
  throw new StateError('stored row is damaged');
}

/** The order of osquery's row sets: column by column, name first; integers, then reals, then texts. */
export function compareRows(left: ResultRow, right: ResultRow): number {
  const others = right.entries();
  for (const [name, value] of left) {
    const other = others.next();
    if (other.done) return 1;
    const difference = compareText(name, other.value[0]) || compareCells(value, other.value[1]);
    if (difference !== 0) return difference;
  }
  return left.size - right.size;
}

function compareCells(left: Value, right: Value): number {
  const rank = rankOf(left) - rankOf(right);
  if (rank !== 0) return rank;
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  const a = left instanceof Real ? left.value : left;
  const b = right instanceof Real ? right.value : right;
  if (a === null || b === null) return 0;
  return a < b ? -1 : a > b ? 1 : 0;
}

function rankOf(value: Value): number {
  if (typeof value === 'string') return 2;
  return typeof value === 'bigint' || Number.isSafeInteger(value) ? 0 : 1;
}
