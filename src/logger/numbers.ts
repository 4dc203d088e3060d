import { Real, type Value } from '../core/index.js';

/** A float as a C++ stream prints it with 15 significant digits, and with `.0` where that has no point: `1e+20.0`. */
export function streamReal(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'inf.0' : '-inf.0';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [mantissa = '', power = ''] = value.toExponential(14).split('e');
  const exponent = Number(power);
  const text =
    exponent < -4 || exponent >= 15
      ? `${withoutZeros(mantissa)}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
      : withoutZeros(value.toFixed(14 - exponent));
  return text.includes('.') ? text : `${text}.0`;
}

const withoutZeros = (digits: string): string => (digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits);

/**
 * A float as a JSON number, the shortest that reads back the same, and with a point or an exponent: `1.0`, `1e21`.
 * JSON has no infinity: that is a text.
 */
export function jsonReal(value: number): string {
  if (!Number.isFinite(value)) return `"${streamReal(value)}"`;
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value).replace('e+', 'e');
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** A value's text in a record without numerics. NULLs and blobs have become texts before. */
export function valueText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return String(value);
  if (typeof value === 'number') return streamReal(value);
  return value instanceof Real ? streamReal(value.value) : '';
}
