import { Real, type Row, SqlError, type Value } from '../core/index.js';

/** Of more rows than this in a batch one in {@link SAMPLED} is measured. */
const FEW_ROWS = 32;
const SAMPLED = 8;

/** Rows kept by one operator, counted against the query's budget. */
export class Holding {
  #bytes = 0;

  constructor(
    private readonly memory: Memory,
    private readonly operator: string,
  ) {}

  get bytes(): number {
    return this.#bytes;
  }

  /** @throws SqlError `budget` */
  add(bytes: number): void {
    this.#bytes += bytes;
    this.memory.take(bytes, this.operator);
  }

  addRow(row: Row): void {
    this.add(rowBytes(row));
  }

  /** Judged by some of them; so much more for each is what holds it. */
  addRows(rows: readonly Row[], extraBytes = 0): void {
    let bytes = 0;
    const step = rows.length < FEW_ROWS ? 1 : SAMPLED;
    for (let i = 0; i < rows.length; i += step) bytes += rowBytes(rows[i] as Row) * Math.min(step, rows.length - i); // within bounds
    this.add(bytes + extraBytes * rows.length);
  }

  /** Gives all of it back. */
  release(): void {
    this.memory.take(-this.#bytes, this.operator);
    this.#bytes = 0;
  }
}

/** What the rows that a query keeps (sorting, hashing, grouping) may take together. Sizes are estimates. */
export class Memory {
  #used = 0;

  constructor(readonly limitBytes: number) {}

  get usedBytes(): number {
    return this.#used;
  }

  hold(operator: string): Holding {
    return new Holding(this, operator);
  }

  take(bytes: number, operator: string): void {
    this.#used += bytes;
    if (this.#used <= this.limitBytes || bytes <= 0) return;
    throw new SqlError(
      'budget',
      `out of memory budget: ${operator} needs more than ${inMebibytes(this.limitBytes)} with what the query already holds`,
      undefined,
      'narrow the query, or raise the memory limit (memoryBytes)',
    );
  }
}

const inMebibytes = (bytes: number): string =>
  bytes >= 1048576 ? `${Math.round(bytes / 1048576)} MiB` : `${bytes} bytes`;

/** An array's header and its slot in the array that holds it. */
const ROW_BYTES = 40;

/** Roughly what a row takes, as 64-bit V8 lays it out; strings that rows share are counted each time. */
export function rowBytes(row: readonly Value[]): number {
  let bytes = ROW_BYTES + 8 * row.length;
  for (let i = 0; i < row.length; i++) {
    const value = row[i];
    if (typeof value === 'string') bytes += 16 + value.length;
    else if (typeof value === 'object' && value !== null) bytes += value instanceof Real ? 24 : 96 + value.byteLength;
    else if (typeof value === 'bigint') bytes += 24;
  }
  return bytes;
}
