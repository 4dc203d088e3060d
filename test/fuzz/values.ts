import { isNumeric, quoteLiteral, Real, storageClass, toFloat, type Value } from '../../src/core/index.js';
import type { Random } from './random.js';

/**
 * What values an expression is expected to give. A hint for making sense, not a promise:
 * `int` small integers, `big` integers up to the ends of 64 bits, `real` eighths (whose sums are exact),
 * `wild` any REAL, `number` text that reads as a number, `any` everything.
 */
export type Kind = 'int' | 'big' | 'real' | 'wild' | 'text' | 'number' | 'blob' | 'any';

const BIG: readonly (number | bigint)[] = [
  9223372036854775807n,
  -9223372036854775808n,
  -9223372036854775807n,
  9223372036854775806n,
  9007199254740991,
  9007199254740992n,
  9007199254740993n,
  -9007199254740993n,
  4611686018427387904n,
  4294967296,
  2147483648,
  -2147483649,
  65536,
  1000000007,
];

const WILD: readonly number[] = [
  1e300,
  -1e300,
  1.7976931348623157e308,
  5e-324,
  2.2250738585072014e-308,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  0.1 + 0.2,
  0.1,
  1 / 3,
  -2 / 3,
  2 ** 63,
  -(2 ** 63),
  2 ** 53,
  1e15,
  1e16,
  123456789012345.6,
  999999999999999.9,
  1e-5,
  0.0001,
  2.675,
  1.005,
  -0.5,
  22 / 7,
  1e100,
];

const TEXTS: readonly string[] = [
  '',
  ' ',
  'a',
  'A',
  'b',
  'B',
  'ab',
  'AB',
  'aB',
  'abc',
  'ABC',
  'abc ',
  ' abc',
  'a  ',
  'abcabc',
  'b%c',
  'a_c',
  'x*y',
  '[ab]',
  "it's",
  'say "hi"',
  'é',
  'É',
  'e\u0301',
  'straße',
  'ñandú',
  '日本語',
  '😀',
  'a😀b',
  '👩\u200d👩\u200d👧',
  '\ufffd',
  'tab\there',
  'new\nline',
  'zz',
  'hello world',
  'null',
  'true',
];

const NUMBERS: readonly string[] = [
  '0',
  '1',
  '2',
  '-1',
  '10',
  '010',
  ' 12 ',
  '12abc',
  '1.0',
  '1.5',
  '-0.0',
  '1e2',
  '1e',
  '.5',
  '5.',
  '+7',
  '+ 7',
  '0x10',
  '9223372036854775807',
  '9223372036854775808',
  '-9223372036854775809',
  '1e400',
  'inf',
  'nan',
  '3 ',
  '\t4',
];

const BLOBS: readonly string[] = [
  '',
  '00',
  'ff',
  '61',
  '6162',
  '616200',
  '31',
  '312e35',
  'c3a9',
  'f09f9880',
  'deadbeef',
];

const DATES: readonly string[] = [
  '2024-02-29',
  '2023-02-28',
  '2024-03-31',
  '2000-01-01',
  '1970-01-01 00:00:00',
  '1999-12-31 23:59:59',
  '2024-06-15 12:30:45.678',
  '2024-06-15T12:30',
  '12:00',
  '23:59:59.999',
  '2024-06-15 12:30:45+05:30',
  '2024-06-15 00:00:00Z',
  '0000-01-01',
  '9999-12-31 23:59:59',
  '2024-13-01',
  '2024-1-1',
  '-4713-11-24',
  '2460000.5',
  '0',
  '1718454645',
];

export const randomDate = (r: Random): string => r.pick(DATES);

/** A value of a kind; NULL now and then. */
export function randomValue(r: Random, kind: Kind, nullPercent = 15): Value {
  return r.percent(nullPercent) ? null : presentValue(r, kind);
}

function presentValue(r: Random, kind: Kind): Value {
  switch (kind) {
    case 'int':
      return r.percent(70) ? r.between(-3, 12) : r.between(-200, 200);
    case 'big':
      return r.percent(60) ? r.pick(BIG) : r.between(-100, 100);
    case 'real':
      return toReal(r.percent(40) ? r.between(-4, 10) : r.between(-80, 80) / 8);
    case 'wild':
      return toReal(r.percent(70) ? r.pick(WILD) : r.between(-1000, 1000) / 7);
    case 'text':
      return r.percent(5) ? randomDate(r) : r.pick(TEXTS);
    case 'number':
      return r.pick(NUMBERS);
    case 'blob':
      return new Uint8Array(Buffer.from(r.pick(BLOBS), 'hex'));
    case 'any':
      return presentValue(r, r.pick(['int', 'int', 'real', 'text', 'number', 'blob', 'big', 'wild'] as const));
  }
}

const toReal = (value: number): Value => (Number.isSafeInteger(value) ? new Real(value) : value);

/** A value as a literal that gives exactly this value. */
export function literal(value: Value): string {
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`;
  const isReal = isNumeric(value) && storageClass(value) === 'real';
  return isReal ? realLiteral(toFloat(value)) : quoteLiteral(value);
}

function realLiteral(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '9e999' : '-9e999';
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
