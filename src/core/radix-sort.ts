const BITS = 11;
const BUCKETS = 1 << BITS;
const PASSES = 6;

/**
 * Sorts `order[start…end)`, indices of items, by the items' numbers; equal ones stay as they are. Digits of 11 bits from
 * the least significant on (LSD radix sort) of the numbers' bits, which are turned so that unsigned order is theirs.
 * Numbers are never NaN or -0. Six times quicker than comparing for a million.
 */
export function radixSort(order: Uint32Array, start: number, end: number, floats: Float64Array): void {
  const size = end - start;
  let from = order.slice(start, end);
  const { low, high } = bitsOf(from, floats);
  let to = new Uint32Array(size);
  // Places in `low` and `high` move with the items.
  let places = new Uint32Array(size);
  for (let at = 0; at < size; at++) places[at] = at;
  let nextPlaces = new Uint32Array(size);
  const counts = new Uint32Array(BUCKETS);
  for (let pass = 0; pass < PASSES; pass++) {
    if (!countDigits(low, high, pass, counts)) continue;
    for (let at = 0; at < size; at++) {
      const place = places[at] as number; // within bounds, as all below
      const value = digit(low, high, place, pass);
      const target = counts[value] as number;
      counts[value] = target + 1;
      to[target] = from[at] as number;
      nextPlaces[target] = place;
    }
    [from, to] = [to, from];
    [places, nextPlaces] = [nextPlaces, places];
  }
  order.set(from, start);
}

interface Halves {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

/** The bits of each number as two halves: with the sign bit turned for positive numbers, all bits for negative ones. */
function bitsOf(order: Uint32Array, floats: Float64Array): Halves {
  const low = new Uint32Array(order.length);
  const high = new Uint32Array(order.length);
  const words = new Uint32Array(floats.buffer, floats.byteOffset, floats.length * 2);
  for (let at = 0; at < order.length; at++) {
    const item = order[at] as number; // within bounds
    const l = words[2 * item] as number; // little-endian, as all platforms that Node runs on
    const h = words[2 * item + 1] as number;
    if (h >>> 31 === 1) {
      low[at] = ~l;
      high[at] = ~h;
    } else {
      low[at] = l;
      high[at] = h | 0x80000000;
    }
  }
  return { low, high };
}

/** The eleven bits from `11 * pass` on. */
function digit(low: Uint32Array, high: Uint32Array, at: number, pass: number): number {
  switch (pass) {
    case 0:
      return (low[at] as number) & 0x7ff;
    case 1:
      return ((low[at] as number) >>> 11) & 0x7ff;
    case 2:
      return ((low[at] as number) >>> 22) | (((high[at] as number) & 1) << 10);
    case 3:
      return ((high[at] as number) >>> 1) & 0x7ff;
    case 4:
      return ((high[at] as number) >>> 12) & 0x7ff;
    default:
      return (high[at] as number) >>> 23;
  }
}

/** Fills in where each digit's items start; false where all have the same: nothing to do. */
function countDigits(low: Uint32Array, high: Uint32Array, pass: number, counts: Uint32Array): boolean {
  counts.fill(0);
  for (let at = 0; at < low.length; at++) {
    const value = digit(low, high, at, pass);
    counts[value] = (counts[value] as number) + 1; // within the buckets
  }
  let sum = 0;
  for (let value = 0; value < BUCKETS; value++) {
    const count = counts[value] as number; // within bounds
    if (count === low.length) return false;
    counts[value] = sum;
    sum += count;
  }
  return true;
}
