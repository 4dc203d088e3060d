import { toInteger, toReal, toText, type Value } from '../../../core/index.js';

const MAX_INT = 2 ** 31 - 1;

/** The arguments after the format, taken one by one; past the last: 0, 0.0 and null. */
export class Arguments {
  #at = 0;
  readonly #values: readonly Value[];

  constructor(values: readonly Value[]) {
    this.#values = values;
  }

  #next(): Value {
    return this.#values[this.#at++] ?? null;
  }

  nextInteger(): bigint {
    const value = this.#next();
    return value === null ? 0n : BigInt(toInteger(value));
  }

  /** For widths and precisions. */
  nextInt(): number {
    return Math.min(MAX_INT, Math.max(-MAX_INT, Number(this.nextInteger())));
  }

  nextReal(): number {
    const value = this.#next();
    return value === null ? 0 : toReal(value);
  }

  nextText(): string | null {
    const value = this.#next();
    return value === null ? null : toText(value);
  }
}
