import { parseColumn, stringifyColumn } from './column-text.js';
import type { EventRow, EventValue, Gap } from './source.js';

/** Columns that are written beside those of the source. `gap` and `lost` have values in gap records alone. */
export const OWN_COLUMNS = ['event_time', 'source', 'gap', 'lost'] as const;

/** Some events of one table, in the order in which they came, as they are kept. */
export interface Block {
  /** Events and gap records. */
  readonly count: number;
  /** Gap records among them. */
  readonly gaps: number;
  /** Events that the gaps say were lost, as far as they say. */
  readonly lost: number;
  /**
   * A line for each column: its name, a space, a JSON array of its values; or its name, `=`, and the one value that all
   * have. A column that is missing is null throughout. So a query parses the columns it needs and no other.
   */
  readonly text: string;
}

/** Gathers rows by column. */
export class BlockBuilder {
  #columns = new Map<string, EventValue[]>();
  #count = 0;
  #gaps = 0;
  #lost = 0;

  constructor(private readonly source: string) {}

  get count(): number {
    return this.#count;
  }

  /** @param atMs Unix time of the event in milliseconds */
  add(row: EventRow, atMs: number | undefined): void {
    for (const name in row) this.#put(name, row[name]);
    if (atMs !== undefined) this.#put('event_time', atMs / 1000);
    this.#count++;
  }

  addGap({ reason, lost }: Gap): void {
    this.#put('gap', reason);
    if (lost !== undefined) this.#put('lost', lost);
    this.#lost += lost ?? 0;
    this.#gaps++;
    this.#count++;
  }

  /** The block, and begins anew. */
  take(): Block {
    const lines = [`source=${JSON.stringify(this.source)}`];
    for (const [name, values] of this.#columns) {
      while (values.length < this.#count) values.push(null);
      lines.push(stringifyColumn(name, values));
    }
    const block = { count: this.#count, gaps: this.#gaps, lost: this.#lost, text: lines.join('\n') };
    this.#columns = new Map();
    this.#count = this.#gaps = this.#lost = 0;
    return block;
  }

  #put(name: string, value: EventValue): void {
    let values = this.#columns.get(name);
    if (!values) {
      values = [];
      this.#columns.set(name, values);
    }
    while (values.length < this.#count) values.push(null);
    values.push(value);
  }
}

/** Reads columns off a block's text; each is parsed when it is first asked for. */
export class BlockColumns {
  readonly #lines = new Map<string, string>();
  readonly #parsed = new Map<string, readonly EventValue[]>();

  constructor(
    text: string,
    private readonly count: number,
  ) {
    for (let start = 0; start < text.length; ) {
      const end = text.indexOf('\n', start);
      const line = text.slice(start, end < 0 ? undefined : end);
      const length = /^[a-z0-9_]+/.exec(line)?.[0].length ?? 0;
      this.#lines.set(line.slice(0, length), line.slice(length));
      start = end < 0 ? text.length : end + 1;
    }
  }

  /** The column's values in order; undefined where all are null. */
  column(name: string): readonly EventValue[] | undefined {
    const line = this.#lines.get(name);
    if (line === undefined) return undefined;
    let values = this.#parsed.get(name);
    if (!values) {
      values = parseColumn(line, this.count);
      this.#parsed.set(name, values);
    }
    return values;
  }
}
