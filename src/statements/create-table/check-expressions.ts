import type { Catalog } from '../../catalog/index.js';
import { SqlError } from '../../core/index.js';
import { bindTableExprs } from '../../sql/planner/index.js';
import type { TableSchema } from '../../store/index.js';
import { checkKept } from '../expression-rules.js';

/** Binds what a table keeps: its names and functions must exist. @throws SqlError with SQLite's text */
export function checkExpressions(catalog: Catalog, table: TableSchema, text: string): void {
  for (const { expr } of table.checks) {
    checkKept(expr, 'CHECK constraints');
    bindTableExprs(catalog, table, [expr], text);
  }
  for (const { generated } of table.columns) {
    if (!generated) continue;
    checkKept(generated.expr, 'generated columns');
    bindTableExprs(catalog, table, [generated.expr], text, 'generated columns');
  }
  if (table.columns.every((column) => column.generated))
    throw new SqlError('misuse', 'must have at least one non-generated column');
}
