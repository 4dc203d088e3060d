import {
  type Expr as AstExpr,
  type From,
  type NameExpr,
  parse,
  type SelectCore,
  type TableFrom,
  walk,
} from '../../sql/parser/index.js';
import { bind, type Expr } from '../../sql/planner/index.js';
import type { TableSchema, ViewSchema } from '../../store/index.js';
import { inQuotes } from '../identifiers.js';
import type { Session } from '../session.js';

/** Where a view names a table and its columns. */
export interface ViewNames {
  readonly tables: readonly TableFrom[];
  readonly columns: readonly { readonly name: NameExpr; readonly slot: number }[];
}

/** Binds a view. @throws SqlError where it cannot be */
export function bindView(
  { catalog }: Session,
  { schema, name }: ViewSchema,
  observer?: Parameters<typeof bind>[3],
): void {
  const sql = `SELECT * FROM ${schema}.${inQuotes(name)}`;
  const [statement] = parse(sql);
  if (statement?.kind === 'select-statement') bind(statement.select, catalog, sql, observer);
}

/** Where a view names a table and its columns. @throws SqlError where the view cannot be bound */
export function namesIn(session: Session, view: ViewSchema, table: TableSchema): ViewNames {
  const tables: TableFrom[] = [];
  const columns: { name: NameExpr; slot: number }[] = [];
  const slots = new Map<number, number>();
  bindView(session, view, {
    table(from, found, ours) {
      if (found !== table) return;
      tables.push(from);
      ours.slice(0, table.columns.length).forEach((column, slot) => {
        slots.set(column.id, slot);
      });
    },
    name(name, meaning) {
      const slot = columnIds(meaning)
        .map((id) => slots.get(id))
        .find((one) => one !== undefined);
      if (slot !== undefined) columns.push({ name, slot });
    },
  });
  return { tables, columns };
}

/** A column, or the columns that USING made one of. */
const columnIds = (expr: Expr): number[] =>
  expr.kind === 'column' ? [expr.column.id] : expr.kind === 'call' ? expr.args.flatMap(columnIds) : [];

/** Each query of a view with the tables that its FROM names itself. */
export function eachCore(view: ViewSchema, visit: (core: SelectCore, tables: readonly TableFrom[]) => void): void {
  walk(view.select, (node: AstExpr | { readonly kind: string }) => {
    if (node.kind !== 'core') return;
    const core = node as SelectCore; // the only node of that kind
    visit(core, core.from ? tablesIn(core.from) : []);
  });
}

/** The tables of a FROM clause, subqueries apart. */
export function tablesIn(from: From): readonly TableFrom[] {
  if (from.kind === 'join') return [...tablesIn(from.left), ...tablesIn(from.right)];
  return from.kind === 'table' ? [from] : [];
}
