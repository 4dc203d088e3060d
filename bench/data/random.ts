/** Numbers by chance that are the same in every process. */
export interface RandomNumbers {
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  /** With two decimals. */
  money(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
}

/** mulberry32: small, quick, and its low bits are as good as its high ones. */
export function randomNumbers(seed: number): RandomNumbers {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    whole,
    money: (low, high) => whole(Math.round(low * 100), Math.round(high * 100)) / 100,
    pick: (list) => list[Math.floor(next() * list.length)] as (typeof list)[number], // within bounds
  };
}
