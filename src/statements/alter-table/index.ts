import { schemaNamed } from '../../catalog/index.js';
import { SqlError } from '../../core/index.js';
import type { AlterTable } from '../../sql/parser/index.js';
import type { TableSchema } from '../../store/index.js';
import { systemName } from '../names.js';
import { action, type Prepared, type RunOptions } from '../prepared.js';
import type { Session } from '../session.js';
import { addColumn } from './add-column.js';
import { dropColumn } from './drop-column.js';
import { renameColumn } from './rename-column.js';
import { renameTable } from './rename-table.js';

/** ALTER TABLE: all of it, or nothing where it fails. @throws SqlError */
export function prepareAlterTable(session: Session, statement: AlterTable, text: string): Prepared {
  const table = alterable(session, statement);
  const { database } = session;
  return action((options) => {
    const mark = database.mark();
    try {
      alter(session, table, statement, text, options);
    } catch (error) {
      database.restore(mark);
      throw error;
    }
  });
}

function alter(
  session: Session,
  table: TableSchema,
  { action: what }: AlterTable,
  text: string,
  options: RunOptions,
): void {
  switch (what.kind) {
    case 'rename-table':
      renameTable(session, table, what.to);
      return;
    case 'rename-column':
      renameColumn(session, table, what);
      return;
    case 'add-column':
      addColumn(session, table, what.column, text, options);
      return;
    case 'drop-column':
      dropColumn(session, table, what.column, options);
      return;
  }
}

/** The stored table to be altered. @throws SqlError */
function alterable(session: Session, { table, action: { kind } }: AlterTable): TableSchema {
  const { name, span } = table.name;
  const full = table.schema ? `${table.schema.name}.${name}` : name;
  const schema = table.schema && schemaNamed(table.schema.name);
  const isKnown = !table.schema || schema !== undefined;
  const found = isKnown ? session.database.find(name, schema) : undefined;
  if (found?.kind === 'view') throw new SqlError('misuse', VIEW_REFUSALS[kind](found.name), span);
  if (found) return found;
  const own = isKnown && session.catalog.resolve(name, schema) ? systemName(name, schema) : undefined;
  if (own) throw new SqlError('misuse', `table ${own} may not be altered`, span);
  if (isKnown && session.catalog.table(name))
    throw new SqlError('misuse', 'virtual tables may not be altered', span, 'it is built in: it shows this machine');
  throw new SqlError('no-such-table', `no such table: ${full}`, span);
}

const VIEW_REFUSALS: Readonly<Record<AlterTable['action']['kind'], (view: string) => string>> = {
  'rename-table': (view) => `view ${view} may not be altered`,
  'rename-column': (view) => `cannot rename columns of view "${view}"`,
  'add-column': () => 'Cannot add a column to a view',
  'drop-column': (view) => `cannot drop column from view "${view}"`,
};
