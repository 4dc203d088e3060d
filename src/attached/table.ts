import type { ColumnSpec, KeySpec, Lookup, ScanRequest, TableSpec } from '../catalog/index.js';
import { Gone } from '../core/index.js';
import { Refused, SqliteFile, type SqliteRecord } from '../host/index.js';
import { rowidSlot } from '../store/index.js';
import { rowsOf, type SlotLookups } from './access.js';
import { columnReaders, type ReadColumn } from './columns.js';
import type { FileTable } from './definition.js';
import type { KeyValue } from './places.js';
import type { FilePlace } from './schema-table.js';

/** Every key is a hint: what an index finds is checked by the engine, whose values are of any class. */
const HINT = { exact: [], required: false, maxValues: 1024 } as const satisfies Partial<KeySpec>;
const SEARCHED = { ...HINT, ops: ['=', 'range'] } as const;

/** The names of a rowid, where no column has them. */
const ROWID_NAMES = ['rowid', 'oid', '_rowid_'];

/**
 * A table of a database file for the engine. Rowids and the columns that an index starts with, or goes on with, are keys.
 * The file is opened anew for each scan: what has been written meanwhile shows.
 * @param rows about how many there are
 */
export function fileTable(
  { path, host }: FilePlace,
  table: FileTable,
  rows: number,
  warn: (message: string) => void,
): TableSpec {
  const { schema } = table;
  const readers = columnReaders(table, warn);
  const keys = keysOf(table, rows);
  const columns = schema.columns.map((column, slot): ColumnSpec => {
    const isRowid = slot === schema.rowidColumn;
    const key = isRowid ? ROWID_KEY : keys.get(slot);
    return {
      name: column.name,
      type: isRowid ? 'bigint' : 'blob',
      declared: column.declared,
      description: column.declared,
      hidden: false,
      collation: column.collation,
      cost: 0,
      ...(key && { key }),
      read: readers[slot] as ReadColumn, // one for each column
    };
  });
  const names = new Set(schema.columns.map(({ name }) => name.toLowerCase()));
  const rowidNames = schema.primaryKey ? [] : ROWID_NAMES.filter((name) => !names.has(name));
  const slots = new Map(
    columns.map(({ name }, slot) => [name, slot === schema.rowidColumn ? rowidSlot(schema) : slot]),
  );
  for (const name of rowidNames) slots.set(name, rowidSlot(schema));
  return {
    name: schema.name,
    description: `Table of ${path}`,
    columns: [...columns, ...rowidNames.map(rowidColumn)],
    aliases: [],
    examples: [],
    sources: [path],
    rows: Math.max(1, rows),
    rowCost: 1,
    isAsync: false,
    *scan({ lookup, checkpoint, warn }: ScanRequest) {
      const file = new SqliteFile(host, path, { checkpoint, warn });
      try {
        yield* rowsOf(file, table, bySlot(lookup, slots));
      } catch (error) {
        if (error instanceof Gone) throw new Refused(path, 'no such file');
        throw error;
      } finally {
        file.close();
      }
    },
  };
}

const ROWID_KEY: KeySpec = { ...SEARCHED, unique: true, rowsPerValue: 1 };

const rowidColumn = (name: string): ColumnSpec => ({
  name,
  type: 'bigint',
  description: 'Number of the row',
  hidden: true,
  collation: 'binary',
  cost: 0,
  key: ROWID_KEY,
  read: (row: SqliteRecord) => row.rowid,
});

/** By slot. What one value leaves of the rows is a guess: a tenth for each column of an index. */
function keysOf({ schema, foreign, indexes }: FileTable, rows: number): Map<number, KeySpec> {
  const keys = new Map<number, KeySpec>();
  const trees = indexes.map(({ terms, isUnique }) => ({ terms, isUnique }));
  if (schema.primaryKey) trees.push({ terms: schema.primaryKey, isUnique: true });
  for (const { terms, isUnique } of trees) {
    for (const [at, { slot, collation }] of terms.entries()) {
      if (foreign.has(slot) || schema.columns[slot]?.collation !== collation) break;
      const unique = isUnique && terms.length === 1;
      const rowsPerValue = unique ? 1 : Math.max(1, Math.round(rows / (at === 0 ? 100 : 10)));
      const known = keys.get(slot);
      if (!known || rowsPerValue < known.rowsPerValue) keys.set(slot, { ...SEARCHED, unique, rowsPerValue });
    }
  }
  return keys;
}

function bySlot(lookup: ScanRequest['lookup'], slots: ReadonlyMap<string, number>): SlotLookups {
  const found = new Map<number, Lookup<KeyValue>>();
  for (const [name, one] of Object.entries(lookup)) {
    const slot = slots.get(name);
    // Two names of the rowid: one of them will do.
    if (slot !== undefined && one && !found.get(slot)?.values) found.set(slot, one as Lookup<KeyValue>); // the request erases the value type
  }
  return found;
}
