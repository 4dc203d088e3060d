import { type ColumnDef, type TableSpec, tableOf } from '../../catalog/index.js';
import type { Row } from '../../core/index.js';
import type { Pragma } from '../../sql/parser/index.js';
import { SCHEMA_NAMES, type SchemaName } from '../../store/index.js';
import { schemaOf } from '../names.js';
import { NOTHING, type Prepared, rows } from '../prepared.js';
import type { Session } from '../session.js';
import { foreignKeyList } from './foreign-keys.js';
import { indexInfo, indexList, indexXinfo } from './indexes.js';
import { collationList, compileOptions, databaseList, functionList } from './lists.js';
import { SETTINGS } from './settings.js';
import type { PragmaSpec } from './spec.js';
import { tableInfo, tableList, tableXinfo } from './tables.js';

const PRAGMAS: readonly PragmaSpec[] = [
  collationList,
  compileOptions,
  databaseList,
  foreignKeyList,
  functionList,
  indexInfo,
  indexList,
  indexXinfo,
  tableInfo,
  tableList,
  tableXinfo,
  ...SETTINGS,
];

const BY_NAME = new Map(PRAGMAS.map((pragma) => [pragma.name, pragma]));

/** PRAGMA: one that nobody knows does nothing, as in SQLite. @throws SqlError `unknown database x` */
export function preparePragma(session: Session, { pragma, value }: Pragma): Prepared {
  const schema = schemaOf(pragma);
  const spec = BY_NAME.get(pragma.name.name.toLowerCase());
  if (!spec) return NOTHING;
  const columns = spec.quietWithArg && value !== undefined ? [] : spec.columns;
  return rows(columns, () =>
    spec.rows(session, { ...(schema && { schema }), ...(value !== undefined && { arg: value }) }),
  );
}

interface PragmaRow {
  readonly row: Row;
  readonly arg: string | null;
  readonly schema: SchemaName | null;
}

const { table, text, bigint, blob } = tableOf<PragmaRow>();

/** `pragma_table_info('t', 'main')`: the rows of a PRAGMA to be selected from. */
export function pragmaTable(session: Session, name: string): TableSpec | undefined {
  const spec = BY_NAME.get(name);
  if (!spec || spec.columns.length === 0) return undefined;
  const shown = spec.columns.map((column, at) => [column.name, cell(column.type, at)] as const);
  return table({
    name: `pragma_${spec.name}`,
    description: `The rows of PRAGMA ${spec.name}.`,
    columns: {
      ...Object.fromEntries(shown),
      arg: text('What the PRAGMA is asked of', (one) => one.arg, { hidden: true, key: {} }),
      // table_list has a column of the name: it is that one that counts.
      ...(!shown.some(([column]) => column === 'schema') && {
        schema: text('main or temp', (one) => one.schema, { hidden: true, key: {} }),
      }),
    },
    *scan({ lookup }) {
      // What columns there are is known at run time only, and so the types of lookups are lost.
      const given = lookup as { readonly arg?: Given; readonly schema?: Given };
      for (const arg of given.arg?.values ?? [undefined])
        for (const schema of schemas(given.schema?.values)) {
          const request = { ...(arg !== undefined && { arg }), ...(schema && { schema }) };
          for (const row of spec.rows(session, request)) yield { row, arg: arg ?? null, schema: schema ?? null };
        }
    },
  });
}

/** A column of a table-valued PRAGMA. */
function cell(type: string, at: number): ColumnDef<PragmaRow, unknown> {
  const column: (description: string, read: (one: PragmaRow) => never) => ColumnDef<PragmaRow, unknown> =
    type === 'INTEGER' ? bigint : type === 'TEXT' ? text : blob;
  return column('', (one) => one.row[at] as never); // rows are of the types their columns say
}

type Given = { readonly values?: readonly string[] } | undefined;

const schemas = (values: readonly string[] | undefined): readonly (SchemaName | undefined)[] =>
  values === undefined ? [undefined] : SCHEMA_NAMES.filter((name) => values.includes(name));
