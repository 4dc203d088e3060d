import type { Catalog } from '../../catalog/index.js';
import { bindTableExprs } from '../../sql/planner/index.js';
import type { TableSchema } from '../../store/index.js';

/** Binds what a table keeps: its names and functions must exist. @throws SqlError with SQLite's text */
export function checkExpressions(catalog: Catalog, table: TableSchema, text: string): void {
  const checks = table.checks.map((check) => check.expr);
  if (checks.length > 0) bindTableExprs(catalog, table, checks, text);
  const generated = table.columns.flatMap((column) => (column.generated ? [column.generated.expr] : []));
  if (generated.length > 0) bindTableExprs(catalog, table, generated, text, 'generated columns');
}
