import { collationOf, type Row, type Value } from '../../core/index.js';
import type { Column, SetOperation } from '../../sql/planner/index.js';
import { ENTRY_BYTES, type Key, rowKeyer } from '../keys.js';
import { type Holding, rowBytes } from '../memory.js';
import { columnTerms } from '../ordering.js';
import type { Run } from '../run.js';
import { sortedBy } from '../sorting/index.js';
import { BATCH_ROWS, type Operator, Pending, type Stream, type Task } from '../stream.js';

type Rows = Map<Key, Row>;
type KeyOf = (row: Row) => Key;

/** UNION, INTERSECT, EXCEPT: distinct rows, ascending. Of equal rows of one side the last one stays, as in SQLite. */
export function setOperation(
  op: SetOperation['op'],
  left: Operator,
  right: Operator,
  columns: readonly Column[],
  run: Run,
): Operator {
  const keyOf = rowKeyer(columns.map((column) => collationOf(column.collation)));
  const terms = columnTerms(columns);
  return {
    columns,
    open: () => combined(op, left, right, keyOf, terms, run),
  };
}

function* combined(
  op: SetOperation['op'],
  left: Operator,
  right: Operator,
  keyOf: KeyOf,
  terms: ReturnType<typeof columnTerms>,
  run: Run,
): Stream {
  const holding = run.memory.hold(op);
  try {
    const rows: Rows = new Map();
    yield* gather(left.open(), rows, keyOf, holding, run);
    if (op === 'union') yield* gather(right.open(), rows, keyOf, holding, run);
    else if (rows.size > 0) yield* narrow(rows, right.open(), op === 'intersect', keyOf, holding, run);
    const list = yield* sortedBy([...rows.values()], terms, (row, term) => row[term] as Value, run); // one term per column
    for (let at = 0; at < list.length; at += BATCH_ROWS) yield list.slice(at, at + BATCH_ROWS);
  } finally {
    holding.release();
  }
}

function* gather(stream: Stream, rows: Rows, keyOf: KeyOf, holding: Holding, run: Run): Task<void> {
  for (const item of stream) {
    if (item instanceof Pending) {
      yield item;
      continue;
    }
    for (const row of item) {
      const key = keyOf(row);
      if (!rows.has(key)) holding.add(ENTRY_BYTES + rowBytes(row));
      rows.set(key, row);
    }
    if (run.pauseDue()) yield run.pause();
  }
}

/** Leaves the rows that are on the right (`keeps`), or those that are not. */
function* narrow(rows: Rows, right: Stream, keeps: boolean, keyOf: KeyOf, holding: Holding, run: Run): Task<void> {
  const met = new Set<Key>();
  for (const item of right) {
    if (item instanceof Pending) {
      yield item;
      continue;
    }
    for (const row of item) {
      const key = keyOf(row);
      if (!rows.has(key)) continue;
      if (!keeps) rows.delete(key);
      else if (!met.has(key)) {
        met.add(key);
        holding.add(ENTRY_BYTES);
      }
    }
    if (run.pauseDue()) yield run.pause();
  }
  if (keeps) for (const key of rows.keys()) if (!met.has(key)) rows.delete(key);
}
