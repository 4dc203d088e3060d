import type { DeleteChange } from '../../sql/planner/index.js';
import { rowFinder } from './update.js';
import type { Apply } from './writer.js';

/** DELETE of one row after the other. */
export function deletion({ table }: DeleteChange): Apply {
  const find = rowFinder(table);
  return (source, writer) => {
    const row = find(source, writer);
    if (!row) return undefined;
    writer.table.delete(row);
    writer.changes++;
    return row;
  };
}
