import type { Row } from '../../core/index.js';
import { type IndexSchema, type IndexTerm, keyTerms, rowidSlot, type TableSchema } from '../../store/index.js';
import { findIndex } from '../names.js';
import type { Session } from '../session.js';
import { storedTable } from './shape.js';
import { columnsOf, type PragmaRequest, type PragmaSpec } from './spec.js';

export const indexList: PragmaSpec = {
  name: 'index_list',
  columns: columnsOf('seq INTEGER', 'name TEXT', 'unique INTEGER', 'origin TEXT', 'partial INTEGER'),
  rows(session, { arg, schema }) {
    const table = arg === undefined ? undefined : storedTable(session, arg, schema);
    return table ? shownIndexes(table).map((one, at) => [at, one.name, one.unique, one.origin, one.partial]) : [];
  },
};

interface ShownIndex {
  readonly name: string;
  readonly unique: 0 | 1;
  readonly origin: IndexSchema['origin'];
  readonly partial: 0 | 1;
}

/** As SQLite keeps them: the latest first, but those that replace rows behind the others, since they are checked last. */
function shownIndexes(table: TableSchema): ShownIndex[] {
  const all = allIndexes(table).reverse();
  const replaces = (index: IndexSchema): boolean => index.conflict === 'replace';
  return [...all.filter((one) => !replaces(one)), ...all.filter(replaces)].map((index) => ({
    name: index.name,
    unique: index.unique ? 1 : 0,
    origin: index.origin,
    partial: index.where ? 1 : 0,
  }));
}

/** In the order of creation, with the key of a table WITHOUT ROWID where SQLite has an index for it. */
function allIndexes(table: TableSchema): IndexSchema[] {
  const key = keyIndex(table);
  if (!key) return [...table.indexes];
  const at = Number(/\d+$/.exec(key.name)?.[0]) - 1;
  return [...table.indexes.slice(0, at), key, ...table.indexes.slice(at)];
}

function keyIndex(table: TableSchema): IndexSchema | undefined {
  const { primaryKey, primaryKeyName, schema, name, keyConflict } = table;
  if (!primaryKey || primaryKeyName === undefined) return undefined;
  return {
    kind: 'index',
    schema,
    name: primaryKeyName,
    table: name,
    unique: true,
    terms: primaryKey,
    origin: 'pk',
    ...(keyConflict && { conflict: keyConflict }),
    sql: null,
  };
}

export const indexInfo: PragmaSpec = {
  name: 'index_info',
  columns: columnsOf('seqno INTEGER', 'cid INTEGER', 'name TEXT'),
  rows(session, request) {
    const found = named(session, request);
    return found ? found.index.terms.map((term, at) => [at, ...columnOf(found.table, term)]) : [];
  },
};

export const indexXinfo: PragmaSpec = {
  name: 'index_xinfo',
  columns: columnsOf('seqno INTEGER', 'cid INTEGER', 'name TEXT', 'desc INTEGER', 'coll TEXT', 'key INTEGER'),
  rows(session, request) {
    const found = named(session, request);
    if (!found) return [];
    const { table, index } = found;
    const shown = (term: IndexTerm, at: number, key: 0 | 1): Row => [
      at,
      ...columnOf(table, term),
      term.descending ? 1 : 0,
      term.collation.toUpperCase(),
      key,
    ];
    const keys = index.terms.map((term, at) => shown(term, at, 1));
    return [...keys, ...restOf(table, index).map((term, at) => shown(term, keys.length + at, 0))];
  },
};

/** What an index holds beside its key: the key of the table; the key of a table WITHOUT ROWID holds all columns. */
function restOf(table: TableSchema, index: IndexSchema): readonly IndexTerm[] {
  const plain = (slot: number): IndexTerm => ({ slot, collation: 'binary', descending: false });
  if (index.terms === table.primaryKey) {
    const slots = table.columns.flatMap((column, slot) => (column.generated?.stored === false ? [] : [slot]));
    return slots.filter((slot) => !index.terms.some((term) => term.slot === slot)).map(plain);
  }
  if (!table.primaryKey) return keyTerms(table);
  return table.primaryKey
    .filter((term) => !index.terms.some((one) => one.slot === term.slot && one.collation === term.collation))
    .map(({ slot, collation }) => ({ slot, collation, descending: false }));
}

/** Number and name of a term's column; SQLite says -1 for the rowid, -2 for an expression. */
function columnOf(table: TableSchema, { slot }: IndexTerm): [cid: number, name: string | null] {
  const column = table.columns[slot];
  if (!column) return [slot === rowidSlot(table) ? -1 : -2, null];
  return [slot, column.name];
}

/** The index of a name; the name of a table WITHOUT ROWID is that of its key, too. */
function named(
  session: Session,
  { arg, schema }: PragmaRequest,
): { table: TableSchema; index: IndexSchema } | undefined {
  if (arg === undefined) return undefined;
  const found = findIndex(session, arg, schema);
  if (found) return found;
  const wanted = arg.toLowerCase();
  for (const table of session.database.objects()) {
    if (table.kind !== 'table' || (schema && table.schema !== schema)) continue;
    const index = keyIndex(table);
    if (index && (index.name.toLowerCase() === wanted || table.name.toLowerCase() === wanted)) return { table, index };
  }
  return undefined;
}
