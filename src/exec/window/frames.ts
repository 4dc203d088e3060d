import { add, applyAffinity, isNumeric, Real, SqlError, subtract, type Value } from '../../core/index.js';
import type { FrameBound, SortTerm, WindowFrame } from '../../sql/planner/index.js';
import { termComparator } from '../ordering.js';
import type { Partition } from './partition.js';

/** The rows of the partition that each row's frame spans; those that EXCLUDE takes out are still among them. */
export interface Frames {
  start(index: number): number;
  /** Exclusive; may lie before the start: then the frame is empty. */
  end(index: number): number;
  /** True where EXCLUDE takes the row `other` out of the frame of `index`. */
  excludes(index: number, other: number): boolean;
  /** EXCLUDE is there at all. */
  readonly hasHoles: boolean;
}

/** The values of the frame's offsets, checked. */
export interface Offsets {
  readonly start: Value;
  readonly end: Value;
}

type Side = 'start' | 'end';
type BoundOf = (index: number) => number;

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

export function framesOf(
  frame: WindowFrame,
  offsets: Offsets,
  partition: Partition,
  orderBy: readonly SortTerm[],
  orderKeyAt: number,
): Frames {
  const bounds = { partition, unit: frame.unit, order: orderBy[0], keyAt: orderKeyAt };
  const start = boundOf(frame.start, 'start', offsets.start, bounds);
  const end = boundOf(frame.end, 'end', offsets.end, bounds);
  return {
    start,
    end,
    excludes: exclusion(frame.exclude, partition),
    hasHoles: frame.exclude !== 'no-others',
  };
}

function exclusion(exclude: WindowFrame['exclude'], partition: Partition): Frames['excludes'] {
  const arePeers = (a: number, b: number): boolean => partition.groupOf(a) === partition.groupOf(b);
  switch (exclude) {
    case 'no-others':
      return () => false;
    case 'current-row':
      return (index, other) => index === other;
    case 'group':
      return arePeers;
    case 'ties':
      return (index, other) => index !== other && arePeers(index, other);
  }
}

interface Bounds {
  readonly partition: Partition;
  readonly unit: WindowFrame['unit'];
  /** The term that RANGE counts by. */
  readonly order: SortTerm | undefined;
  /** Where its value stands among a row's keys. */
  readonly keyAt: number;
}

function boundOf(bound: FrameBound, side: Side, offset: Value, bounds: Bounds): BoundOf {
  const { partition, unit } = bounds;
  switch (bound.kind) {
    case 'unbounded-preceding':
      return () => 0;
    case 'unbounded-following':
      return () => partition.size;
    case 'current-row':
      return unit === 'rows' ? rowsAway(0, side, partition) : groupsAway(0, side, partition);
    case 'preceding':
    case 'following': {
      const sign = bound.kind === 'preceding' ? -1 : 1;
      if (unit === 'range') return valuesAway(sign, offset, side, bounds);
      const count = sign * Number(offset);
      return unit === 'rows' ? rowsAway(count, side, partition) : groupsAway(count, side, partition);
    }
  }
}

const clamped = (index: number, size: number): number => Math.max(0, Math.min(size, index));

function rowsAway(count: number, side: Side, partition: Partition): BoundOf {
  const beyond = side === 'end' ? 1 : 0;
  return (index) => clamped(index + count + beyond, partition.size);
}

function groupsAway(count: number, side: Side, partition: Partition): BoundOf {
  return (index) => {
    const group = partition.groupOf(index) + count;
    if (group < 0) return 0;
    if (group >= partition.groupCount) return partition.size;
    return side === 'start' ? partition.groupStart(group) : partition.groupEnd(group);
  };
}

/** Rows within a distance of the row's own value. Values that are no numbers are near to their peers alone. */
function valuesAway(sign: 1 | -1, offset: Value, side: Side, { partition, order, keyAt }: Bounds): BoundOf {
  const nearPeers = groupsAway(0, side, partition);
  if (!order) return nearPeers;
  const compare = termComparator(order);
  const isForward = (sign === 1) !== order.descending;
  return (index) => {
    const value = partition.key(keyAt, index);
    if (!isNumeric(value)) return nearPeers(index);
    const target = isForward ? add(value, offset) : subtract(value, offset);
    return firstAfter(partition.size, (other) => {
      const position = compare(partition.key(keyAt, other), target);
      return side === 'start' ? position < 0 : position <= 0;
    });
  };
}

/** The first index for which `isBefore` no longer holds, by halving. */
function firstAfter(size: number, isBefore: (index: number) => boolean): number {
  let [low, high] = [0, size];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
