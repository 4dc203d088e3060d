import type {
  AlterTable,
  ColumnConstraint,
  ColumnDefinition,
  CreateIndex,
  CreateTable,
  CreateView,
  CreateVirtualTable,
  Drop,
  Expr,
  ForeignKeyClause,
  Identifier,
  IndexedColumn,
  TableConstraint,
} from '../ast.js';
import { printExpr } from './expressions.js';
import { nameList, printName, printQualified, words } from './names.js';
import { printSelect } from './queries.js';

export function printCreateTable({ temporary, ifNotExists, table, body }: CreateTable): string {
  const head = words('CREATE', temporary && 'TEMP', 'TABLE', ifNotExists && 'IF NOT EXISTS', printQualified(table));
  if (body.kind === 'as') return `${head} AS ${printSelect(body.select)}`;
  const parts = [...body.columns.map(columnDefinition), ...body.constraints.map(tableConstraint)];
  const options = [body.withoutRowid ? 'WITHOUT ROWID' : [], body.strict ? 'STRICT' : []].flat();
  return words(`${head} (${parts.join(', ')})`, options.join(', '));
}

function columnDefinition({ name, type, constraints }: ColumnDefinition): string {
  return words(printName(name), type, ...constraints.map(columnConstraint));
}

const naming = (name: Identifier | undefined): string | undefined => name && `CONSTRAINT ${printName(name)}`;
const conflict = (action: string | undefined): string | undefined => action && `ON CONFLICT ${action.toUpperCase()}`;

function columnConstraint(constraint: ColumnConstraint): string {
  return words(naming(constraint.name), columnRule(constraint));
}

function columnRule(of: ColumnConstraint): string {
  switch (of.kind) {
    case 'primary-key':
      return words(
        'PRIMARY KEY',
        of.descending && 'DESC',
        conflict(of.onConflict),
        of.autoincrement && 'AUTOINCREMENT',
      );
    case 'not-null':
      return words('NOT NULL', conflict(of.onConflict));
    case 'null':
      return 'NULL';
    case 'unique':
      return words('UNIQUE', conflict(of.onConflict));
    case 'check':
      return `CHECK (${printExpr(of.expr)})`;
    case 'default':
      return `DEFAULT ${defaultValue(of.expr)}`;
    case 'collate':
      return `COLLATE ${printName(of.collation)}`;
    case 'generated':
      return `GENERATED ALWAYS AS (${printExpr(of.expr)}) ${of.stored ? 'STORED' : 'VIRTUAL'}`;
    case 'references':
      return references(of);
  }
}

function defaultValue(expr: Expr): string {
  return expr.kind === 'literal' ? printExpr(expr) : `(${printExpr(expr)})`;
}

function references({ table, targets, actions }: ForeignKeyClause): string {
  return words(`REFERENCES ${printName(table)}${nameList(targets)}`, ...actions);
}

function tableConstraint(of: TableConstraint): string {
  return words(naming(of.name), tableRule(of));
}

function tableRule(of: TableConstraint): string {
  switch (of.kind) {
    case 'primary-key': {
      const columns = words(printColumnList(of.columns), of.autoincrement && 'AUTOINCREMENT');
      return words(`PRIMARY KEY (${columns})`, conflict(of.onConflict));
    }
    case 'unique':
      return words(`UNIQUE (${printColumnList(of.columns)})`, conflict(of.onConflict));
    case 'check':
      return `CHECK (${printExpr(of.expr)})`;
    case 'foreign-key':
      return words(`FOREIGN KEY${nameList(of.columns)}`, references(of));
  }
}

/** `a, b DESC` */
export function printColumnList(columns: readonly IndexedColumn[]): string {
  return columns.map(({ expr, descending }) => words(printExpr(expr), descending && 'DESC')).join(', ');
}

export function printCreateIndex({ unique, ifNotExists, index, table, columns, where }: CreateIndex): string {
  return words(
    'CREATE',
    unique && 'UNIQUE',
    'INDEX',
    ifNotExists && 'IF NOT EXISTS',
    printQualified(index),
    `ON ${printName(table)} (${printColumnList(columns)})`,
    where && `WHERE ${printExpr(where)}`,
  );
}

export function printCreateView({ temporary, ifNotExists, view, columns, select }: CreateView): string {
  return words(
    'CREATE',
    temporary && 'TEMP',
    'VIEW',
    ifNotExists && 'IF NOT EXISTS',
    printQualified(view) + nameList(columns),
    `AS ${printSelect(select)}`,
  );
}

export function printCreateVirtual({ ifNotExists, table, module, args }: CreateVirtualTable): string {
  const made = words('CREATE VIRTUAL TABLE', ifNotExists && 'IF NOT EXISTS', printQualified(table));
  return `${made} USING ${printName(module)}${args.length === 0 ? '' : ` (${args.join(', ')})`}`;
}

export function printDrop({ what, ifExists, target }: Drop): string {
  return words('DROP', what.toUpperCase(), ifExists && 'IF EXISTS', printQualified(target));
}

export function printAlter({ table, action }: AlterTable): string {
  const head = `ALTER TABLE ${printQualified(table)}`;
  switch (action.kind) {
    case 'rename-table':
      return `${head} RENAME TO ${printName(action.to)}`;
    case 'rename-column':
      return `${head} RENAME COLUMN ${printName(action.from)} TO ${printName(action.to)}`;
    case 'add-column':
      return `${head} ADD COLUMN ${columnDefinition(action.column)}`;
    case 'drop-column':
      return `${head} DROP COLUMN ${printName(action.column)}`;
  }
}
