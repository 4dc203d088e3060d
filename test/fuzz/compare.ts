import { isNumeric, type Row, storageClass, toFloat, type Value } from '../../src/core/index.js';
import type { Answer } from '../oracle/sqlite.js';

/** What a run gave: an answer, or the words of an error. */
export type Outcome = Answer | Failure;
export interface Failure {
  readonly error: string;
}

/** How rows are to be compared. */
export interface Comparison {
  /** Rows come in one order only. */
  readonly isTotal: boolean;
  /** REAL is the same within rounding: sums hang on the order of their terms. */
  readonly tolerant: boolean;
}

/** What differs, in a word, or undefined. */
export type Mismatch = 'columns' | 'rows' | 'order' | 'error' | 'message' | 'representative';

export function compare(ours: Outcome, theirs: Outcome, comparison: Comparison): Mismatch | undefined {
  if ('error' in ours || 'error' in theirs) {
    if (!('error' in ours && 'error' in theirs)) return 'error';
    return ours.error === theirs.error ? undefined : 'message';
  }
  if (ours.columns.join('\n') !== theirs.columns.join('\n')) return 'columns';
  const [mine, other] = [ours.rows.map(fingerprint), theirs.rows.map(fingerprint)];
  if (mine.join('\n') === other.join('\n')) return undefined;
  const isSameBag = [...mine].sort().join('\n') === [...other].sort().join('\n');
  if (isSameBag) return comparison.isTotal ? 'order' : undefined;
  if (comparison.tolerant && isNear(ours.rows, theirs.rows, comparison.isTotal)) return undefined;
  const [loose, otherLoose] = [ours.rows.map(folded).sort(), theirs.rows.map(folded).sort()];
  return loose.join('\n') === otherLoose.join('\n') ? 'representative' : 'rows';
}

/** A row as text in which values are the same that a collation or `=` calls equal. */
const folded = (row: Row): string =>
  row
    .map((value) => {
      if (typeof value === 'string') return `T${value.toLowerCase().trimEnd()}`;
      return isNumeric(value) ? `I${toFloat(value)}` : mark(value);
    })
    .join('\t');

/** A row as text, in which values of different classes differ. */
export const fingerprint = (row: Row): string => row.map(mark).join('\t');

function mark(value: Value): string {
  if (value === null) return 'N';
  if (typeof value === 'string') return `T${JSON.stringify(value)}`;
  if (value instanceof Uint8Array) return `B${Buffer.from(value).toString('hex')}`;
  const real = realOf(value);
  if (real === undefined) return `I${value}`;
  return `R${real === 0 ? 0 : real}`; // zero has two signs
}

const realOf = (value: Value): number | undefined =>
  isNumeric(value) && storageClass(value) === 'real' ? toFloat(value) : undefined;

/** Rows of the same values, REAL within rounding; in any order, unless there is but one. */
function isNear(ours: readonly Row[], theirs: readonly Row[], isTotal: boolean): boolean {
  if (ours.length !== theirs.length) return false;
  const rounded = (rows: readonly Row[]): Row[] =>
    isTotal ? [...rows] : [...rows].sort((a, b) => (coarse(a) < coarse(b) ? -1 : coarse(a) > coarse(b) ? 1 : 0));
  const others = rounded(theirs);
  return rounded(ours).every((row, index) => row.every((value, i) => isNearValue(value, others[index]?.[i] ?? null)));
}

const coarse = (row: Row): string => row.map((value) => realOf(value)?.toPrecision(7) ?? mark(value)).join('\t');

function isNearValue(a: Value, b: Value): boolean {
  const [x, y] = [realOf(a), realOf(b)];
  if (x === undefined || y === undefined) return mark(a) === mark(b);
  return x === y || Math.abs(x - y) <= 1e-9 * Math.max(Math.abs(x), Math.abs(y)) + 1e-300;
}
