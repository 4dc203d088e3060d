import type { Row, Value } from '../../src/core/index.js';
import type { Random } from './random.js';
import { type Kind, literal, randomValue } from './values.js';

/** A column to make expressions of. */
export interface ColumnModel {
  readonly name: string;
  /** The declared type. */
  readonly type: string;
  readonly kind: Kind;
  readonly collation: '' | 'NOCASE' | 'RTRIM';
  /** Values that compare equal are the same value: it does not matter which of them DISTINCT keeps. */
  readonly clean: boolean;
}

export interface TableModel {
  readonly name: string;
  readonly columns: readonly ColumnModel[];
  /** The first column is `id`, without repeats. */
  readonly rows: readonly Row[];
  readonly indexes: readonly string[];
  /** Behind the columns. */
  readonly options: '' | ' WITHOUT ROWID';
}

export interface ViewModel {
  readonly name: string;
  readonly sql: string;
  readonly columns: readonly { readonly name: string; readonly kind: Kind; readonly clean: boolean }[];
}

/** What a database holds. */
export interface Schema {
  readonly tables: readonly TableModel[];
  readonly views: readonly ViewModel[];
}

/** Shared by all tables, so that NATURAL and USING find common ones. */
const NAMES = ['a', 'b', 'c', 'd', 'e'];

const TYPES: Readonly<Record<Kind, readonly string[]>> = {
  int: ['INTEGER', 'INTEGER', 'BIGINT', 'INT', 'NUMERIC', ''],
  big: ['INTEGER', 'BIGINT', '', 'NUMERIC'],
  real: ['REAL', 'REAL', 'DOUBLE', 'FLOAT', ''],
  wild: ['REAL', 'DOUBLE', '', 'NUMERIC'],
  text: ['TEXT', 'TEXT', 'VARCHAR(10)', 'CLOB', ''],
  number: ['TEXT', 'INTEGER', 'NUMERIC', 'REAL', '', 'VARCHAR(5)'],
  blob: ['BLOB', ''],
  any: ['', 'BLOB', 'TEXT', 'NUMERIC', 'INTEGER', 'REAL', 'DECIMAL(10,2)'],
};

/** Two to four tables, of up to a dozen rows each. */
export function randomSchema(r: Random): Schema {
  return { tables: r.times(r.between(2, 4), (index) => randomTable(r, `t${index + 1}`)), views: [] };
}

function randomTable(r: Random, name: string): TableModel {
  const count = r.between(2, NAMES.length);
  const names = r.percent(70) ? NAMES.slice(0, count) : r.sample(NAMES, count);
  const id: ColumnModel = {
    name: 'id',
    type: r.pick(['INTEGER', 'INTEGER PRIMARY KEY', 'INTEGER UNIQUE', 'INT PRIMARY KEY']),
    kind: 'int',
    collation: '',
    clean: true,
  };
  const columns = [id, ...names.map((column) => randomColumn(r, column))];
  const length = r.weighted([
    [1, 0],
    [1, 1],
    [6, r.between(2, 7)],
    [2, r.between(8, 14)],
  ]);
  const rows = r.times(length, (index) => columns.map((column, i) => (i === 0 ? index + 1 : cell(r, column))));
  const indexes = r.percent(50) ? r.times(r.between(1, 2), (index) => randomIndex(r, name, columns, index)) : [];
  const options = id.type.endsWith('KEY') && r.percent(25) ? ' WITHOUT ROWID' : '';
  return { name, columns, rows, indexes, options };
}

function randomColumn(r: Random, name: string): ColumnModel {
  const kind = r.weighted<Kind>([
    [8, 'int'],
    [2, 'big'],
    [4, 'real'],
    [1, 'wild'],
    [6, 'text'],
    [2, 'number'],
    [1, 'blob'],
    [2, 'any'],
  ]);
  const isText = kind === 'text' || kind === 'number' || kind === 'any';
  const collation = isText && r.percent(30) ? r.pick(['NOCASE', 'RTRIM'] as const) : '';
  const type = r.pick(TYPES[kind]);
  return { name, type, kind, collation, clean: collation === '' && (kind !== 'any' || type === 'TEXT') };
}

/** Few different values a column, so that joins and groups find pairs. */
function cell(r: Random, { kind }: ColumnModel): Value {
  if (kind === 'int' && r.percent(60)) return r.percent(10) ? null : r.between(0, 5);
  return randomValue(r, kind);
}

const declaration = ({ name, type, collation }: ColumnModel): string =>
  [name, type, collation && `COLLATE ${collation}`].filter((word) => word !== '').join(' ');

function randomIndex(r: Random, table: string, columns: readonly ColumnModel[], number: number): string {
  const on = r
    .sample(columns, r.between(1, 2))
    .map((column) => column.name + r.pick(['', '', '', ' DESC', ' COLLATE NOCASE']));
  const partial = r.percent(15) ? ` WHERE ${r.pick(columns).name} IS NOT NULL` : '';
  return `CREATE INDEX i_${table}_${number} ON ${table}(${on.join(', ')})${partial}`;
}

/** The statements that make a database. */
export function schemaStatements({ tables, views }: Schema): string[] {
  return [...tables.flatMap(tableStatements), ...views.map(({ name, sql }) => `CREATE VIEW ${name} AS ${sql}`)];
}

function tableStatements({ name, columns, rows, indexes, options }: TableModel): string[] {
  const create = `CREATE TABLE ${name}(${columns.map(declaration).join(', ')})${options}`;
  const list = rows.map((row) => `(${row.map(literal).join(', ')})`);
  const insert = list.length === 0 ? [] : [`INSERT INTO ${name} VALUES ${list.join(', ')}`];
  return [create, ...indexes, ...insert];
}
