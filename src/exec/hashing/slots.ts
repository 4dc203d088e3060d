/**
 * So many keys stand one after the other in plain arrays. Most tables of small queries have no more, and V8 takes memory
 * from the system for each typed array of more than 64 bytes.
 */
export const FEW = 8;
/** Of a table that has more keys than {@link FEW}. */
export const FIRST_SLOTS = 32;
/** Of one that has not. */
export const NO_SLOTS = new Int32Array(0);

/** Tables of fewer slots grow fourfold, larger ones double. */
const SMALL = 65_536;

/** The ids of a table of open addressing in a larger one; -1 is a free slot. */
export function moreSlots(slots: Int32Array, hashOf: (id: number) => number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(slots.length * (slots.length < SMALL ? 4 : 2)).fill(-1);
  const mask = larger.length - 1;
  for (let i = 0; i < slots.length; i++) {
    const id = slots[i] as number; // within bounds
    if (id < 0) continue;
    let at = hashOf(id) & mask;
    while ((larger[at] as number) >= 0) at = (at + 1) & mask; // masked
    larger[at] = id;
  }
  return larger;
}
