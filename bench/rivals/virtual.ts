import { columnNames, type TableData } from './rival.js';
import { NativeSqlite } from './sqlite.js';

/** The same SQLite over virtual tables whose rows come from JavaScript, one call a row: osquery's shape. */
export class VirtualSqlite extends NativeSqlite {
  override load(tables: readonly TableData[]): void {
    for (const table of tables) {
      const stored = [...table.rows()];
      this.db.table(table.name, {
        columns: columnNames(table),
        *rows() {
          yield* stored;
        },
      });
    }
  }
}
