import type { Value } from '../../core/index.js';
import type { Run } from '../run.js';
import { eachStep, inOrder, type Ordering } from '../sorting/index.js';
import type { Task } from '../stream.js';

/** All rows of a window in its order, one place after the other: partitions, and in them groups of peers. */
export class Places {
  constructor(
    /** By place: the row's index as it came. */
    readonly order: Uint32Array,
    /** The first place of each partition, then of none: one more entry for the end. */
    readonly partitions: Uint32Array,
    /** The first place of each group of peers, and one more entry for the end. */
    readonly groups: Uint32Array,
    /** By place: its group. */
    readonly groupOf: Uint32Array,
  ) {}

  get size(): number {
    return this.order.length;
  }

  /** A column of values by place, of one by index. */
  inOrder(values: readonly Value[]): readonly Value[] {
    return inOrder(values, this.order);
  }
}

/** @param partitionTerms how many of the ordering's terms, its first ones, part the rows */
export function* placesOf({ order, levels }: Ordering, partitionTerms: number, run: Run): Task<Places> {
  const starts = new Uint8Array(order.length);
  yield* markChanges(order, levels.slice(0, partitionTerms), starts, run);
  const partitions = startsOf(starts);
  yield* markChanges(order, levels.slice(partitionTerms), starts, run);
  const groupOf = new Uint32Array(order.length);
  let group = 0;
  for (let place = 1; place < groupOf.length; place++) {
    if (starts[place] === 1) group++;
    groupOf[place] = group;
  }
  return new Places(order, partitions, startsOf(starts), groupOf);
}

/** Marks each place whose keys differ from those of the place before. */
function* markChanges(order: Uint32Array, levels: Ordering['levels'], marks: Uint8Array, run: Run): Task<void> {
  for (const { words, compare } of levels.flat()) {
    yield* eachStep(order.length, run, (start, end) => {
      for (let place = Math.max(1, start); place < end; place++) {
        const before = order[place - 1] as number; // within bounds, as below
        const here = order[place] as number;
        if (words) {
          if (words[before] !== words[here]) marks[place] = 1;
        } else if (marks[place] === 0 && compare(before, here) !== 0) marks[place] = 1;
      }
    });
  }
}

/** The first place, all that are marked, and the end. */
function startsOf(marks: Uint8Array): Uint32Array {
  let count = marks.length > 0 ? 2 : 1;
  for (let place = 1; place < marks.length; place++) count += marks[place] as number; // within bounds
  const starts = new Uint32Array(count);
  let at = 1;
  for (let place = 1; place < marks.length; place++) if (marks[place] === 1) starts[at++] = place;
  starts[count - 1] = marks.length;
  return starts;
}
