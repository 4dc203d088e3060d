import { requirePackage } from './packages.js';
import { columnNames, createTable, type Rival, type RivalRows, type TableData } from './rival.js';

/** SQL in JavaScript over arrays of objects. */
export class AlaSql implements Rival {
  readonly #alasql = requirePackage('alasql');
  readonly version: string = this.#alasql.version;

  load(tables: readonly TableData[]): void {
    for (const table of tables) {
      this.#alasql(createTable(table));
      const names = columnNames(table);
      const rows = Array.from(table.rows(), (row) => Object.fromEntries(names.map((name, i) => [name, row[i]])));
      this.#alasql.tables[table.name].data = rows;
    }
  }

  rows(sql: string): RivalRows {
    return this.#alasql(sql.replace(/^\s*SELECT/, 'MATRIX OF SELECT'));
  }

  plain(value: unknown): unknown {
    return value === undefined ? null : value;
  }
}
