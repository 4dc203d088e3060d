/** The SQLite whose dialect is spoken. */
export const SQLITE_VERSION = '3.42.0';
