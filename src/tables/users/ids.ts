import type { Lookup } from '../../catalog/index.js';

/** The same 32 bits with a sign: -2 for 4294967294. */
export const signed = (id: number): number => id | 0;

/** Whether a number can be the id of a user or group. */
export const isId = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff;

/** A test for a lookup's values; where there is no lookup, all pass. */
export function admitting<V>(lookup: Lookup<V> | undefined): (value: V) => boolean {
  if (!lookup?.values) return () => true;
  const values = new Set(lookup.values);
  return (value) => values.has(value);
}
