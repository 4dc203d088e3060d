import { INT64_MAX } from '../core/index.js';

/** Decimal digits as an integer: a bigint beyond 2^53, null where there are none or where 64 signed bits cannot hold it. */
export function parseCount(text: string | undefined): number | bigint | null {
  if (text === undefined || !/^\d+$/.test(text)) return null;
  if (text.length <= 15) return Number(text);
  const value = BigInt(text.length > 40 ? '9'.repeat(40) : text);
  return wideCount(value);
}

/** A count from the kernel as an integer, null where 64 signed bits cannot hold it. */
export function wideCount(value: bigint): number | bigint | null {
  if (value > INT64_MAX || value < 0n) return null;
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

/** The digits a text starts with as a number, base 10 whatever the zeros before them; null where it starts with none. */
export function leadingNumber(text: string | undefined): number | null {
  const digits = /^\s*(\d{1,15})/.exec(text ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}
