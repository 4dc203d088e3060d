import type { Cte, From, JoinFrom, ResultColumn, Select, SelectBody, SelectCore, TableFrom, With } from '../ast.js';
import { printExpr, printExprs, printOrderBy, printWindow } from './expressions.js';
import { nameList, printName, printQualified, words } from './names.js';

/** A query as SQL. */
export function printSelect({ with: ctes, body, orderBy, limit, offset }: Select): string {
  return words(ctes && printWith(ctes), bodyText(body), printOrderBy(orderBy), printLimit({ limit, offset }));
}

export function printLimit({ limit, offset }: { limit?: Select['limit']; offset?: Select['offset'] }): string {
  return words(limit && `LIMIT ${printExpr(limit)}`, offset && `OFFSET ${printExpr(offset)}`);
}

export function printWith({ recursive, ctes }: With): string {
  return words('WITH', recursive && 'RECURSIVE', ctes.map(cte).join(', '));
}

function cte({ name, columns, materialized, select }: Cte): string {
  const hint = materialized !== undefined && `${materialized ? '' : 'NOT '}MATERIALIZED`;
  return words(printName(name) + nameList(columns), 'AS', hint, `(${printSelect(select)})`);
}

function bodyText(body: SelectBody): string {
  switch (body.kind) {
    case 'core':
      return core(body);
    case 'values':
      return `VALUES ${body.rows.map((row) => `(${printExprs(row)})`).join(', ')}`;
    case 'compound':
      return body.arms.map((arm, index) => words(body.ops[index - 1]?.toUpperCase(), bodyText(arm))).join(' ');
  }
}

function core({ distinct, columns, from, where, groupBy, having, windows }: SelectCore): string {
  return words(
    'SELECT',
    distinct && 'DISTINCT',
    printColumns(columns),
    from && `FROM ${printFrom(from)}`,
    where && `WHERE ${printExpr(where)}`,
    groupBy.length > 0 && `GROUP BY ${printExprs(groupBy)}`,
    having && `HAVING ${printExpr(having)}`,
    windows.length > 0 &&
      `WINDOW ${windows.map(({ name, window }) => `${printName(name)} AS ${printWindow(window)}`).join(', ')}`,
  );
}

export function printColumns(columns: readonly ResultColumn[]): string {
  return columns.map(column).join(', ');
}

function column(of: ResultColumn): string {
  if (of.kind === 'star') return of.table === undefined ? '*' : `${printName(of.table)}.*`;
  return words(printExpr(of.expr), of.alias && `AS ${printName(of.alias)}`);
}

// --------------------------------------------------------------------- FROM

export function printFrom(from: From): string {
  switch (from.kind) {
    case 'table':
      return table(from);
    case 'select-from':
      return words(`(${printSelect(from.select)})`, from.alias && `AS ${printName(from.alias)}`);
    case 'join':
      return from.alias === undefined ? join(from) : `(${join(from)}) AS ${printName(from.alias)}`;
  }
}

function table({ table: name, args, alias, indexedBy }: TableFrom): string {
  return words(
    printQualified(name) + (args === undefined ? '' : `(${printExprs(args)})`),
    alias && `AS ${printName(alias)}`,
    printIndexedBy(indexedBy),
  );
}

export function printIndexedBy(indexedBy: TableFrom['indexedBy']): string {
  if (indexedBy === undefined) return '';
  return indexedBy === false ? 'NOT INDEXED' : `INDEXED BY ${printName(indexedBy)}`;
}

function join({ type, natural, left, right, on, using }: JoinFrom): string {
  const kind = type === 'inner' ? '' : type.toUpperCase();
  const operator = type === 'comma' ? ',' : ` ${words(natural && 'NATURAL', kind, 'JOIN')}`;
  const joined = right.kind === 'join' && right.alias === undefined ? `(${join(right)})` : printFrom(right);
  return words(
    `${printFrom(left)}${operator}`,
    joined,
    on && `ON ${printExpr(on)}`,
    using && `USING${nameList(using)}`,
  );
}
