import { type Collation, collationOf, type Row } from '../../core/index.js';
import type { Column } from '../../sql/planner/index.js';
import { TupleTable } from '../hashing/index.js';
import { ENTRY_BYTES } from '../keys.js';
import type { Run } from '../run.js';
import { type Operator, Pending, type Stream } from '../stream.js';
import { picker } from './project.js';

/** Drops repeated rows; the first of equals stays. @param columns those that count, and come out */
export function distinct(input: Operator, columns: readonly Column[], run: Run): Operator {
  const positions = columns.map(({ id }) => input.columns.findIndex((column) => column.id === id));
  const isWhole = columns.length === input.columns.length && positions.every((position, place) => position === place);
  const pick = isWhole ? undefined : picker(positions);
  const collations = columns.map((column) => collationOf(column.collation));
  return {
    columns,
    open: () => distinctRows(input, positions, pick, collations, run),
  };
}

function* distinctRows(
  input: Operator,
  positions: readonly number[],
  pick: ((row: Row) => Row) | undefined,
  collations: readonly Collation[],
  run: Run,
): Stream {
  const holding = run.memory.hold('distinct');
  const seen = new TupleTable(collations);
  try {
    for (const item of input.open()) {
      if (item instanceof Pending) {
        yield item;
        continue;
      }
      const fresh: Row[] = [];
      for (let i = 0; i < item.length; i++) {
        const row = item[i] as Row; // within bounds
        const { size } = seen;
        if (seen.add(row, positions) === size) fresh.push(pick ? pick(row) : row);
      }
      holding.addRows(fresh, ENTRY_BYTES);
      if (fresh.length > 0) yield fresh;
      if (run.pauseDue()) yield run.pause();
    }
  } finally {
    holding.release();
  }
}
