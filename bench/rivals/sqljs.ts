import { requirePackage } from './packages.js';
import { createIndexes, createTable, insertInto, type Rival, type RivalRows, type TableData } from './rival.js';

interface Statement {
  run(row: readonly unknown[]): void;
  step(): boolean;
  get(): unknown[];
  free(): void;
}
interface Database {
  run(sql: string): void;
  prepare(sql: string): Statement;
}

/** SQLite compiled to WASM. */
export class WasmSqlite implements Rival {
  readonly version: string;
  readonly #db: Database;

  private constructor(db: Database) {
    this.#db = db;
    this.version = String(this.rows('SELECT sqlite_version()')[0]?.[0]);
  }

  static async open(): Promise<WasmSqlite> {
    const { Database } = await requirePackage('sql.js')();
    return new WasmSqlite(new Database());
  }

  load(tables: readonly TableData[]): void {
    for (const table of tables) {
      this.#db.run(createTable(table));
      this.#db.run('BEGIN');
      const insert = this.#db.prepare(insertInto(table));
      for (const row of table.rows()) insert.run(row);
      insert.free();
      this.#db.run('COMMIT');
      for (const index of createIndexes(table)) this.#db.run(index);
    }
    this.#db.run('ANALYZE');
  }

  rows(sql: string): RivalRows {
    const statement = this.#db.prepare(sql);
    const rows: unknown[][] = [];
    while (statement.step()) rows.push(statement.get());
    statement.free();
    return rows;
  }
}
