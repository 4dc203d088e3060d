import type { RivalRows } from '../rivals/rival.js';

/** What an engine answered, small enough to be sent: the rows themselves where they are few, else a digest of all. */
export interface Answer {
  readonly count: number;
  readonly digest: string;
  /** Texts and numbers, in the order they came. */
  readonly rows?: readonly (readonly (string | number)[])[];
}

/** Above that, rows are compared by a digest, in which numbers count to 12 places. */
const FEW = 20_000;
/** Sums of floating numbers hang on the order of their parts. */
const TOLERANCE = 1e-10;

export function answerOf(rows: RivalRows, isOrdered: boolean, plain: (value: unknown) => unknown): Answer {
  const count = rows.length;
  if (count > FEW) return { count, digest: digestOf(rows, isOrdered, plain) };
  return { count, digest: '', rows: rows.map((row) => row.map((value) => comparable(plain(value)))) };
}

/** Whether both are the same rows: in the same order where that is asked for, else in any. */
export function isSameAnswer(one: Answer, other: Answer, isOrdered: boolean): boolean {
  if (one.count !== other.count || one.digest !== other.digest) return false;
  const [left, right] = [one, other].map(({ rows = [] }) => (isOrdered ? rows : [...rows].sort(byText)));
  return (
    left?.every((row, i) => row.length === right?.[i]?.length && row.every((v, j) => isClose(v, right[i]?.[j]))) ?? true
  );
}

/** NULL as a text of its own, and any whole number as the same whatever its type. */
function comparable(value: unknown): string | number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return value === null || value === undefined ? '\0' : String(value);
}

function isClose(one: string | number, other: string | number | undefined): boolean {
  if (typeof one === 'string' || typeof other !== 'number') return one === other;
  return Math.abs(one - other) <= TOLERANCE * Math.max(Math.abs(one), Math.abs(other));
}

type TextRow = readonly (string | number)[];
const shortly = (row: TextRow): string =>
  row.map((value) => (typeof value === 'number' ? value.toPrecision(8) : value)).join('|');
const byText = (a: TextRow, b: TextRow): number => (shortly(a) < shortly(b) ? -1 : 1);

/** Two sums over hashes of rows: they do not hang on the order, unless each hash is mixed with those before it. */
function digestOf(rows: RivalRows, isOrdered: boolean, plain: (value: unknown) => unknown): string {
  let [low, high] = [0, 0];
  for (const row of rows) {
    let text = '';
    for (const value of row) text += `${exactly(comparable(plain(value)))}|`;
    const [a, b] = hashOf(text);
    low = (isOrdered ? Math.imul(low, 31) + a : low + a) >>> 0;
    high = (isOrdered ? Math.imul(high, 37) + b : high + b) >>> 0;
  }
  return `${low.toString(16)}-${high.toString(16)}`;
}

const exactly = (value: string | number): string =>
  typeof value === 'string' || Number.isInteger(value) ? String(value) : value.toPrecision(12);

/** cyrb53's two halves. */
function hashOf(text: string): readonly [number, number] {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return [a >>> 0, b >>> 0];
}
