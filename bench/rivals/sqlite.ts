import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { createIndexes, createTable, type Rival, type TableData } from './rival.js';

const Database = createRequire(resolve('bench/package.json'))('better-sqlite3');

/** SQLite itself, compiled to machine code, its rows handed over as arrays. */
export class NativeSqlite implements Rival {
  readonly name = 'SQLite';
  readonly #db = new Database(':memory:');
  readonly version = this.#db.prepare('SELECT sqlite_version()').pluck().get() as string;

  async load(tables: readonly TableData[]): Promise<void> {
    for (const table of tables) {
      this.#db.exec(createTable(table));
      const insert = this.#db.prepare(`INSERT INTO ${table.name} VALUES (${table.columns.map(() => '?').join(', ')})`);
      this.#db.transaction(() => {
        for (const row of table.rows) insert.run(row);
      })();
      for (const index of createIndexes(table)) this.#db.exec(index);
    }
    this.#db.exec('ANALYZE');
  }

  async rows(sql: string): Promise<readonly unknown[][]> {
    return this.#db.prepare(sql).raw().all() as unknown[][];
  }

  async close(): Promise<void> {
    this.#db.close();
  }
}
