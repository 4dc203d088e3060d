/** A float's decimal digits, computed exactly. All functions take finite values of 0 and above. */

export interface Decimal {
  /** Digits without a point, first one not 0 (unless all are). */
  readonly digits: string;
  /** Exponent of the first digit: 1.5 has 0, 0.015 has -2. */
  readonly exponent: number;
}

/** Digits that SQLite takes off a float before it writes zeros: 16, or 26 with the `!` flag. */
export const PLAIN_DIGITS = 16;
export const LONG_DIGITS = 26;

interface Ratio {
  readonly top: bigint;
  readonly bottom: bigint;
}

/** The value as a fraction of whole numbers. */
function ratioOf(value: number): Ratio {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number(bits >> 52n) & 0x7ff;
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | (1n << 52n);
  const power = (biased === 0 ? 1 : biased) - 1075;
  return power >= 0 ? { top: mantissa << BigInt(power), bottom: 1n } : { top: mantissa, bottom: 1n << BigInt(-power) };
}

/** floor(ratio × 10^power) */
function scaled({ top, bottom }: Ratio, power: number): bigint {
  return power >= 0 ? (top * 10n ** BigInt(power)) / bottom : top / (bottom * 10n ** BigInt(-power));
}

/** floor(log10(ratio)) of a ratio above 0, `guess` being off by few. */
function exponentOf(ratio: Ratio, guess: number): number {
  let exponent = guess;
  while (scaled(ratio, -exponent) >= 10n) exponent++;
  while (scaled(ratio, -exponent) < 1n) exponent--;
  return exponent;
}

const add = (a: Ratio, b: Ratio): Ratio => ({ top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom });

/** Half a unit of the decimal place `places`; nothing beyond the 64-bit mantissa that SQLite adds it in. */
function halfUnit(places: number, lost: number): Ratio {
  return places >= lost ? { top: 0n, bottom: 1n } : { top: 5n, bottom: 10n ** BigInt(places + 1) };
}

/**
 * Rounded to `places` decimals, as SQLite's `%.*f` does it: half away from zero on the *short* decimal form (2.675 to
 * two places is 2.68, though the float is a little less), and no more than `maxDigits` digits, zeros after them.
 * Gives the digits before and after the point; `after` is not padded.
 */
export function toFixedDecimal(value: number, places: number, maxDigits: number): { before: string; after: string } {
  const exact = ratioOf(value);
  let rounded = add(exact, halfUnit(places, 400));
  const binaryExponent = value === 0 ? -1023 : Math.max(-1023, Math.floor(Math.log2(value)));
  if (places + Math.trunc(binaryExponent / 3) < 15)
    rounded = add(rounded, { top: exact.top * 3n, bottom: exact.bottom * 10n ** 16n });
  if (rounded.top === 0n) return { before: '0', after: '' };
  const exponent = exponentOf(rounded, value === 0 ? -places : Math.floor(Math.log10(value)));
  const kept = Math.min(places, maxDigits - 1 - exponent);
  const text = scaled(rounded, kept).toString();
  if (kept <= 0) return { before: text + '0'.repeat(-kept), after: '' };
  const padded = text.padStart(kept + 1, '0');
  return { before: padded.slice(0, -kept), after: padded.slice(-kept) };
}

/** Rounded to 1 + `places` significant digits, as SQLite's `%.*e`; digits past `maxDigits` are absent. */
export function toDecimal(value: number, places: number, maxDigits: number): Decimal {
  if (value === 0) return { digits: '0', exponent: 0 };
  const exact = ratioOf(value);
  let exponent = exponentOf(exact, Math.floor(Math.log10(value)));
  const unit =
    exponent >= 0 ? { top: 10n ** BigInt(exponent), bottom: 1n } : { top: 1n, bottom: 10n ** BigInt(-exponent) };
  const half = halfUnit(places, 19);
  const rounded = add(exact, { top: half.top * unit.top, bottom: half.bottom * unit.bottom });
  exponent = exponentOf(rounded, exponent);
  return { digits: scaled(rounded, Math.min(places, maxDigits - 1) - exponent).toString(), exponent };
}
