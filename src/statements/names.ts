import { schemaNamed } from '../catalog/index.js';
import { SqlError } from '../core/index.js';
import { type Identifier, printName, type QualifiedName } from '../sql/parser/index.js';
import type { IndexSchema, SchemaName, TableSchema } from '../store/index.js';
import type { Session } from './session.js';

/** The schema that a name was qualified with. @throws SqlError `unknown database x` */
export function schemaOf({ schema }: QualifiedName): SchemaName | undefined {
  if (!schema) return undefined;
  const known = schemaNamed(schema.name);
  if (known) return known;
  throw new SqlError('misuse', `unknown database ${printName(schema)}`, schema.span, 'there are "main" and "temp"');
}

/** Where a new table or view goes. @throws SqlError where its name is taken or reserved; undefined: it is there already */
export function placeFor(
  session: Session,
  name: QualifiedName,
  { temporary, ifNotExists }: { temporary: boolean; ifNotExists: boolean },
): SchemaName | undefined {
  const given = schemaOf(name);
  if (temporary && given === 'main')
    throw new SqlError('misuse', 'temporary table name must be unqualified', name.name.span);
  const schema = temporary ? 'temp' : (given ?? 'main');
  checkReserved(name.name);
  const taken = takenBy(session, name.name.name, schema);
  if (taken) {
    if (ifNotExists) return undefined;
    throw new SqlError('misuse', `${taken} ${printName(name.name)} already exists`, name.name.span);
  }
  if (findIndex(session, name.name.name, schema))
    throw new SqlError('misuse', `there is already an index named ${name.name.name}`, name.name.span);
  return schema;
}

/** @throws SqlError for names that begin with `sqlite_` */
export function checkReserved({ name, span }: Identifier): void {
  if (/^sqlite_/i.test(name)) throw new SqlError('misuse', `object name reserved for internal use: ${name}`, span);
}

/** What has this name in a schema. Built-in tables count as temporary tables, their other names as views (sql.md 1.2). */
export function takenBy(
  { catalog, database }: Session,
  name: string,
  schema: SchemaName,
): 'table' | 'view' | undefined {
  const stored = database.find(name, schema);
  if (stored) return stored.kind;
  if (catalog.view(name)) return schema === 'main' ? 'view' : undefined;
  const table = catalog.table(name);
  if (!table) return undefined;
  if (table.name.toLowerCase() === name.toLowerCase()) return schema === 'temp' ? 'table' : undefined;
  return schema === 'main' ? 'view' : undefined;
}

export interface FoundIndex {
  readonly table: TableSchema;
  readonly index: IndexSchema;
}

/** The index of a name, constraints' indexes too; without a schema, temp before main. */
export function findIndex({ database }: Session, name: string, schema?: SchemaName): FoundIndex | undefined {
  const wanted = name.toLowerCase();
  let found: FoundIndex | undefined;
  for (const table of database.objects()) {
    if (table.kind !== 'table' || (schema && table.schema !== schema)) continue;
    const index = table.indexes.find((one) => one.name.toLowerCase() === wanted);
    if (index && (!found || table.schema === 'temp')) found = { table, index };
  }
  return found;
}

/** How SQLite calls a table of its own. */
export function systemName(name: string, schema?: SchemaName): string | undefined {
  const wanted = name.toLowerCase();
  if (wanted === 'sqlite_sequence') return wanted;
  if (/^sqlite_temp_(schema|master)$/.test(wanted)) return 'sqlite_temp_master';
  if (!/^sqlite_(schema|master)$/.test(wanted)) return undefined;
  return schema === 'temp' ? 'sqlite_temp_master' : 'sqlite_master';
}
