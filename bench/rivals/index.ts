import type { Rival } from './rival.js';

/** How each engine is opened, by the name that it has in tables. One that is not installed throws. */
export const RIVALS: Readonly<Record<string, () => Promise<Rival>>> = {
  hostql: async () => new (await import('./hostql.js')).Hostql(),
  SQLite: async () => new (await import('./sqlite.js')).NativeSqlite(),
  virtual: async () => new (await import('./virtual.js')).VirtualSqlite(),
  'sql.js': async () => (await import('./sqljs.js')).WasmSqlite.open(),
  DuckDB: async () => (await import('./duckdb.js')).DuckDb.open(),
  alasql: async () => new (await import('./alasql.js')).AlaSql(),
};
