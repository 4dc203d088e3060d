import { assertNever } from '../../../core/index.js';
import type {
  Delete,
  Explain,
  Insert,
  Maintenance,
  Pragma,
  Savepoint,
  Statement,
  Transaction,
  Update,
  Upsert,
} from '../ast.js';
import { printExpr, printOrderBy, printTargets } from './expressions.js';
import { nameList, printName, printQualified, quoted, words } from './names.js';
import { printColumns, printFrom, printIndexedBy, printLimit, printSelect, printWith } from './queries.js';
import {
  printAlter,
  printColumnList,
  printCreateIndex,
  printCreateTable,
  printCreateView,
  printCreateVirtual,
  printDrop,
} from './schema.js';

/** A statement as SQL, such that parsing it gives the statement back, but for spans and source texts. */
export function print(statement: Statement): string {
  switch (statement.kind) {
    case 'select-statement':
      return printSelect(statement.select);
    case 'insert':
      return insert(statement);
    case 'update':
      return update(statement);
    case 'delete':
      return deletion(statement);
    case 'create-table':
      return printCreateTable(statement);
    case 'create-index':
      return printCreateIndex(statement);
    case 'create-view':
      return printCreateView(statement);
    case 'create-trigger':
      return statement.text;
    case 'create-virtual-table':
      return printCreateVirtual(statement);
    case 'drop':
      return printDrop(statement);
    case 'alter-table':
      return printAlter(statement);
    case 'transaction':
      return transaction(statement);
    case 'savepoint':
      return savepoint(statement);
    case 'explain':
      return explain(statement);
    case 'pragma':
      return pragma(statement);
    case 'attach':
      return `ATTACH ${printExpr(statement.file)} AS ${printExpr(statement.schema)}`;
    case 'detach':
      return `DETACH ${printExpr(statement.schema)}`;
    case 'maintenance':
      return maintenance(statement);
    default:
      return assertNever(statement);
  }
}

// ------------------------------------------------------------------ changes

function insert(node: Insert): string {
  return words(
    node.with && printWith(node.with),
    'INSERT',
    or(node.orAction),
    'INTO',
    printQualified(node.table),
    node.alias && `AS ${printName(node.alias)}`,
    nameList(node.columns).trimStart(),
    node.source === 'default' ? 'DEFAULT VALUES' : printSelect(node.source),
    ...node.upserts.map(upsert),
    returning(node),
  );
}

function upsert({ target, action }: Upsert): string {
  return words(
    'ON CONFLICT',
    target && `(${printColumnList(target.columns)})`,
    target?.where && `WHERE ${printExpr(target.where)}`,
    action === 'nothing' ? 'DO NOTHING' : `DO UPDATE ${assignments(action.set)}`,
    action !== 'nothing' && action.where && `WHERE ${printExpr(action.where)}`,
  );
}

function update(node: Update): string {
  return words(
    node.with && printWith(node.with),
    'UPDATE',
    or(node.orAction),
    target(node),
    assignments(node.set),
    node.from && `FROM ${printFrom(node.from)}`,
    which(node),
  );
}

function deletion(node: Delete): string {
  return words(node.with && printWith(node.with), 'DELETE FROM', target(node), which(node));
}

function target({ table, alias, indexedBy }: Update | Delete): string {
  return words(printQualified(table), alias && `AS ${printName(alias)}`, printIndexedBy(indexedBy));
}

function which(node: Update | Delete): string {
  return words(
    node.where && `WHERE ${printExpr(node.where)}`,
    returning(node),
    printOrderBy(node.orderBy),
    printLimit(node),
  );
}

const or = (action: Insert['orAction']): string | undefined => action && `OR ${action.toUpperCase()}`;
const returning = ({ returning: columns }: Insert | Update | Delete): string | undefined =>
  columns && `RETURNING ${printColumns(columns)}`;

function assignments(set: Update['set']): string {
  return `SET ${set.map(({ columns, value }) => `${printTargets(columns)} = ${printExpr(value)}`).join(', ')}`;
}

// --------------------------------------------------------------------- rest

function transaction({ action, mode }: Transaction): string {
  return words(action.toUpperCase(), mode?.toUpperCase());
}

function savepoint({ action, name }: Savepoint): string {
  return words(action.replace('-', ' ').toUpperCase(), printName(name));
}

function explain({ mode, format, statement }: Explain): string {
  if (format === 'json')
    return words(`EXPLAIN (${mode === 'analyze' ? 'ANALYZE, ' : ''}FORMAT JSON)`, print(statement));
  return words('EXPLAIN', mode === 'query-plan' && 'QUERY PLAN', mode === 'analyze' && 'ANALYZE', print(statement));
}

function pragma({ pragma: name, value }: Pragma): string {
  const number = value !== undefined && /^-?(\d+(\.\d*)?|\.\d+)$/.test(value);
  return words('PRAGMA', printQualified(name), value !== undefined && `= ${number ? value : quoted(value, "'")}`);
}

function maintenance({ action, target: what, into }: Maintenance): string {
  return words(action.toUpperCase(), what && printQualified(what), into && `INTO ${printExpr(into)}`);
}
