import { requirePackage } from './packages.js';
import { createIndexes, createTable, portions, type Rival, type RivalRows, type TableData } from './rival.js';

/** Rows of one of its vectors. */
const VECTOR = 2048;

/** DuckDB in memory, with as many threads as it likes. */
export class DuckDb implements Rival {
  private constructor(
    readonly version: string,
    private readonly connection: ReturnType<typeof requirePackage>,
  ) {}

  static async open(): Promise<DuckDb> {
    const { DuckDBInstance } = requirePackage('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const [[version]] = (await connection.runAndReadAll('SELECT version()')).getRowsJS();
    return new DuckDb(version, connection);
  }

  async load(tables: readonly TableData[]): Promise<void> {
    const { BIGINT, DOUBLE, DuckDBDataChunk, INTEGER, VARCHAR } = requirePackage('@duckdb/node-api');
    const types = { INTEGER, BIGINT, REAL: DOUBLE, TEXT: VARCHAR };
    for (const table of tables) {
      const columns = table.columns.map((column) => column.replace(' REAL', ' DOUBLE'));
      await this.connection.run(createTable({ ...table, columns }));
      const columnTypes = table.columns.map((column) => types[column.split(' ')[1] as keyof typeof types]);
      const appender = await this.connection.createAppender(table.name);
      for (const rows of portions(table.rows(), VECTOR)) {
        const chunk = DuckDBDataChunk.create(columnTypes);
        chunk.setRows(rows);
        appender.appendDataChunk(chunk);
      }
      appender.closeSync();
      for (const index of createIndexes(table)) await this.connection.run(index);
    }
  }

  async rows(sql: string): Promise<RivalRows> {
    return (await this.connection.runAndReadAll(inDialect(sql))).getRowsJS();
  }

  plain(value: unknown): unknown {
    return typeof value === 'boolean' ? Number(value) : value;
  }
}

/** Its strftime takes no text, and its arguments the other way round. */
const inDialect = (sql: string): string => sql.replace(/strftime\('%Y', (\w+)\)/g, 'substr($1, 1, 4)');
