import { Bug, real, SqlError, toFloat, toNumber, type Value } from '../../core/index.js';
import type { Frames } from './frames.js';
import type { Places } from './places.js';

/** What a function sees: all rows in order, their frames, and its arguments row by row. */
export interface Seen {
  readonly places: Places;
  readonly frames: Frames;
  /** By argument: its value for each place. */
  readonly args: readonly (readonly Value[])[];
}

/** The value for a place of the partition that starts at `first` and ends before `end`. */
export type ValueAt = (place: number, first: number, end: number) => Value;

type Compute = (seen: Seen) => ValueAt;

/** Functions of windows alone (sql.md 2.19); those before `first_value` ignore the frame. */
const WINDOW_FUNCTIONS: ReadonlyMap<string, Compute> = new Map<string, Compute>([
  ['row_number', () => (place, first) => place - first + 1],
  ['rank', rank],
  ['dense_rank', denseRank],
  ['percent_rank', percentRank],
  ['cume_dist', cumeDist],
  ['ntile', ntile],
  ['lag', (seen) => atDistance(seen, -1)],
  ['lead', (seen) => atDistance(seen, 1)],
  ['first_value', (seen) => (place) => atOrNull(seen, nthInFrame(seen.frames, place, 1))],
  ['last_value', (seen) => (place) => atOrNull(seen, lastInFrame(seen.frames, place))],
  ['nth_value', nthValue],
]);

export function windowFunction(name: string): Compute {
  const compute = WINDOW_FUNCTIONS.get(name);
  if (!compute) throw new Bug(`no window function ${name}`);
  return compute;
}

const argument = ({ args }: Seen, place: number, position: number): Value => args[position]?.[place] ?? null;

const atOrNull = (seen: Seen, place: number | undefined): Value =>
  place === undefined ? null : argument(seen, place, 0);

function rank({ places: { groups, groupOf } }: Seen): (place: number, first: number) => number {
  return (place, first) => (groups[groupOf[place] as number] as number) - first + 1; // places have a group
}

function denseRank({ places: { groupOf } }: Seen): ValueAt {
  return (place, first) => (groupOf[place] as number) - (groupOf[first] as number) + 1; // as above
}

function percentRank(seen: Seen): ValueAt {
  const rankAt = rank(seen);
  return (place, first, end) => real(end - first > 1 ? (rankAt(place, first) - 1) / (end - first - 1) : 0);
}

function cumeDist({ places: { groups, groupOf } }: Seen): ValueAt {
  return (place, first, end) => real(((groups[(groupOf[place] as number) + 1] as number) - first) / (end - first)); // as above
}

/** Buckets of nearly equal size, the larger ones first. How many there are, the partition's first row says. */
function ntile(seen: Seen): ValueAt {
  return (place, first, end) => {
    const count = positive(argument(seen, first, 0), 'argument of ntile must be a positive integer');
    const size = end - first;
    const small = Math.floor(size / count);
    const largeCount = size % count;
    const inLarge = largeCount * (small + 1);
    const index = place - first;
    if (index < inLarge) return Math.floor(index / (small + 1)) + 1;
    return largeCount + Math.floor((index - inLarge) / small) + 1;
  };
}

function atDistance(seen: Seen, sign: 1 | -1): ValueAt {
  const isGiven = seen.args.length > 1;
  return (place, first, end) => {
    const distance = isGiven ? argument(seen, place, 1) : 1;
    if (distance === null) return argument(seen, place, 2);
    const other = place + sign * (typeof distance === 'number' ? distance : toFloat(toNumber(distance)));
    const isRow = Number.isInteger(other) && other >= first && other < end; // no row has a number with a fraction
    return argument(seen, isRow ? other : place, isRow ? 0 : 2);
  };
}

function nthValue(seen: Seen): ValueAt {
  return (place) => {
    const n = positive(argument(seen, place, 1), 'second argument to nth_value must be a positive integer');
    return atOrNull(seen, nthInFrame(seen.frames, place, n));
  };
}

function positive(value: Value, message: string): number {
  if ((typeof value === 'number' || typeof value === 'bigint') && value > 0) return Number(value);
  throw new SqlError('misuse', message);
}

function nthInFrame({ starts, ends, excludes }: Frames, place: number, n: number): number | undefined {
  const [start, end] = [starts[place] as number, ends[place] as number]; // within bounds
  if (!excludes) return start + n - 1 < end ? start + n - 1 : undefined;
  let left = n;
  for (let other = start; other < end; other++) if (!excludes(place, other) && --left === 0) return other;
  return undefined;
}

function lastInFrame({ starts, ends, excludes }: Frames, place: number): number | undefined {
  const [start, end] = [starts[place] as number, ends[place] as number]; // as above
  if (!excludes) return start < end ? end - 1 : undefined;
  for (let other = end - 1; other >= start; other--) if (!excludes(place, other)) return other;
  return undefined;
}
