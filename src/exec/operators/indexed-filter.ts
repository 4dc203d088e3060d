import type { Collation, Row } from '../../core/index.js';
import type { Test } from '../expressions/index.js';
import type { FilterKernel } from '../generate/index.js';
import { TupleTable } from '../hashing/index.js';
import type { KeyOf } from '../join/parts.js';
import { ENTRY_BYTES } from '../keys.js';
import type { Kept } from '../materialise.js';
import type { Holding } from '../memory.js';
import type { Run } from '../run.js';
import { eachRow, type Operator, Pending, type Stream, type Task } from '../stream.js';
import { filter } from './filter.js';

/** Openings served by reading the rows, before it pays to sort them by key. The first may need few rows, or be the last. */
const OPENINGS_READ = 2;

export interface IndexedFilter {
  /** The rows, the same at each opening. */
  readonly input: Kept;
  readonly rowKey: KeyOf;
  /** The key of the rows wanted, from the outer row that the opening is for. */
  readonly wantedKey: KeyOf;
  readonly collations: readonly Collation[];
  /** All of the predicate. */
  readonly whole: Test;
  /** What it asks besides the keys; undefined: nothing. */
  readonly rest: Test | undefined;
  /** See {@link filter}. */
  readonly generate: (() => FilterKernel | undefined) | undefined;
}

/** A filter that is opened again and again for other values of `column = outer value`: an index spares reading all rows each time. */
export function indexedFilter(parts: IndexedFilter, run: Run): Operator {
  const plain = filter(parts.input, parts.whole, parts.generate, run);
  const state: State = { plain, holding: run.memory.hold('subquery'), openings: 0, index: undefined };
  return { columns: parts.input.columns, open: () => looked(parts, state, run) };
}

interface State {
  readonly plain: Operator;
  readonly holding: Holding;
  openings: number;
  index: Index | undefined;
}

/** Rows by the id of their key. */
interface Index {
  readonly keys: TupleTable;
  readonly rows: Row[][];
}

function* looked(parts: IndexedFilter, state: State, run: Run): Stream {
  const { input, rest } = parts;
  if (++state.openings <= OPENINGS_READ || input.hasGivenUp) return yield* state.plain.open();
  state.index ??= yield* indexOf(parts, state.holding, run);
  const key = parts.wantedKey([]);
  const rows = key && state.index.rows[state.index.keys.find(key)];
  if (!rows) return;
  if (!rest) return yield rows;
  const kept: Row[] = [];
  yield* eachRow(rows, (row) => void (rest(row) && kept.push(row)));
  if (kept.length > 0) yield kept;
}

function* indexOf({ input, rowKey, collations }: IndexedFilter, holding: Holding, run: Run): Task<Index> {
  const keys = new TupleTable(collations);
  const rows: Row[][] = [];
  for (const item of input.open()) {
    if (item instanceof Pending) {
      yield item;
      continue;
    }
    for (const row of item) {
      const key = rowKey(row);
      if (key === undefined) continue;
      const id = keys.add(key);
      if (id === rows.length) rows.push([row]);
      else rows[id]?.push(row);
    }
    holding.add(item.length * ENTRY_BYTES);
    if (run.pauseDue()) yield run.pause();
  }
  return { keys, rows };
}
