import type { Lookup } from '../catalog/index.js';

/** A test for what a lookup's values and range ask for; where there is no lookup, all pass. */
export function admitting(lookup: Lookup<number> | undefined): (value: number) => boolean {
  const range = lookup?.range;
  const values = lookup?.values && new Set(lookup.values);
  return (value) => (!values || values.has(value)) && (!range || isWithin(value, range));
}

function isWithin(
  value: number,
  { min, max, minInclusive, maxInclusive }: NonNullable<Lookup<number>['range']>,
): boolean {
  if (min !== undefined && (minInclusive ? value < min : value <= min)) return false;
  return max === undefined || (maxInclusive ? value <= max : value < max);
}
