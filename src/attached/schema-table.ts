import { type TableSpec, tableOf } from '../catalog/index.js';
import { type Host, type SchemaEntry, SqliteFile } from '../host/index.js';

/** A file, and where it is. */
export interface FilePlace {
  readonly path: string;
  readonly host: Host;
}

const { table, text, bigint } = tableOf<SchemaEntry>();

/** `sqlite_schema` of a database file. */
export const fileSchemaTable = ({ path, host }: FilePlace): TableSpec =>
  table({
    name: 'sqlite_schema',
    aliases: ['sqlite_master'],
    description: `Tables, indexes, views and triggers of ${path}`,
    sources: [path],
    columns: {
      type: text('table, index, view or trigger', (entry) => entry.type),
      name: text('Name', (entry) => entry.name),
      tbl_name: text('Table that it belongs to', (entry) => entry.table),
      rootpage: bigint('Page that it starts at', (entry) => entry.rootPage),
      sql: text('Statement that made it; null for the index of a constraint', (entry) => entry.sql),
    },
    *scan({ checkpoint, warn }) {
      const file = new SqliteFile(host, path, { checkpoint, warn });
      try {
        yield* file.schema();
      } finally {
        file.close();
      }
    },
  });
