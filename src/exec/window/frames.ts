import { add, applyAffinity, isNumeric, Real, SqlError, subtract, type Value } from '../../core/index.js';
import type { FrameBound, SortTerm, WindowFrame } from '../../sql/planner/index.js';
import { termComparator } from '../ordering.js';
import type { Run } from '../run.js';
import { eachStep } from '../sorting/index.js';
import type { Task } from '../stream.js';
import type { Places } from './places.js';

/** The places that each row's frame spans; those that EXCLUDE takes out are still among them. */
export interface Frames {
  /** By place. */
  readonly starts: Uint32Array;
  /** By place, exclusive; may lie before the start: then the frame is empty. */
  readonly ends: Uint32Array;
  /** True where EXCLUDE takes the place `other` out of the frame of `place`; absent: it takes none out of any. */
  readonly excludes: ((place: number, other: number) => boolean) | undefined;
}

/** The values of the frame's offsets, checked. */
export interface Offsets {
  readonly start: Value;
  readonly end: Value;
}

type Side = 'start' | 'end';
/** Where a frame starts or ends, by the place and the partition, which starts and ends there. */
type BoundOf = (place: number, first: number, end: number) => number;

/** @throws SqlError for an offset that is negative or of the wrong kind */
export function checkedOffset(value: Value, unit: WindowFrame['unit'], side: Side): Value {
  const number = applyAffinity(value, unit === 'range' ? 'none' : 'numeric');
  const isWhole = typeof number === 'bigint' || (typeof number === 'number' && Number.isSafeInteger(number));
  const isRight = unit === 'range' ? isNumeric(number) : isWhole;
  const plain = number instanceof Real ? number.value : number;
  if (isRight && (plain as number | bigint) >= 0) return number; // numeric, as just tested
  throw new SqlError(
    'misuse',
    `frame ${side}ing offset must be a non-negative ${unit === 'range' ? 'number' : 'integer'}`,
  );
}

/** What RANGE counts by: the values of the order's only term. */
export interface RangeKey {
  readonly term: SortTerm;
  /** By the row's index as it came. */
  readonly values: readonly Value[];
}

export function* framesOf(
  frame: WindowFrame,
  offsets: Offsets,
  places: Places,
  key: RangeKey | undefined,
  run: Run,
): Task<Frames> {
  const bounds = { places, unit: frame.unit, key };
  return {
    starts: yield* boundsOf(boundOf(frame.start, 'start', offsets.start, bounds), places, run),
    ends: yield* boundsOf(boundOf(frame.end, 'end', offsets.end, bounds), places, run),
    excludes: exclusion(frame.exclude, places),
  };
}

function* boundsOf(bound: BoundOf, { partitions, size }: Places, run: Run): Task<Uint32Array> {
  const bounds = new Uint32Array(size);
  let partition = 0;
  yield* eachStep(size, run, (start, end) => {
    for (let place = start; place < end; place++) {
      if (place >= (partitions[partition + 1] as number)) partition++; // there is one more entry, as below
      bounds[place] = bound(place, partitions[partition] as number, partitions[partition + 1] as number);
    }
  });
  return bounds;
}

function exclusion(exclude: WindowFrame['exclude'], { groupOf }: Places): Frames['excludes'] {
  switch (exclude) {
    case 'no-others':
      return undefined;
    case 'current-row':
      return (place, other) => place === other;
    case 'group':
      return (place, other) => groupOf[place] === groupOf[other];
    case 'ties':
      return (place, other) => place !== other && groupOf[place] === groupOf[other];
  }
}

interface Bounds {
  readonly places: Places;
  readonly unit: WindowFrame['unit'];
  readonly key: RangeKey | undefined;
}

function boundOf(bound: FrameBound, side: Side, offset: Value, bounds: Bounds): BoundOf {
  const { places, unit } = bounds;
  switch (bound.kind) {
    case 'unbounded-preceding':
      return (_, first) => first;
    case 'unbounded-following':
      return (_place, _first, end) => end;
    case 'current-row':
      return unit === 'rows' ? rowsAway(0, side) : groupsAway(0, side, places);
    case 'preceding':
    case 'following': {
      const sign = bound.kind === 'preceding' ? -1 : 1;
      if (unit === 'range') return valuesAway(sign, offset, side, bounds);
      const count = sign * Number(offset);
      return unit === 'rows' ? rowsAway(count, side) : groupsAway(count, side, places);
    }
  }
}

function rowsAway(count: number, side: Side): BoundOf {
  const distance = count + (side === 'end' ? 1 : 0);
  return (place, first, end) => Math.max(first, Math.min(end, place + distance));
}

function groupsAway(count: number, side: Side, { groups, groupOf }: Places): BoundOf {
  const beyond = side === 'end' ? 1 : 0;
  return (place, first, end) => {
    const group = (groupOf[place] as number) + count; // within bounds, as below
    if (group < (groupOf[first] as number)) return first;
    if (group > (groupOf[end - 1] as number)) return end;
    return groups[group + beyond] as number;
  };
}

/** Rows within a distance of the row's own value. Values that are no numbers are near to their peers alone. */
function valuesAway(sign: 1 | -1, offset: Value, side: Side, { places, key }: Bounds): BoundOf {
  const nearPeers = groupsAway(0, side, places);
  if (!key) return nearPeers;
  const compare = termComparator(key.term);
  const isForward = (sign === 1) !== key.term.descending;
  const valueAt = (place: number): Value => key.values[places.order[place] as number] as Value; // within bounds
  return (place, first, end) => {
    const value = valueAt(place);
    if (!isNumeric(value)) return nearPeers(place, first, end);
    const target = isForward ? add(value, offset) : subtract(value, offset);
    return firstAfter(first, end, (other) => {
      const position = compare(valueAt(other), target);
      return side === 'start' ? position < 0 : position <= 0;
    });
  };
}

/** The first place from `start` to `end` for which `isBefore` no longer holds, by halving. */
function firstAfter(start: number, end: number, isBefore: (place: number) => boolean): number {
  let [low, high] = [start, end];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
