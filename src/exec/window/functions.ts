import { Bug, real, SqlError, toFloat, toNumber, type Value } from '../../core/index.js';
import type { Frames } from './frames.js';
import type { Partition } from './partition.js';

/** What a window function of its own kind sees: the partition, its frames, and its arguments row by row. */
export interface Seen {
  readonly partition: Partition;
  readonly frames: Frames;
  /** By argument: its value for each row. */
  readonly args: readonly (readonly Value[])[];
}

/** The value for each row of the partition. */
type Compute = (seen: Seen) => (index: number) => Value;

/** Functions of windows alone (sql.md 2.19); those before `lag` ignore the frame. */
export const WINDOW_FUNCTIONS: ReadonlyMap<string, Compute> = new Map<string, Compute>([
  ['row_number', () => (index) => index + 1],
  [
    'rank',
    ({ partition }) =>
      (index) =>
        rank(partition, index),
  ],
  [
    'dense_rank',
    ({ partition }) =>
      (index) =>
        partition.groupOf(index) + 1,
  ],
  [
    'percent_rank',
    ({ partition }) =>
      (index) =>
        real(partition.size > 1 ? (rank(partition, index) - 1) / (partition.size - 1) : 0),
  ],
  [
    'cume_dist',
    ({ partition }) =>
      (index) =>
        real(partition.groupEnd(partition.groupOf(index)) / partition.size),
  ],
  ['ntile', ntile],
  ['lag', (seen) => (index) => atDistance(seen, index, -1)],
  ['lead', (seen) => (index) => atDistance(seen, index, 1)],
  ['first_value', (seen) => (index) => atOrNull(seen, nthInFrame(seen.frames, index, 1))],
  ['last_value', (seen) => (index) => atOrNull(seen, lastInFrame(seen.frames, index))],
  ['nth_value', nthValue],
]);

export function windowFunction(name: string): Compute {
  const compute = WINDOW_FUNCTIONS.get(name);
  if (!compute) throw new Bug(`no window function ${name}`);
  return compute;
}

const rank = (partition: Partition, index: number): number => partition.groupStart(partition.groupOf(index)) + 1;

const argument = ({ args }: Seen, index: number, position: number): Value => args[position]?.[index] ?? null;

const atOrNull = (seen: Seen, index: number | undefined): Value =>
  index === undefined ? null : argument(seen, index, 0);

/** Buckets of nearly equal size, the larger ones first. */
function ntile(seen: Seen): (index: number) => Value {
  const count = positive(argument(seen, 0, 0), 'argument of ntile must be a positive integer');
  const { size } = seen.partition;
  const small = Math.floor(size / count);
  const largeCount = size % count;
  const inLarge = largeCount * (small + 1);
  return (index) =>
    index < inLarge ? Math.floor(index / (small + 1)) + 1 : largeCount + Math.floor((index - inLarge) / small) + 1;
}

function atDistance(seen: Seen, index: number, sign: 1 | -1): Value {
  const isGiven = seen.args.length > 1;
  const distance = isGiven ? argument(seen, index, 1) : 1;
  if (distance === null) return argument(seen, index, 2);
  const other = index + sign * toFloat(toNumber(distance)); // no row has a number with a fraction
  const isRow = Number.isInteger(other) && other >= 0 && other < seen.partition.size;
  return argument(seen, isRow ? other : index, isRow ? 0 : 2);
}

function nthValue(seen: Seen): (index: number) => Value {
  return (index) => {
    const n = positive(argument(seen, index, 1), 'second argument to nth_value must be a positive integer');
    return atOrNull(seen, nthInFrame(seen.frames, index, n));
  };
}

function positive(value: Value, message: string): number {
  if ((typeof value === 'number' || typeof value === 'bigint') && value > 0) return Number(value);
  throw new SqlError('misuse', message);
}

function nthInFrame(frames: Frames, index: number, n: number): number | undefined {
  const [start, end] = [frames.start(index), frames.end(index)];
  if (!frames.hasHoles) return start + n - 1 < end ? start + n - 1 : undefined;
  let left = n;
  for (let other = start; other < end; other++) if (!frames.excludes(index, other) && --left === 0) return other;
  return undefined;
}

function lastInFrame(frames: Frames, index: number): number | undefined {
  const [start, end] = [frames.start(index), frames.end(index)];
  for (let other = end - 1; other >= start; other--) if (!frames.excludes(index, other)) return other;
  return undefined;
}
