import type { Row } from '../../core/index.js';
import { SCHEMA_NAMES, type SchemaName, type SchemaObject } from '../../store/index.js';
import type { Session } from '../session.js';
import { columnCount, type ShownColumn, shownColumns } from './shape.js';
import { columnsOf, type PragmaRequest, type PragmaSpec } from './spec.js';

const INFO = ['cid INTEGER', 'name TEXT', 'type TEXT', 'notnull INTEGER', 'dflt_value', 'pk INTEGER'];

export const tableInfo: PragmaSpec = {
  name: 'table_info',
  columns: columnsOf(...INFO),
  rows: (session, request) =>
    columns(session, request)
      .filter((column) => column.hidden === 0)
      .map(infoRow),
};

export const tableXinfo: PragmaSpec = {
  name: 'table_xinfo',
  columns: columnsOf(...INFO, 'hidden INTEGER'),
  rows: (session, request) => columns(session, request).map((column, at) => [...infoRow(column, at), column.hidden]),
};

const columns = (session: Session, { arg, schema }: PragmaRequest): ShownColumn[] =>
  (arg === undefined ? undefined : shownColumns(session, arg, schema)) ?? [];

const infoRow = (column: ShownColumn, at: number): Row => [
  at,
  column.name,
  column.type,
  column.notNull ? 1 : 0,
  column.default,
  column.key,
];

export const tableList: PragmaSpec = {
  name: 'table_list',
  columns: columnsOf('schema TEXT', 'name TEXT', 'type TEXT', 'ncol INTEGER', 'wr INTEGER', 'strict INTEGER'),
  rows(session, { arg, schema }) {
    const wanted = arg?.toLowerCase();
    const schemas = schema ? [schema] : [...SCHEMA_NAMES].reverse();
    return schemas
      .flatMap((one) => listed(session, one))
      .filter((row) => wanted === undefined || String(row[1]).toLowerCase() === wanted);
  },
};

/** The latest first, as SQLite has it. */
function listed(session: Session, schema: SchemaName): Row[] {
  const objects = [...session.database.objects()].filter((object) => object.schema === schema).reverse();
  const rows = objects.map((object) => listedRow(session, object));
  const own = schema === 'temp' ? 'sqlite_temp_schema' : 'sqlite_schema';
  const sequence = schema === 'main' && session.catalog.resolve('sqlite_sequence');
  if (sequence) rows.push([schema, 'sqlite_sequence', 'table', 2, 0, 0]);
  if (schema === 'temp')
    for (const table of session.catalog.tables())
      rows.push([schema, table.name, 'virtual', table.columns.length, 0, 0]);
  return [...rows, [schema, own, 'table', 5, 0, 0]];
}

function listedRow(session: Session, object: SchemaObject): Row {
  const { schema, name, kind } = object;
  if (object.kind === 'view') return [schema, name, kind, columnCount(session, name, schema), 0, 0];
  return [schema, name, kind, object.columns.length, object.primaryKey ? 1 : 0, object.strict ? 1 : 0];
}
