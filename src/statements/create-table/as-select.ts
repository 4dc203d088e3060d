import { applyAffinity, type Row } from '../../core/index.js';
import { compile, run } from '../../exec/index.js';
import type { CreateTable } from '../../sql/parser/index.js';
import type { Column } from '../../sql/planner/index.js';
import { type SchemaName, StoredTable, type TableSchema } from '../../store/index.js';
import { inQuotes, quoted } from '../identifiers.js';
import { toQuery } from '../plan.js';
import { action, type Prepared, type RunOptions } from '../prepared.js';
import { runContext, type Session } from '../session.js';
import { newColumn } from './columns.js';

type Pipeline = ReturnType<typeof compile>;

/** CREATE TABLE … AS SELECT */
export function prepareCreateTableAs(
  session: Session,
  { body, table, span }: CreateTable & { body: { kind: 'as' } },
  schema: SchemaName,
  text: string,
): Prepared {
  const query = toQuery({ kind: 'select-statement', span, select: body.select }, session.catalog, text);
  const definition = tableOf(session, query.columns, schema, table.name.name);
  const pipeline = compile(query);
  return {
    ...action((options) => fill(session, definition, pipeline, options)),
    parameters: query.parameters,
    warnings: query.warnings,
  };
}

async function fill(
  session: Session,
  definition: TableSchema,
  pipeline: Pipeline,
  { maxRows: _, ...options }: RunOptions,
): Promise<void> {
  const rows = new StoredTable(definition);
  let rowid = 0;
  for await (const batch of run(pipeline, runContext(session, options)))
    for (const row of batch) rows.insert(toStored(definition, row, ++rowid));
  session.database.create(definition);
  session.database.alter(definition, definition, rows);
}

const toStored = ({ columns }: TableSchema, row: Row, rowid: number): Row => [
  ...columns.map(({ affinity }, at) => applyAffinity(row[at] ?? null, affinity)),
  rowid,
];

/** A type for each affinity, as SQLite writes them. */
const TYPES = { none: '', blob: '', text: 'TEXT', numeric: 'NUM', integer: 'INT', real: 'REAL' } as const;

function tableOf({ database }: Session, from: readonly Column[], schema: SchemaName, name: string): TableSchema {
  const names = distinctNames(from.map((column) => column.name));
  const columns = from.map((column, at) => newColumn(names[at] ?? '', TYPES[column.affinity]));
  return {
    kind: 'table',
    schema,
    name,
    columns,
    autoincrement: false,
    strict: false,
    checks: [],
    indexes: [],
    computed: [],
    foreignKeys: [],
    sql: createTableText(name, columns),
    created: database.schemaVersion + 1,
  };
}

/** Names that stand for several columns get `:1`, `:2`, … */
function distinctNames(names: readonly string[]): string[] {
  const used = new Set<string>();
  return names.map((name) => {
    const base = /^(.+):\d*$/s.exec(name)?.[1] ?? name;
    let unique = name;
    for (let n = 1; used.has(unique.toLowerCase()); n++) unique = `${base}:${n}`;
    used.add(unique.toLowerCase());
    return unique;
  });
}

/** Short ones on one line, as SQLite has it. */
function createTableText(name: string, columns: TableSchema['columns']): string {
  const length = columns.reduce((sum, column) => sum + quotedLength(column.name) + 5, quotedLength(name));
  const [first, between, end] = length < 50 ? ['', ',', ')'] : ['\n  ', ',\n  ', '\n)'];
  const list = columns.map((column) => quoted(column.name) + (column.declared && ` ${column.declared}`));
  return `CREATE TABLE ${quoted(name)}(${first}${list.join(between)}${end}`;
}

const quotedLength = (name: string): number => Buffer.byteLength(inQuotes(name));
