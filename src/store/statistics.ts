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

/** A sample stands until the tree has become so much larger or smaller. */
const DRIFT = 1.5;

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
