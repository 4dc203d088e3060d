import type { Row } from '../../core/index.js';
import { rowEvaluator } from '../../exec/index.js';
import { bindTableExprs } from '../../sql/planner/index.js';
import { rowidSlot, type StoredTable, type TableSchema, tableIn } from '../../store/index.js';
import { rebuilt } from '../create-index/slots.js';
import type { RunOptions } from '../prepared.js';
import { runContext, type Session } from '../session.js';

/**
 * A table's rows with other columns.
 * @param columns the values of the new columns, generated ones too
 */
export function withColumns(
  session: Session,
  from: TableSchema,
  next: TableSchema,
  columns: (row: Row) => Row,
  options: RunOptions,
): StoredTable {
  const rows = tableIn(session.database.view(), from);
  const bound = bindTableExprs(session.catalog, next, next.computed, next.sql);
  const evaluate = rowEvaluator(bound.columns, bound.exprs, runContext(session, options));
  return rebuilt(rows, next, (row) => {
    const plain = [...columns(row), row[rowidSlot(from)] ?? null];
    return next.computed.length === 0 ? plain : [...plain, ...evaluate(plain)];
  });
}
