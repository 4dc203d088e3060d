import { Real, type Row, storageClass, type Value } from '../../src/core/index.js';

/** What a run gave: an answer, or the words of an error. */
export type Outcome = Answer | Failure;
export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}
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
      const kind = storageClass(value);
      return kind === 'integer' || kind === 'real' ? `I${numberOf(value)}` : mark(value);
    })
    .join('\t');

/** A row as text, in which values of different classes differ. */
export const fingerprint = (row: Row): string => row.map(mark).join('\t');

function mark(value: Value): string {
  switch (storageClass(value)) {
    case 'null':
      return 'N';
    case 'integer':
      return `I${value}`;
    case 'real': {
      const number = value instanceof Real ? value.value : (value as number); // the class says so
      return `R${number === 0 ? 0 : number}`;
    }
    case 'text':
      return `T${JSON.stringify(value)}`;
    default:
      return `B${Buffer.from(value as Uint8Array).toString('hex')}`; // the class says so
  }
}

/** Rows of the same values, REAL within rounding; in any order, unless there is but one. */
function isNear(ours: readonly Row[], theirs: readonly Row[], isTotal: boolean): boolean {
  if (ours.length !== theirs.length) return false;
  const rounded = (rows: readonly Row[]): Row[] =>
    isTotal ? [...rows] : [...rows].sort((a, b) => (coarse(a) < coarse(b) ? -1 : coarse(a) > coarse(b) ? 1 : 0));
  const others = rounded(theirs);
  return rounded(ours).every((row, index) => row.every((value, i) => isNearValue(value, others[index]?.[i] ?? null)));
}

const coarse = (row: Row): string =>
  row.map((value) => (storageClass(value) === 'real' ? `R${numberOf(value).toPrecision(7)}` : mark(value))).join('\t');

const numberOf = (value: Value): number => (value instanceof Real ? value.value : Number(value));

function isNearValue(a: Value, b: Value): boolean {
  if (storageClass(a) !== 'real' || storageClass(b) !== 'real') return mark(a) === mark(b);
  const [x, y] = [numberOf(a), numberOf(b)];
  return x === y || Math.abs(x - y) <= 1e-9 * Math.max(Math.abs(x), Math.abs(y)) + 1e-300;
}
