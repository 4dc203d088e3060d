import { collationOf, type Row } from '../../core/index.js';
import { ENTRY_BYTES, type Key, rowKeyer } from '../keys.js';
import { rowBytes } from '../memory.js';
import type { Run } from '../run.js';
import { type Operator, Pending, type Stream } from '../stream.js';

/** Drops repeated rows; the first of equals stays. */
export function distinct(input: Operator, run: Run): Operator {
  const keyOf = rowKeyer(input.columns.map((column) => collationOf(column.collation)));
  return {
    columns: input.columns,
    open: () => distinctRows(input, keyOf, run),
  };
}

function* distinctRows(input: Operator, keyOf: (row: Row) => Key, run: Run): Stream {
  const holding = run.memory.hold('distinct');
  const seen = new Set<Key>();
  try {
    for (const item of input.open()) {
      if (item instanceof Pending) {
        yield item;
        continue;
      }
      const fresh: Row[] = [];
      for (const row of item) {
        const key = keyOf(row);
        if (seen.has(key)) continue;
        seen.add(key);
        holding.add(ENTRY_BYTES + rowBytes(row));
        fresh.push(row);
      }
      if (fresh.length > 0) yield fresh;
      if (run.pauseDue()) yield run.pause();
    }
  } finally {
    holding.release();
  }
}
