export type { Btree, Place } from './btree.js';
export { type OpenSqlite, type SchemaEntry, SqliteFile } from './database.js';
export type { TextEncoding } from './header.js';
export type { SqliteRecord } from './record.js';
