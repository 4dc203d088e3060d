import type { Row, Value } from '../../core/index.js';
import { type BTree, type IndexTerm, probeFor } from '../../store/index.js';
import type { Batch } from '../stream.js';
import type { Wanted } from './ranges.js';

/** Where rows are looked for. */
export interface Walk {
  readonly tree: BTree;
  /** What the tree is ordered by. */
  readonly order: readonly IndexTerm[];
  readonly descending: boolean;
  /** Values for all of a key of which no two rows are alike. */
  readonly isUnique: boolean;
  /** Of the rows with the same values the first is enough. */
  readonly isFirstEnough: boolean;
}

/** Fewer keys are looked up one by one. */
const MANY = 4;
/** Rows found together where each lookup gives one at most. */
const TOGETHER = 64;

/** The rows of every stretch, in the order of the walk. */
export function* walked(walk: Walk, wanted: Wanted): Generator<Batch> {
  const numbers = manyNumbers(walk, wanted);
  if (numbers) yield* walk.tree.ofNumbers(numbers.slot, numbers.keys, walk.isFirstEnough);
  else yield* stretches(walk, wanted);
}

/** The keys and their slot, where they are many numbers for the first term alone, met upwards. */
function manyNumbers({ order, descending }: Walk, { sets, range }: Wanted) {
  const [keys] = sets;
  const [term] = order;
  if (!keys || !term || sets.length > 1 || range || descending || term.descending || keys.length < MANY)
    return undefined;
  if (!keys.every((key) => typeof key === 'number')) return undefined;
  return { slot: term.slot, keys: Float64Array.from(keys) };
}

function* stretches(walk: Walk, { sets, range }: Wanted): Generator<Batch> {
  const { tree, order, descending, isUnique, isFirstEnough } = walk;
  const at = new Array<number>(sets.length).fill(0);
  let found: Row[] = [];
  do {
    const equals = sets.map((values, term) => values[at[term] as number] as Value); // within bounds
    const probe = probeFor(order, range ? { equals, range } : { equals });
    if (!isUnique && !isFirstEnough) yield* tree.batches(probe, probe, descending);
    else {
      const row = tree.find(probe);
      if (row) found.push(row);
      if (found.length < TOGETHER) continue;
      yield found;
      found = [];
    }
  } while (advance(at, sets));
  if (found.length > 0) yield found;
}

/** To the next combination, the last term changing first; false after the last one. */
function advance(at: number[], sets: Wanted['sets']): boolean {
  for (let term = sets.length - 1; term >= 0; term--) {
    const next = (at[term] as number) + 1; // a place per set
    if (next < (sets[term]?.length ?? 0)) {
      at[term] = next;
      return true;
    }
    at[term] = 0;
  }
  return false;
}
