import { SqlError } from '../../core/index.js';
import type { CreateTable } from '../../sql/parser/index.js';
import {
  type IndexSchema,
  type IndexTerm,
  type SchemaName,
  STRICT_CLASSES,
  type TableSchema,
} from '../../store/index.js';
import { addColumn } from './columns.js';
import type { Draft, Key } from './draft.js';
import { addTableConstraint } from './keys.js';

export type TableBody = Extract<CreateTable['body'], { kind: 'columns' }>;

/** Where a definition comes from and goes to. */
export interface Place {
  readonly schema: SchemaName;
  readonly name: string;
  /** As `sqlite_schema` shows it. */
  readonly sql: string;
  readonly span: CreateTable['span'];
}

/** What a CREATE TABLE describes. Its expressions are not bound yet. @throws SqlError with SQLite's text */
export function defineTable(body: TableBody, { schema, name, sql, span }: Place): TableSchema {
  const draft: Draft = { schema, name, columns: [], checks: [], keys: [], foreignKeys: [] };
  for (const column of body.columns) addColumn(draft, column);
  for (const constraint of body.constraints) addTableConstraint(draft, constraint, span);
  if (body.strict) makeStrict(draft);
  if (body.withoutRowid) makeKeyed(draft, span);
  const indexes = keyIndexes(draft);
  const keyed = body.withoutRowid ? indexes.find((index) => index.origin === 'pk') : undefined;
  const { primaryKey } = draft;
  const keyConflict = primaryKey?.rowidColumn !== undefined ? primaryKey.conflict : keyed?.conflict;
  return {
    kind: 'table',
    schema,
    name,
    columns: draft.columns,
    ...(!keyed && primaryKey?.rowidColumn !== undefined && { rowidColumn: primaryKey.rowidColumn }),
    autoincrement: primaryKey?.autoincrement ?? false,
    ...(keyed && { primaryKey: withoutRepeats(keyed.terms), primaryKeyName: keyed.name }),
    strict: body.strict,
    checks: draft.checks,
    ...(keyConflict && { keyConflict }),
    indexes: indexes.filter((index) => index !== keyed),
    computed: [],
    foreignKeys: draft.foreignKeys,
    sql,
  };
}

function makeStrict(draft: Draft): void {
  draft.columns.forEach((column, at) => {
    const place = `${draft.name}.${column.name}`;
    if (column.declared === '') throw new SqlError('misuse', `missing datatype for ${place}`);
    if (column.declared !== 'ANY' && !STRICT_CLASSES.has(column.declared))
      throw new SqlError('misuse', `unknown datatype for ${place}: "${column.declared}"`);
    if (column.declared === 'ANY') column.affinity = 'blob';
    if (column.keyPosition > 0 && at !== draft.primaryKey?.rowidColumn) column.notNull = true;
  });
}

/** WITHOUT ROWID */
function makeKeyed(draft: Draft, span: CreateTable['span']): void {
  const { primaryKey } = draft;
  if (primaryKey?.autoincrement)
    throw new SqlError('misuse', 'AUTOINCREMENT not allowed on WITHOUT ROWID tables', span);
  if (!primaryKey) throw new SqlError('misuse', `PRIMARY KEY missing on table ${draft.name}`, span);
  for (const column of draft.columns) if (column.keyPosition > 0) column.notNull = true;
  const column = primaryKey.rowidColumn;
  if (column === undefined) return;
  draft.keys.push({
    origin: 'pk',
    terms: [{ column, descending: primaryKey.descending }],
    ...(primaryKey.conflict && { conflict: primaryKey.conflict }),
  });
}

function withoutRepeats(terms: readonly IndexTerm[]): IndexTerm[] {
  return terms.filter(
    (term, at) => terms.findIndex((one) => one.slot === term.slot && one.collation === term.collation) === at,
  );
}

/** One index for each key that is not like an earlier one. */
function keyIndexes(draft: Draft): IndexSchema[] {
  const indexes: IndexSchema[] = [];
  for (const key of draft.keys) {
    const terms = key.terms.map((term) => ({
      slot: term.column,
      collation: term.collation ?? draft.columns[term.column]?.collation ?? 'binary',
      descending: term.descending,
    }));
    const same = indexes.findIndex((index) => isSameKey(index.terms, terms));
    const earlier = indexes[same];
    if (earlier) indexes[same] = merged(earlier, key);
    else indexes.push(newIndex(draft, key, terms, indexes.length + 1));
  }
  return indexes;
}

const newIndex = (draft: Draft, key: Key, terms: readonly IndexTerm[], number: number): IndexSchema => ({
  kind: 'index',
  schema: draft.schema,
  name: `sqlite_autoindex_${draft.name}_${number}`,
  table: draft.name,
  unique: true,
  terms,
  origin: key.origin,
  ...(key.conflict && { conflict: key.conflict }),
  sql: null,
});

/** Directions do not count: an index reads both ways. */
const isSameKey = (left: readonly IndexTerm[], right: readonly IndexTerm[]): boolean =>
  left.length === right.length &&
  left.every((term, at) => term.slot === right[at]?.slot && term.collation === right[at]?.collation);

function merged(index: IndexSchema, key: Key): IndexSchema {
  if (index.conflict && key.conflict && index.conflict !== key.conflict)
    throw new SqlError('misuse', 'conflicting ON CONFLICT clauses specified');
  const conflict = index.conflict ?? key.conflict;
  const origin = key.origin === 'pk' ? 'pk' : index.origin;
  return { ...index, origin, ...(conflict && { conflict }) };
}
