import { type ColumnSpec, knownTable, type TableSpec } from '../../catalog/index.js';
import { type Affinity, affinityOfType, SqlError } from '../../core/index.js';
import { parse } from '../../sql/parser/index.js';
import type { Column } from '../../sql/planner/index.js';
import type { SchemaName, TableSchema } from '../../store/index.js';
import { inQuotes } from '../identifiers.js';
import { toQuery } from '../plan.js';
import type { Session } from '../session.js';

/** A column as `PRAGMA table_xinfo` shows it. */
export interface ShownColumn {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly default: string | null;
  /** Position in the primary key from 1; 0: not part of it. */
  readonly key: number;
  /** 1: hidden, 2: generated, 3: generated and stored. */
  readonly hidden: 0 | 1 | 2 | 3;
}

/** The columns of a table or view; undefined: there is none of the name. @throws SqlError where a view cannot be bound */
export function shownColumns(session: Session, name: string, schema?: SchemaName): ShownColumn[] | undefined {
  const found = session.catalog.resolve(name, schema);
  switch (found?.kind) {
    case undefined:
      return undefined;
    case 'stored':
      return storedColumns(found.table);
    case 'host':
      return hostColumns(found.table);
    case 'view':
    case 'stored-view':
      return viewColumns(session, name, schema);
  }
}

const storedColumns = (table: TableSchema): ShownColumn[] =>
  table.columns.map((column) => ({
    name: column.name,
    type: column.declared,
    notNull: column.notNull,
    default: column.default?.text ?? null,
    key: column.keyPosition,
    hidden: column.generated ? (column.generated.stored ? 3 : 2) : 0,
  }));

/** Columns that lead to rows show as parts of a primary key, as osquery declares its tables (sql.md 1.4). */
function hostColumns(table: TableSpec): ShownColumn[] {
  const known = knownTable(table.name);
  const isKey = (column: ColumnSpec): boolean =>
    known
      ? (known.columns.find((one) => one.name === column.name)?.options.has('index') ?? false)
      : column.key !== undefined && !column.hidden && column.declared === undefined;
  let keys = 0;
  return table.columns.map((column) => {
    const key = isKey(column) ? ++keys : 0;
    return {
      name: column.name,
      type: column.declared ?? column.type.replace('_', ' ').toUpperCase(),
      notNull: key > 0,
      default: null,
      key,
      hidden: column.hidden ? 1 : 0,
    };
  });
}

function viewColumns(session: Session, name: string, schema: SchemaName | undefined): ShownColumn[] {
  const sql = `SELECT * FROM ${schema ? `${schema}.` : ''}${inQuotes(name)}`;
  const [statement] = parse(sql);
  if (!statement) return [];
  return toQuery(statement, session.catalog, sql).columns.map((column) => ({
    name: column.name,
    type: viewType(column),
    notNull: false,
    default: null,
    key: 0,
    hidden: 0,
  }));
}

const STANDARD: Readonly<Record<Affinity, string>> = {
  none: '',
  blob: 'BLOB',
  text: 'TEXT',
  numeric: 'NUM',
  integer: 'INT',
  real: 'REAL',
};

/** As declared, else a type for the affinity, as SQLite has it since 3.41. */
const viewType = ({ declared, affinity }: Column): string =>
  declared !== '' && affinityOfType(declared) === affinity ? declared : STANDARD[affinity];

/** The stored table of a name. */
export function storedTable(session: Session, name: string, schema?: SchemaName): TableSchema | undefined {
  const found = session.catalog.resolve(name, schema);
  return found?.kind === 'stored' ? found.table : undefined;
}

/** How many columns a view has; one that cannot be bound has none. */
export function columnCount(session: Session, name: string, schema: SchemaName): number {
  try {
    return shownColumns(session, name, schema)?.length ?? 0;
  } catch (error) {
    if (error instanceof SqlError) return 0;
    throw error;
  }
}
