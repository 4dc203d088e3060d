import { Catalog } from '../../src/catalog/index.js';
import { Real, type Row } from '../../src/core/index.js';
import { type Engine, openEngine } from '../../src/engine.js';
import { Host } from '../../src/host/index.js';
import { createIndexes, createTable, type Rival, type TableData } from './rival.js';

const MEMORY_BYTES = 8 * 1024 ** 3;

/** Ours, through the same path that the library's `query` takes. */
export class Hostql implements Rival {
  readonly name = 'hostql';
  readonly version = 'this tree';
  readonly engine: Engine = openEngine({ catalog: new Catalog([]), host: new Host() });

  async load(tables: readonly TableData[]): Promise<void> {
    for (const table of tables) {
      await this.rows(createTable(table));
      const places = table.columns.map(() => '?').join(', ');
      const [insert] = this.engine.prepare(`INSERT INTO ${table.name} VALUES (${places})`);
      await this.rows('BEGIN');
      for (const row of table.rows)
        for await (const _ of insert?.run({ parameters: row.map((v) => v as never) }) ?? []);
      await this.rows('COMMIT');
      for (const index of createIndexes(table)) await this.rows(index);
    }
  }

  async rows(sql: string): Promise<readonly Row[]> {
    const [prepared] = this.engine.prepare(sql);
    const rows: Row[] = [];
    for await (const batch of prepared?.run({ memoryBytes: MEMORY_BYTES }) ?? [])
      for (const row of batch) rows.push(row);
    return rows;
  }

  async close(): Promise<void> {}
}

/** A value as other engines hand it out. */
export const plain = (value: unknown): unknown => (value instanceof Real ? value.value : value);
