import { SqlError, suggestion } from '../../../core/index.js';
import { rowidSlot, type TableSchema } from '../../../store/index.js';
import type * as ast from '../../parser/index.js';
import type { BindContext } from './context.js';
import { noSuchTable } from './from.js';
import { ROWID_NAMES } from './stored.js';

const SCHEMA_TABLE = /^sqlite_(temp_)?(master|schema)$/i;

/** The table that a statement changes. @throws SqlError where it is none, or one that cannot be changed */
export function changedTable(context: BindContext, { schema, name }: ast.QualifiedName): TableSchema {
  const written = SCHEMA_TABLE.exec(name.name);
  const found = context.catalog.resolve(name.name, schema?.name);
  if (found?.kind === 'stored' && !written) return found.table;
  if (!found && !written) throw noSuchTable(context, { ...(schema && { schema }), name });
  if (found?.kind === 'view' || found?.kind === 'stored-view')
    throw new SqlError('misuse', `cannot modify ${found.view.name} because it is a view`, name.span);
  const shown = written ? `sqlite_${written[1]?.toLowerCase() ?? ''}master` : name.name;
  throw new SqlError('misuse', `table ${shown} may not be modified`, name.span);
}

/** The slot that a column's name means; undefined: there is none. */
export function slotNamed(table: TableSchema, name: string): number | undefined {
  const wanted = name.toLowerCase();
  const slot = table.columns.findIndex((column) => column.name.toLowerCase() === wanted);
  if (slot >= 0) return slot;
  if (!ROWID_NAMES.includes(wanted) || table.primaryKey) return undefined;
  return table.rowidColumn ?? rowidSlot(table);
}

/** A hint for a name that is no column. */
export const columnHint = (table: TableSchema, name: string): string | undefined =>
  suggestion(
    name,
    table.columns.map((column) => column.name),
  );
