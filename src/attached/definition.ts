import { findCollation, SqlError } from '../core/index.js';
import type { SchemaEntry } from '../host/index.js';
import { type ColumnDefinition, type CreateIndex, parse, type Statement } from '../sql/parser/index.js';
import { defineTable, type TableBody } from '../statements/index.js';
import type { IndexTerm, TableSchema } from '../store/index.js';

/** A table of a database file, as its CREATE statements describe it. */
export interface FileTable {
  readonly entry: SchemaEntry;
  /** Its `schema` means nothing: the file has a name of its own. */
  readonly schema: TableSchema;
  /** Columns with a collation that we do not have: nothing is looked up by them. */
  readonly foreign: ReadonlySet<number>;
  readonly indexes: readonly FileIndex[];
}

export interface FileIndex {
  /** Its name in the file: the page it starts at may change while the file is served. */
  readonly name: string;
  /** What its entries are ordered by, as far as these are columns; the row's key follows behind. */
  readonly terms: readonly IndexTerm[];
  /** All of its terms are columns. */
  readonly isPlain: boolean;
  readonly isUnique: boolean;
}

/** A view of a database file. */
export interface FileView {
  readonly name: string;
  readonly columns?: readonly string[];
  readonly sql: string;
}

export interface FileSchema {
  readonly tables: readonly FileTable[];
  readonly views: readonly FileView[];
}

/**
 * The tables and views that the lines of a `sqlite_schema` define. Tables that are kept elsewhere (virtual ones) are left
 * out; so is what we cannot read. Pure.
 * @param checkpoint called before each of them
 * @param warn hears of what cannot be read
 */
export function defineSchema(
  entries: readonly SchemaEntry[],
  checkpoint: () => void,
  warn: (message: string) => void,
): FileSchema {
  const tables: FileTable[] = [];
  const views: FileView[] = [];
  for (const entry of entries) {
    checkpoint();
    try {
      if (entry.type === 'view') views.push(viewOf(entry));
      else if (entry.type === 'table' && entry.rootPage > 0) tables.push(tableOf(entry, entries));
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      warn(`${entry.type} "${entry.name}" cannot be read: ${error.message}`);
    }
  }
  return { tables, views };
}

function statement<K extends Statement['kind']>(entry: SchemaEntry, kind: K): Extract<Statement, { kind: K }> {
  const [first] = parse(entry.sql ?? '');
  if (first?.kind !== kind) throw new SqlError('misuse', 'its definition is none');
  return first as Extract<Statement, { kind: K }>; // its kind was just seen
}

/** @throws SqlError */
function viewOf(entry: SchemaEntry): FileView {
  const { columns, text } = statement(entry, 'create-view');
  return { name: entry.name, ...(columns && { columns: columns.map(({ name }) => name) }), sql: text };
}

/** @throws SqlError */
function tableOf(entry: SchemaEntry, entries: readonly SchemaEntry[]): FileTable {
  const { body, span } = statement(entry, 'create-table');
  if (body.kind === 'as') throw new SqlError('misuse', 'its definition is none');
  const { body: known, foreign } = withoutForeign(body);
  const schema = defineTable(known, { schema: 'main', name: entry.name, sql: entry.sql ?? '', span });
  const made = schema.indexes.filter((index) => entries.some(({ name }) => name === index.name));
  const created = entries.filter((one) => one.type === 'index' && one.table === entry.name && one.sql !== null);
  return {
    entry,
    schema,
    foreign,
    indexes: [
      ...made.map(({ name, terms }) => ({ name, terms, isPlain: true, isUnique: true })),
      ...created.flatMap((one) => indexOf(one, schema) ?? []),
    ],
  };
}

/**
 * A definition without what reading does not need and we may not have: checks, and collations that a program brought
 * along. Keys with such a collation keep their index, as an index without terms.
 */
function withoutForeign(body: TableBody): { readonly body: TableBody; readonly foreign: ReadonlySet<number> } {
  const foreign = new Set<number>();
  const columns = body.columns.map((column, at): ColumnDefinition => {
    const constraints = column.constraints.filter((one) => {
      const isForeign = one.kind === 'collate' && !findCollation(one.collation.name);
      if (isForeign) foreign.add(at);
      return !isForeign && one.kind !== 'check';
    });
    return { ...column, constraints };
  });
  return { body: { ...body, columns, constraints: body.constraints.filter(({ kind }) => kind !== 'check') }, foreign };
}

/** Undefined for an index on some rows only, which does not have them all. */
function indexOf(entry: SchemaEntry, table: TableSchema): FileIndex | undefined {
  let index: CreateIndex;
  try {
    index = statement(entry, 'create-index');
  } catch (error) {
    if (error instanceof SqlError) return undefined;
    throw error;
  }
  if (index.where) return undefined;
  const terms: IndexTerm[] = [];
  for (const { expr, descending } of index.columns) {
    const { name, collation } = named(expr);
    const slot = table.columns.findIndex((column) => column.name.toLowerCase() === name?.toLowerCase());
    const known = collation === undefined ? table.columns[slot]?.collation : findCollation(collation)?.name;
    if (slot < 0 || known === undefined) break;
    terms.push({ slot, collation: known, descending });
  }
  return { name: entry.name, terms, isPlain: terms.length === index.columns.length, isUnique: index.unique };
}

function named(expr: CreateIndex['columns'][number]['expr']): { name?: string; collation?: string } {
  if (expr.kind === 'collate') return { ...named(expr.operand), collation: expr.collation.name };
  return expr.kind === 'name' && !expr.table ? { name: expr.column.name } : {};
}
