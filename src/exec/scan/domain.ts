import type { ColumnSpec, KeySpec, Lookup, Pattern } from '../../catalog/index.js';
import {
  applyAffinity,
  asciiLower,
  binary,
  type Collation,
  collationOf,
  compareText,
  compareValues,
  Real,
  toText,
  type Value,
} from '../../core/index.js';
import { membership } from '../expressions/index.js';

export type KeyValue = string | number;
export type RangeOp = '<' | '<=' | '>' | '>=';
/** Whether a row's value of the column may stay: what the scan cannot be told, or does not promise to keep. */
export type CellTest = (value: Value) => boolean;

interface Bound {
  readonly value: KeyValue;
  readonly inclusive: boolean;
}

const BINARY: Collation = binary;

/** All that a query says of one key column, gathered from its terms: they hold together. */
export class Domain {
  readonly tests: CellTest[] = [];
  /** Nothing can match: the table need not be asked. */
  isEmpty = false;
  #values: ReadonlySet<KeyValue> | undefined;
  #min: Bound | undefined;
  #max: Bound | undefined;
  #patterns: readonly Pattern[] | undefined;

  constructor(
    readonly column: ColumnSpec,
    readonly key: KeySpec,
  ) {}

  get isText(): boolean {
    return this.column.type === 'text' || this.column.type === 'blob';
  }

  /** Values of any class, as a database file has them. Its keys are hints: the engine checks again. */
  get isLoose(): boolean {
    return this.column.declared !== undefined;
  }

  /** The column equals one of these. Nulls and values that no row of this column can have drop out. */
  addValues(values: Iterable<Value>): void {
    const typed = new Set<KeyValue>();
    const beyond: Value[] = [];
    for (const value of values) {
      // Tables are told no blobs.
      if (this.isLoose && value instanceof Uint8Array) return;
      const converted = this.#convert(value);
      if (converted === undefined) continue;
      if (typeof converted === 'bigint') beyond.push(converted);
      else typed.add(converted);
    }
    // Tables are told numbers within 2^53 alone. Where one is larger, the engine looks for itself, if it may.
    if (beyond.length > 0 && this.isLoose) return;
    if (beyond.length > 0 && !this.key.required) this.tests.push(membership([...typed, ...beyond], BINARY));
    else this.#values = this.#values ? new Set([...this.#values].filter((value) => typed.has(value))) : typed;
  }

  /**
   * The value as the column holds it; undefined: none of its values equals this one. Text is compared as it stands: where
   * a number was to be text first, the plan says so; for a NOCASE column in small letters. With a column of numbers every
   * comparison converts (sql.md 2.5).
   */
  #convert(value: Value): KeyValue | bigint | undefined {
    if (this.isLoose && typeof value !== 'string') {
      if (value instanceof Real) return value.value;
      return typeof value === 'number' || typeof value === 'bigint' ? value : undefined;
    }
    if (this.isText) {
      if (typeof value !== 'string') return undefined;
      return this.column.collation === 'nocase' ? asciiLower(value) : value;
    }
    const number = applyAffinity(value, 'numeric');
    if (typeof number === 'bigint') return number;
    if (number instanceof Real) return number.value;
    if (typeof number !== 'number') return undefined; // null, text and blobs
    return this.column.type === 'double' || Number.isSafeInteger(number) ? number : undefined;
  }

  addRange(op: RangeOp, operand: Value): void {
    const isUpper = op === '<' || op === '<=';
    if (operand === null) {
      this.isEmpty = true;
      return;
    }
    const value = this.isText ? operand : applyAffinity(operand, 'numeric');
    const bound = this.#boundOf(value);
    if (bound === undefined && this.isLoose) return;
    if (bound === undefined) this.tests.push(rangeTest(op, value, collationOf(this.column.collation)));
    else if (isUpper) this.#max = narrower(this.#max, { value: bound, inclusive: op === '<=' }, -1);
    else this.#min = narrower(this.#min, { value: bound, inclusive: op === '>=' }, 1);
  }

  /** The value as a bound that the table can be told; undefined where only the engine can compare. */
  #boundOf(value: Value): KeyValue | undefined {
    if (typeof value === 'string' || (this.isText && !this.isLoose))
      return this.isText && typeof value === 'string' && this.column.collation === 'binary' ? value : undefined;
    if (value instanceof Real) return value.value;
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  }

  /** The column matches one of these. A second such term is left to the engine: a table is told alternatives only. */
  addPatterns(patterns: readonly Pattern[]): void {
    if (patterns.length === 0) this.isEmpty = true;
    else if (this.#patterns)
      this.tests.push((value) => value !== null && patterns.some((pattern) => pattern.matches(toText(value))));
    else this.#patterns = patterns;
  }

  /** Values left, in ascending order; undefined where any value may match. */
  values(): readonly KeyValue[] | undefined {
    if (!this.#values) return undefined;
    const isBinary = this.column.collation === 'binary';
    const values = isBinary
      ? [...this.#values].filter((value) => this.#inRange(value) && this.#matches(value))
      : [...this.#values];
    return values.sort(compareKeys);
  }

  #inRange(value: KeyValue): boolean {
    if (this.#min && isBelow(value, this.#min)) return false;
    return !this.#max || !isAbove(value, this.#max);
  }

  #matches(value: KeyValue): boolean {
    return this.#patterns?.some((pattern) => pattern.matches(String(value))) ?? true;
  }

  /** The constraint as a table gets it, without its values. */
  rest(): Lookup<KeyValue> {
    const isWhole = this.column.type !== 'double' && !this.isLoose;
    const min = isWhole ? this.#whole(this.#min, Math.ceil) : this.#min;
    const max = isWhole ? this.#whole(this.#max, Math.floor) : this.#max;
    const range = {
      ...(min && { min: min.value, minInclusive: min.inclusive }),
      ...(max && { max: max.value, maxInclusive: max.inclusive }),
    };
    return { ...((min || max) && { range }), ...(this.#patterns && { patterns: this.#patterns }) };
  }

  /** For whole numbers `> 1.5` is `>= 2`. */
  #whole(bound: Bound | undefined, round: (value: number) => number): Bound | undefined {
    if (!bound || typeof bound.value !== 'number' || Number.isInteger(bound.value)) return bound;
    return { value: round(bound.value), inclusive: true };
  }

  /** True where the ends of the range have crossed. */
  get isCrossed(): boolean {
    if (!this.#min || !this.#max) return false;
    const order = compareKeys(this.#min.value, this.#max.value);
    return order > 0 || (order === 0 && !(this.#min.inclusive && this.#max.inclusive));
  }

  get isOpen(): boolean {
    return !this.#values && !this.#min && !this.#max && !this.#patterns;
  }
}

/** Numbers come before texts. */
export const compareKeys = (a: KeyValue, b: KeyValue): number => {
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return typeof a === 'string' && typeof b === 'string' ? compareText(a, b) : a < b ? -1 : a > b ? 1 : 0;
};

const isBelow = (value: KeyValue, min: Bound): boolean => {
  const order = compareKeys(value, min.value);
  return order < 0 || (order === 0 && !min.inclusive);
};
const isAbove = (value: KeyValue, max: Bound): boolean => {
  const order = compareKeys(value, max.value);
  return order > 0 || (order === 0 && !max.inclusive);
};

/** The bound that lets less through. `sign` 1: of two lower ends, -1: of two upper ends. */
function narrower(a: Bound | undefined, b: Bound, sign: 1 | -1): Bound {
  if (!a) return b;
  const order = compareKeys(a.value, b.value) * sign;
  if (order !== 0) return order > 0 ? a : b;
  return a.inclusive ? b : a;
}

function rangeTest(op: RangeOp, bound: Value, collation: Collation): CellTest {
  const holds = (order: number): boolean =>
    op === '<' ? order < 0 : op === '<=' ? order <= 0 : op === '>' ? order > 0 : order >= 0;
  return (value) => value !== null && holds(compareValues(value, bound, collation));
}
