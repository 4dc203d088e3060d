import type { FindTable } from '../../catalog/index.js';
import { pragmaTable } from '../pragma/index.js';
import type { Session } from '../session.js';
import { schemaTable } from './schema-table.js';
import { sequenceTable } from './sequence-table.js';

export { schemaRows } from './schema-table.js';

/** Finds the tables that show what the session itself is: `sqlite_schema`, `pragma_table_info`, … */
export function systemTables(session: () => Session): FindTable {
  return (name, schema) => {
    const wanted = name.toLowerCase();
    if (wanted.startsWith('pragma_')) return pragmaTable(session(), wanted.slice('pragma_'.length));
    if (!wanted.startsWith('sqlite_')) return undefined;
    switch (wanted) {
      case 'sqlite_schema':
      case 'sqlite_master':
        return schemaTable(session(), schema === 'temp' ? 'temp' : 'main');
      case 'sqlite_temp_schema':
      case 'sqlite_temp_master':
        return schema === 'main' ? undefined : schemaTable(session(), 'temp');
      case 'sqlite_sequence':
        return sequenceTable(session());
      default:
        return undefined;
    }
  };
}
