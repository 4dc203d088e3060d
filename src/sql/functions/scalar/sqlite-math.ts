import { isNumeric, parseNumeric, type Real, real, toFloat, type Value } from '../../../core/index.js';
import { type Example, type ScalarSpec, scalar } from '../spec.js';

/**
 * The mathematical functions that osquery has not. They follow SQLite: what is no number, and an argument the function
 * is not defined for, gives null, where osquery's own fail.
 */
type Compute = (...values: readonly number[]) => number;

/** The number that a value is, or that a text is from end to end. */
export function numberOf(value: Value): number | bigint | Real | undefined {
  const number = typeof value === 'string' ? parseNumeric(value) : value;
  return number !== null && isNumeric(number) ? number : undefined;
}

function floatOf(value: Value): number | undefined {
  const number = numberOf(value);
  return number === undefined ? undefined : toFloat(number);
}

function math(
  name: string,
  description: string,
  argCount: 1 | 2,
  compute: (a: number, b: number) => number,
  ...examples: readonly Example[]
): ScalarSpec {
  return scalar({
    name,
    description,
    args: new Array<'any'>(argCount).fill('any'),
    returns: 'real',
    examples: [...examples, [argCount === 1 ? `${name}('x')` : `${name}('x', 1)`, null]],
    call: (...values: Value[]) => {
      const numbers = values.map(floatOf);
      return numbers.includes(undefined) ? null : real((compute as Compute)(...(numbers as number[]))); // none is undefined
    },
  });
}

/** C: 1 to any power, and -1 to an infinite one, is 1; in JavaScript an infinite exponent gives no number. */
export const powerOf = (base: number, exponent: number): number =>
  base === 1 || (base === -1 && !Number.isFinite(exponent)) ? 1 : base ** exponent;

function logarithm(base: number, value: number): number {
  const unit = base > 0 ? Math.log(base) : Number.NaN;
  return unit > 0 && value > 0 ? Math.log(value) / unit : Number.NaN;
}

export const SQLITE_MATH: readonly ScalarSpec[] = [
  math('acosh', 'The inverse hyperbolic cosine.', 1, Math.acosh, ['acosh(1)', real(0)], ['acosh(0.5)', null]),
  math('asinh', 'The inverse hyperbolic sine.', 1, Math.asinh, ['asinh(0)', real(0)]),
  math('atanh', 'The inverse hyperbolic tangent.', 1, Math.atanh, ['atanh(0)', real(0)], ['atanh(2)', null]),
  math('cosh', 'The hyperbolic cosine.', 1, Math.cosh, ['cosh(0)', real(1)]),
  math('sinh', 'The hyperbolic sine.', 1, Math.sinh, ['sinh(0)', real(0)]),
  math('tanh', 'The hyperbolic tangent.', 1, Math.tanh, ['tanh(0)', real(0)]),
  math('atan2', 'The angle in radians of the point with these y and x.', 2, Math.atan2, ['atan2(0, 1)', real(0)]),
  math(
    'ln',
    'The natural logarithm.',
    1,
    (x) => (x > 0 ? Math.log(x) : Number.NaN),
    ['ln(1)', real(0)],
    ['ln(0)', null],
  ),
  math('log2', 'The logarithm to base 2.', 1, (x) => (x > 0 ? Math.log2(x) : Number.NaN), ['log2(8)', real(3)]),
  math('log', 'The logarithm of the second argument to the base that is the first.', 2, logarithm, [
    'log(2, 8)',
    real(3),
  ]),
  math(
    'mod',
    'What is left of a division, with the sign of the first argument, fractions and all.',
    2,
    (x, y) => x % y,
    ['mod(5.5, 2)', 1.5],
    ['mod(1, 0)', null],
  ),
  math(
    'pow',
    'The first argument to the power of the second; power() fails where this is null.',
    2,
    powerOf,
    ['pow(2, 10)', real(1024)],
    ['pow(-8, 0.5)', null],
  ),
];
