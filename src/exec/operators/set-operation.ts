import { type Collation, collationOf, type Row, type Value } from '../../core/index.js';
import type { Column, SetOperation } from '../../sql/planner/index.js';
import { TupleTable } from '../hashing/index.js';
import { ENTRY_BYTES } from '../keys.js';
import { type Holding, rowBytes } from '../memory.js';
import { columnTerms } from '../ordering.js';
import type { Run } from '../run.js';
import { sortedBy } from '../sorting/index.js';
import { BATCH_ROWS, type Operator, Pending, type Stream, type Task } from '../stream.js';

/** Rows without repetition. */
interface Rows {
  readonly table: TupleTable;
  /** By the table's ids. */
  readonly rows: Row[];
}

/** UNION, INTERSECT, EXCEPT: distinct rows, ascending. Of equal rows of one side the last one stays, as in SQLite. */
export function setOperation(
  op: SetOperation['op'],
  left: Operator,
  right: Operator,
  columns: readonly Column[],
  run: Run,
): Operator {
  const collations = columns.map((column) => collationOf(column.collation));
  const terms = columnTerms(columns);
  return {
    columns,
    open: () => combined(op, left, right, collations, terms, run),
  };
}

function* combined(
  op: SetOperation['op'],
  left: Operator,
  right: Operator,
  collations: readonly Collation[],
  terms: ReturnType<typeof columnTerms>,
  run: Run,
): Stream {
  const holding = run.memory.hold(op);
  try {
    const found: Rows = { table: new TupleTable(collations), rows: [] };
    yield* gather(left.open(), found, holding, run);
    if (op === 'union') yield* gather(right.open(), found, holding, run);
    const isNarrowed = op !== 'union' && found.rows.length > 0;
    const rows = isNarrowed ? yield* narrowed(found, right.open(), op === 'intersect', run) : found.rows;
    const list = yield* sortedBy(rows, terms, (row, term) => row[term] as Value, run); // one term per column
    for (let at = 0; at < list.length; at += BATCH_ROWS) yield list.slice(at, at + BATCH_ROWS);
  } finally {
    holding.release();
  }
}

function* gather(stream: Stream, { table, rows }: Rows, holding: Holding, run: Run): Task<void> {
  for (const item of stream) {
    if (item instanceof Pending) {
      yield item;
      continue;
    }
    for (const row of item) {
      const id = table.add(row);
      if (id === rows.length) holding.add(ENTRY_BYTES + rowBytes(row));
      rows[id] = row;
    }
    if (run.pauseDue()) yield run.pause();
  }
}

/** The rows that are on the right (`keeps`), or those that are not. */
function* narrowed({ table, rows }: Rows, right: Stream, keeps: boolean, run: Run): Task<Row[]> {
  const isMet = new Uint8Array(rows.length);
  for (const item of right) {
    if (item instanceof Pending) {
      yield item;
      continue;
    }
    for (const row of item) {
      const id = table.find(row);
      if (id >= 0) isMet[id] = 1;
    }
    if (run.pauseDue()) yield run.pause();
  }
  return rows.filter((_, id) => (isMet[id] === 1) === keeps);
}
