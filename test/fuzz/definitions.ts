import { type Draft, freshName, type Scope } from './draft.js';
import { condition, expression } from './expressions.js';
import { totalTerms } from './order.js';
import { type Kind, literal, randomValue } from './values.js';

/** A table that a script changes; what it was told may have failed, so it is a guess. */
export interface ScriptTable {
  name: string;
  readonly columns: ScriptColumn[];
  readonly indexes: string[];
  /** Columns that some key is made of. */
  readonly keys: string[][];
  readonly hasRowid: boolean;
  readonly isStrict: boolean;
}

export interface ScriptColumn {
  name: string;
  readonly kind: Kind;
  readonly isGenerated: boolean;
}

const TYPES: Readonly<Record<string, readonly string[]>> = {
  int: ['INTEGER', 'INT', 'BIGINT', '', 'NUMERIC'],
  text: ['TEXT', 'VARCHAR(20)', '', 'TEXT COLLATE NOCASE', 'TEXT COLLATE RTRIM'],
  real: ['REAL', 'DOUBLE', '', 'NUMERIC'],
  any: ['', 'BLOB', 'NUMERIC', 'TEXT', 'INTEGER'],
};

/** A table with keys, checks and defaults of all kinds. */
export function createTable(draft: Draft): { readonly sql: string; readonly table: ScriptTable } {
  const { r } = draft;
  const name = freshName(draft, 'm');
  const isStrict = r.percent(12);
  const columns = r.times(
    r.between(2, 5),
    (index): ScriptColumn => ({
      name: 'abcde'[index] ?? 'z',
      kind: r.pick(['int', 'int', 'text', 'real', 'any'] as const),
      isGenerated: false,
    }),
  );
  const keys: string[][] = [];
  const primary = r.pick(['none', 'rowid', 'rowid', 'rowid', 'autoincrement', 'column', 'pair', 'without']);
  const list = columns.map((column, index) => {
    const type = isStrict ? strictType(column.kind) : r.pick(TYPES[column.kind] ?? ['']);
    if (index === 0 && (primary === 'rowid' || primary === 'autoincrement')) {
      keys.push([column.name]);
      return `${column.name} INTEGER PRIMARY KEY${primary === 'autoincrement' ? ' AUTOINCREMENT' : ''}`;
    }
    return `${column.name} ${type}${constraints(draft, column, columns, keys)}`.trim();
  });
  if (r.percent(15)) list.push(generated(draft, columns));
  if (primary === 'column') keys.push(['a']);
  if (primary === 'pair' || primary === 'without') keys.push(['a', 'b']);
  if (primary === 'column') list.push('PRIMARY KEY (a)');
  if (primary === 'pair' || primary === 'without') list.push(`PRIMARY KEY (a, b${r.pick(['', ' DESC'])})`);
  if (r.percent(15)) {
    list.push(`UNIQUE (b, a)${onConflict(draft)}`);
    // SQLite does not recognise a target that names the rowid's column among others.
    if (primary !== 'rowid' && primary !== 'autoincrement') keys.push(['b', 'a']);
  }
  if (r.percent(12)) list.push(`CHECK (${check(draft, columns)})`);
  const options = [primary === 'without' && 'WITHOUT ROWID', isStrict && 'STRICT'].filter((word) => word !== false);
  return {
    sql: `CREATE TABLE ${name}(${list.join(', ')})${options.length > 0 ? ` ${options.join(', ')}` : ''}`,
    table: { name, columns, indexes: [], keys, hasRowid: primary !== 'without', isStrict },
  };
}

const strictType = (kind: Kind): string => ({ int: 'INTEGER', text: 'TEXT', real: 'REAL' })[kind as 'int'] ?? 'ANY';

const onConflict = ({ r }: Draft): string =>
  r.percent(15) ? ` ON CONFLICT ${r.pick(['IGNORE', 'REPLACE', 'ABORT', 'FAIL', 'ROLLBACK'])}` : '';

function constraints(draft: Draft, column: ScriptColumn, columns: readonly ScriptColumn[], keys: string[][]): string {
  const { r } = draft;
  const parts: string[] = [];
  if (r.percent(15)) parts.push(`NOT NULL${onConflict(draft)}`);
  if (r.percent(18)) {
    parts.push(`UNIQUE${onConflict(draft)}`);
    keys.push([column.name]);
  }
  if (r.percent(20))
    parts.push(`DEFAULT ${r.percent(70) ? literal(randomValue(r, column.kind, 5)) : "(1 + length('ab'))"}`);
  if (r.percent(10)) parts.push(`CHECK (${check(draft, columns)})`);
  return parts.map((part) => ` ${part}`).join('');
}

function check({ r }: Draft, columns: readonly ScriptColumn[]): string {
  const { name } = r.pick(columns);
  return r.pick([
    `${name} IS NULL OR ${name} <> 3`,
    `length(${name}) < 12`,
    `${name} > -50`,
    `typeof(${name}) <> 'blob'`,
    `a IS NOT b`,
    `coalesce(${name}, 0) BETWEEN -1000 AND 1000 OR ${name} > ''`,
  ]);
}

function generated(draft: Draft, columns: ScriptColumn[]): string {
  const { r } = draft;
  const expr = r.pick(['a || b', 'coalesce(a, b)', 'length(b)', 'typeof(a)', 'a + 1', 'upper(b)']);
  columns.push({ name: 'g', kind: 'any', isGenerated: true });
  return `g ${r.pick(['', 'TEXT', 'INT'])} ${r.pick(['GENERATED ALWAYS ', ''])}AS (${expr})${r.pick(['', ' STORED', ' VIRTUAL'])}`;
}

export const scopeOf = ({ columns }: ScriptTable): Scope => ({
  columns: columns.map(({ name, kind }) => ({ sql: name, kind, clean: true, nested: false })),
  outer: [],
});

/** CREATE INDEX, DROP, ALTER TABLE and the like. */
export function definition(draft: Draft, tables: ScriptTable[]): string {
  const { r } = draft;
  const table = r.pick(tables);
  switch (r.below(9)) {
    case 0:
    case 1:
    case 2:
      return createIndex(draft, table);
    case 3:
      return r.percent(70) && table.indexes.length > 0
        ? `DROP INDEX ${table.indexes.pop()}`
        : 'DROP INDEX IF EXISTS nosuch';
    case 4:
      return addColumn(draft, table);
    case 5:
      return renameColumn(draft, table);
    case 6:
      return dropColumn(draft, table);
    case 7:
      return renameTable(draft, table);
    default:
      return tableOrView(draft, table, tables);
  }
}

function createIndex(draft: Draft, table: ScriptTable): string {
  const { r } = draft;
  const name = freshName(draft, 'i');
  table.indexes.push(name);
  const term = (): string => {
    const column = r.pick(table.columns).name;
    return r.pick([
      column,
      column,
      column,
      `${column} DESC`,
      `${column} COLLATE NOCASE`,
      `lower(${column})`,
      `${column} + 1`,
    ]);
  };
  const where = r.percent(20) ? ` WHERE ${r.pick(table.columns).name} ${r.pick(['IS NOT NULL', '> 1', "<> 'a'"])}` : '';
  return `CREATE ${r.percent(25) ? 'UNIQUE ' : ''}INDEX ${name} ON ${table.name}(${r.times(r.between(1, 2), term).join(', ')})${where}`;
}

function addColumn(draft: Draft, table: ScriptTable): string {
  const { r } = draft;
  const name = freshName(draft, 'n');
  const kind = r.pick(['int', 'text', 'real'] as const);
  table.columns.push({ name, kind, isGenerated: false });
  const extra = r.pick([
    '',
    '',
    ` DEFAULT ${literal(randomValue(r, kind, 10))}`,
    ' NOT NULL DEFAULT 7',
    ' NOT NULL',
    ' CHECK (1)',
  ]);
  return `ALTER TABLE ${table.name} ADD COLUMN ${name} ${table.isStrict ? strictType(kind) : r.pick(TYPES[kind] ?? [''])}${extra}`;
}

function renameColumn(draft: Draft, table: ScriptTable): string {
  const column = draft.r.pick(table.columns);
  const from = column.name;
  column.name = freshName(draft, 'n');
  return `ALTER TABLE ${table.name} RENAME COLUMN ${from} TO ${column.name}`;
}

function dropColumn({ r }: Draft, table: ScriptTable): string {
  const index = r.below(table.columns.length);
  const name = table.columns[index]?.name;
  if (table.columns.length > 3 && r.percent(50)) table.columns.splice(index, 1);
  return `ALTER TABLE ${table.name} DROP COLUMN ${name}`;
}

function renameTable(draft: Draft, table: ScriptTable): string {
  const from = table.name;
  table.name = freshName(draft, 'm');
  return `ALTER TABLE ${from} RENAME TO ${table.name}`;
}

function tableOrView(draft: Draft, table: ScriptTable, tables: ScriptTable[]): string {
  const { r } = draft;
  if (r.percent(30))
    return `CREATE VIEW ${freshName(draft, 'v')} AS SELECT * FROM ${table.name} WHERE ${condition(draft, scopeOf(table), 1)}`;
  if (r.percent(30) && tables.length > 1) {
    tables.splice(tables.indexOf(table), 1);
    return `DROP TABLE ${table.name}`;
  }
  const name = freshName(draft, 'm');
  const columns = table.columns.map(({ name, kind }) => ({ name, kind, isGenerated: false }));
  tables.push({ name, columns, indexes: [], keys: [], hasRowid: true, isStrict: false });
  const order = r.percent(50) ? ` WHERE ${expression(draft, scopeOf(table), 'int', 1)}` : '';
  const total = table.columns.flatMap((column) => totalTerms(column.name)).join(', ');
  return `CREATE TABLE ${name} AS SELECT * FROM ${table.name}${order} ORDER BY ${total}`;
}
