/**
 * A time as Go writes it (RFC 3339, with up to nine digits behind the second) in nanoseconds since the epoch; null for
 * anything else. Pure.
 */
export function parseInstant(text: string): bigint | null {
  const [, whole, fraction = '', zone] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  const ms = Date.parse(`${whole}${zone}`);
  return Number.isNaN(ms) ? null : BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}
