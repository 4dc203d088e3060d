import { requirePackage } from './packages.js';
import { createIndexes, createTable, insertInto, type Rival, type RivalRows, type TableData } from './rival.js';

/** SQLite itself, compiled to machine code, its rows handed over as arrays. */
export class NativeSqlite implements Rival {
  protected readonly db = new (requirePackage('better-sqlite3'))(':memory:');
  readonly version: string = this.db.prepare('SELECT sqlite_version()').pluck().get();

  load(tables: readonly TableData[]): void {
    for (const table of tables) {
      this.db.exec(createTable(table));
      const insert = this.db.prepare(insertInto(table));
      this.db.transaction(() => {
        for (const row of table.rows()) insert.run(row);
      })();
      for (const index of createIndexes(table)) this.db.exec(index);
    }
    this.db.exec('ANALYZE');
  }

  rows(sql: string): RivalRows {
    return this.db.prepare(sql).raw().all();
  }
}
