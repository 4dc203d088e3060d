import type { DeleteChange } from '../../sql/planner/index.js';
import { rowFinder } from './update.js';
import type { Applier } from './writer.js';

/** DELETE of one row after the other. */
export function deletion({ table }: DeleteChange): Applier {
  const find = rowFinder(table);
  return {
    reads: () => false,
    apply(source, writer) {
      const row = find(source, writer);
      if (!row) return undefined;
      writer.table.delete(row);
      writer.changes++;
      return row;
    },
  };
}
