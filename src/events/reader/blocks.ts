import { type Block, BlockBuilder } from '../block.js';
import type { EventTable, SourceName } from '../names.js';
import type { Emitter, EventRow, Gap } from '../source.js';

/** Blocks are as large as this at most: a query reads whole ones. */
const MAX_ROWS = 1024;

/** Gathers a source's rows to blocks and hands them on. A gap record is a block of its own. */
export class Blocks implements Emitter {
  readonly #builders = new Map<EventTable, BlockBuilder>();
  #rows = 0;
  /** When the oldest row came that was not handed on; undefined where there is none. */
  #sinceMs: number | undefined;

  constructor(
    private readonly source: SourceName,
    private readonly tables: readonly EventTable[],
    private readonly handOn: (table: EventTable, block: Block) => void,
  ) {}

  /** Rows so far. */
  get rows(): number {
    return this.#rows;
  }

  row(table: EventTable, row: EventRow, atMs?: number): void {
    const builder = this.#of(table);
    builder.add(row, atMs);
    this.#rows++;
    this.#sinceMs ??= performance.now();
    if (builder.count >= MAX_ROWS) this.handOn(table, builder.take());
  }

  gap(gap: Gap, tables: readonly EventTable[] = this.tables): void {
    for (const table of tables) {
      const builder = this.#of(table);
      if (builder.count > 0) this.handOn(table, builder.take());
      builder.addGap(gap);
      this.handOn(table, builder.take());
    }
  }

  /** Milliseconds that the oldest row may still wait for company; undefined where none waits. */
  restMs(patienceMs: number): number | undefined {
    return this.#sinceMs === undefined ? undefined : Math.max(0, this.#sinceMs + patienceMs - performance.now());
  }

  flush(): void {
    this.#sinceMs = undefined;
    for (const [table, builder] of this.#builders) if (builder.count > 0) this.handOn(table, builder.take());
  }

  #of(table: EventTable): BlockBuilder {
    let builder = this.#builders.get(table);
    if (!builder) {
      builder = new BlockBuilder(this.source);
      this.#builders.set(table, builder);
    }
    return builder;
  }
}
