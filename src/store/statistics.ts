import type { Row } from '../core/index.js';
import type { BTree } from './btree.js';
import { type KeyRange, probeFor } from './key-range.js';
import { compareBy } from './order.js';
import { type IndexSchema, type IndexTerm, keyTerms, type TableSchema } from './schema.js';
import type { StoredTable } from './stored-table.js';

interface Sampled {
  readonly size: number;
  /** By how many leading terms. */
  readonly rowsPerKey: number[];
}
interface Counted {
  readonly size: number;
  /** By slot. */
  readonly distinct: number[];
}

/** A sample stands until the tree has become so much larger or smaller. */
const DRIFT = 1.5;
/** Rows looked at to tell how many values a column has that no index is on. */
const COLUMN_SAMPLE = 128;

/** What the planner asks about the rows of a table: answers are estimates and cost a microsecond or so. */
export class Statistics {
  readonly #sampled = new WeakMap<IndexSchema | TableSchema, Sampled>();

  /** About how many rows of the table lie in the stretch. */
  rowsIn(table: StoredTable, index: IndexSchema | undefined, range: KeyRange): number {
    const { tree, terms } = keyOf(table, index);
    return tree.count(probeFor(terms, range));
  }

  /** About how many rows have the values that some row has in the first `length` terms. */
  rowsPerKey(table: StoredTable, index: IndexSchema | undefined, length: number): number {
    const { tree, terms } = keyOf(table, index);
    const key = index ?? table.schema;
    let sampled = this.#sampled.get(key);
    if (!sampled || tree.size > sampled.size * DRIFT || tree.size * DRIFT < sampled.size) {
      sampled = { size: tree.size, rowsPerKey: [] };
      this.#sampled.set(key, sampled);
    }
    sampled.rowsPerKey[length] ??= sample(tree, terms.slice(0, length));
    return sampled.rowsPerKey[length] ?? 1;
  }
  readonly #counted = new WeakMap<TableSchema, Counted>();

  /** About how many different values a slot of the table's rows holds. */
  distinctValues(table: StoredTable, slot: number): number {
    const { schema, size } = table;
    const index = schema.indexes.find((one) => !one.where && one.terms[0]?.slot === slot);
    if (index || keyTerms(schema)[0]?.slot === slot) return size / Math.max(1, this.rowsPerKey(table, index, 1));
    let counted = this.#counted.get(schema);
    if (!counted || size > counted.size * DRIFT || size * DRIFT < counted.size) {
      counted = { size, distinct: [] };
      this.#counted.set(schema, counted);
    }
    counted.distinct[slot] ??= distinctIn(table.rows.sample(COLUMN_SAMPLE), slot, size);
    return counted.distinct[slot] ?? size;
  }
}

/**
 * Values that a sample holds once stand for others like them, those that it holds several times mostly for themselves
 * (Charikar, Chaudhuri, Motwani and Narasayya, PODS 2000).
 */
function distinctIn(rows: readonly Row[], slot: number, size: number): number {
  const times = new Map<unknown, number>();
  for (const row of rows) times.set(row[slot], (times.get(row[slot]) ?? 0) + 1);
  const once = [...times.values()].filter((count) => count === 1).length;
  if (once >= rows.length) return size;
  return Math.min(size, Math.sqrt(size / rows.length) * once + (times.size - once));
}

function keyOf(table: StoredTable, index: IndexSchema | undefined): { tree: BTree; terms: readonly IndexTerm[] } {
  const own = keyTerms(table.schema);
  const found = index && table.indexes.find((one) => one.schema === index);
  return found ? { tree: found.tree, terms: [...found.schema.terms, ...own] } : { tree: table.rows, terms: own };
}

/** By some entries, each a fair draw of a row: the mean of 1 / rows alike is the share of distinct keys. */
function sample(tree: BTree, terms: readonly IndexTerm[]): number {
  const compare = compareBy(terms);
  const rows = tree.sample();
  let share = 0;
  for (const row of rows)
    share +=
      1 /
      Math.max(
        1,
        tree.count((other) => compare(other, row)),
      );
  return rows.length > 0 ? rows.length / share : 1;
}
