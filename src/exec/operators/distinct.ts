import { type Collation, collationOf, type Row } from '../../core/index.js';
import { TupleTable } from '../hashing/index.js';
import { ENTRY_BYTES } from '../keys.js';
import { rowBytes } from '../memory.js';
import type { Run } from '../run.js';
import { type Operator, Pending, type Stream } from '../stream.js';

/** Drops repeated rows; the first of equals stays. */
export function distinct(input: Operator, run: Run): Operator {
  const collations = input.columns.map((column) => collationOf(column.collation));
  return {
    columns: input.columns,
    open: () => distinctRows(input, collations, run),
  };
}

function* distinctRows(input: Operator, collations: readonly Collation[], run: Run): Stream {
  const holding = run.memory.hold('distinct');
  const seen = new TupleTable(collations);
  try {
    for (const item of input.open()) {
      if (item instanceof Pending) {
        yield item;
        continue;
      }
      const fresh: Row[] = [];
      for (const row of item) {
        const { size } = seen;
        if (seen.add(row) === size) fresh.push(row);
      }
      for (const row of fresh) holding.add(ENTRY_BYTES + rowBytes(row));
      if (fresh.length > 0) yield fresh;
      if (run.pauseDue()) yield run.pause();
    }
  } finally {
    holding.release();
  }
}
