import { createTable, definition, type ScriptTable, scopeOf } from './definitions.js';
import type { Draft, Scope } from './draft.js';
import { condition, expression } from './expressions.js';
import type { Question } from './pair.js';
import { literal, randomValue } from './values.js';

/** Statements that make tables and change them. */
export function changeScript(draft: Draft): readonly Question[] {
  const { r } = draft;
  draft.budget = 40;
  const made = r.times(r.between(1, 2), () => createTable(draft));
  const tables = made.map(({ table }) => table);
  const statements = made.map(({ sql }) => sql);
  for (const table of tables) statements.push(insert(draft, table, 'INSERT', 4));
  for (let i = r.between(5, 12); i > 0; i--) {
    draft.budget = 12;
    statements.push(step(draft, tables));
  }
  return statements.map((sql) => ({ sql, isTotal: false }));
}

function step(draft: Draft, tables: ScriptTable[]): string {
  const { r } = draft;
  const table = r.pick(tables);
  return r.weighted<() => string>([
    [26, () => insert(draft, table, insertWords(draft), 3)],
    [24, () => update(draft, table, tables)],
    [12, () => remove(draft, table)],
    [14, () => transaction(draft)],
    [14, () => definition(draft, tables)],
    [4, () => 'SELECT changes(), total_changes(), last_insert_rowid()'],
    [6, () => `SELECT * FROM ${table.name} WHERE ${condition(draft, scopeOf(table), 2)}`],
  ])();
}

const ACTIONS = ['REPLACE', 'IGNORE', 'ABORT', 'FAIL', 'ROLLBACK'];

const insertWords = ({ r }: Draft): string =>
  r.percent(50) ? 'INSERT' : r.percent(15) ? 'REPLACE' : `INSERT OR ${r.pick(ACTIONS)}`;

function insert(draft: Draft, table: ScriptTable, words: string, most: number): string {
  const { r } = draft;
  if (r.percent(4)) return `${words} INTO ${table.name} DEFAULT VALUES${returning(draft, table)}`;
  const plain = table.columns.filter(({ isGenerated }) => !isGenerated);
  const isListed = r.percent(45) || plain.length < table.columns.length;
  const columns = isListed ? r.sample(plain, r.between(1, plain.length)) : plain;
  const into = `${words} INTO ${table.name}${isListed ? `(${columns.map(({ name }) => name).join(', ')})` : ''}`;
  const row = (): string => columns.map((column) => cell(draft, column.kind)).join(', ');
  const isSelect = r.percent(15) && draft.schema.tables.length > 0;
  const rows = r.times(r.between(1, most), () => `(${row()})`);
  const source = isSelect ? select(draft, columns.length) : `VALUES ${rows.join(', ')}`;
  // After a SELECT without WHERE, ON CONFLICT would be a join's ON.
  const upserts = words === 'INSERT' && r.percent(30) ? upsert(draft, table) : '';
  return `${into} ${source}${upserts}${returning(draft, table)}`;
}

function cell({ r }: Draft, kind: Parameters<typeof randomValue>[1]): string {
  if (kind === 'int' && r.percent(70)) return String(r.between(0, 6));
  if (kind === 'text' && r.percent(50)) return literal(r.pick(['a', 'A', 'b', 'ab', 'a ', '']));
  return literal(randomValue(r, r.percent(10) ? 'any' : kind));
}

/** Rows in a certain order: they get their rowids in it. */
function select(draft: Draft, width: number): string {
  const { r } = draft;
  const table = r.pick(draft.schema.tables);
  const scope: Scope = {
    columns: table.columns.map(({ name, kind, clean }) => ({
      sql: `${table.name}.${name}`,
      kind,
      clean,
      nested: true,
    })),
    outer: [],
  };
  const list = r.times(width, () => expression(draft, scope, r.pick(['int', 'text', 'any'] as const), 1));
  return `SELECT ${list.join(', ')} FROM ${table.name} WHERE ${condition(draft, scope, 1)} ORDER BY id LIMIT 4`;
}

function upsert(draft: Draft, table: ScriptTable): string {
  const { r } = draft;
  const one = (): string => {
    const key = table.keys.length > 0 && r.percent(85) ? r.pick(table.keys) : undefined;
    const target = key ? ` (${key.join(', ')})` : '';
    if (r.percent(30) || !key) return ` ON CONFLICT${target} DO NOTHING`;
    const scope = scopeOf(table);
    const excluded = scope.columns.map((column) => ({ ...column, sql: `excluded.${column.sql}` }));
    const both: Scope = { columns: [...scope.columns, ...excluded], outer: [] };
    return ` ON CONFLICT${target} DO UPDATE SET ${assignments(draft, table, both)}${where(draft, both, 25)}`;
  };
  return r.percent(15) ? one() + one() : one();
}

function assignments(draft: Draft, table: ScriptTable, scope: Scope): string {
  const { r } = draft;
  const plain = table.columns.filter(({ isGenerated }) => !isGenerated);
  const columns = r.sample(plain, r.between(1, Math.min(2, plain.length)));
  const value = (kind: (typeof columns)[number]['kind']): string =>
    r.percent(35) ? cell(draft, kind) : expression(draft, scope, kind, 1);
  if (columns.length === 2 && r.percent(20)) {
    return `(${columns.map(({ name }) => name).join(', ')}) = (${columns.map(({ kind }) => value(kind)).join(', ')})`;
  }
  return columns.map(({ name, kind }) => `${name} = ${value(kind)}`).join(', ');
}

function where(draft: Draft, scope: Scope, percent: number): string {
  return draft.r.percent(percent) ? ` WHERE ${condition(draft, scope, 2)}` : '';
}

function update(draft: Draft, table: ScriptTable, tables: readonly ScriptTable[]): string {
  const { r } = draft;
  const words = r.percent(65) ? 'UPDATE' : `UPDATE OR ${r.pick(ACTIONS)}`;
  const scope = scopeOf(table);
  const other = r.pick(tables);
  if (r.percent(12) && other !== table && table.hasRowid && other.hasRowid) {
    const alias = other.columns.map(({ name, kind }) => ({ sql: `o.${name}`, kind, clean: true, nested: false }));
    const set = assignments(draft, table, { columns: alias, outer: [] });
    return `${words} ${table.name} SET ${set} FROM ${other.name} AS o WHERE o.rowid = ${table.name}.rowid`;
  }
  // Which rows FAIL, IGNORE and REPLACE leave hangs on the order that rows are found in.
  const chosen = words === 'UPDATE' ? where(draft, scope, 70) : '';
  return `${words} ${table.name} SET ${assignments(draft, table, scope)}${chosen}${returning(draft, table)}`;
}

function remove(draft: Draft, table: ScriptTable): string {
  return `DELETE FROM ${table.name}${where(draft, scopeOf(table), 92)}${returning(draft, table)}`;
}

function returning(draft: Draft, table: ScriptTable): string {
  const { r } = draft;
  if (!r.percent(25)) return '';
  if (r.percent(40)) return ' RETURNING *';
  return ` RETURNING ${expression(draft, scopeOf(table), 'any', 1)} AS x, ${r.pick(table.columns).name}`;
}

const transaction = ({ r }: Draft): string =>
  r.pick([
    'BEGIN',
    'BEGIN',
    'BEGIN IMMEDIATE',
    'COMMIT',
    'COMMIT',
    'END',
    'ROLLBACK',
    'ROLLBACK',
    'SAVEPOINT s1',
    'SAVEPOINT s1',
    'SAVEPOINT s2',
    'RELEASE s1',
    'RELEASE s2',
    'ROLLBACK TO s1',
    'ROLLBACK TO s2',
  ]);
