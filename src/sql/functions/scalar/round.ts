import { LONG_DIGITS, real, toFixedDecimal, toReal, type Value } from '../../../core/index.js';
import { scalar } from '../spec.js';

/** From here on a float has no fraction. */
const WHOLE = 2 ** 52;

/** Half away from zero, and on the value's short decimal form: 2.675 to two places is 2.68. */
export const round = scalar({
  name: 'round',
  description: 'The number rounded to so many decimals (0 to 30, none without a second argument), as a REAL.',
  args: ['any', 'integer'],
  minArgs: 1,
  returns: 'real',
  examples: [
    ['round(3.14159, 2)', 3.14],
    ['round(-2.5)', real(-3)],
    ['round(2.675, 2)', 2.68],
    ['round(1.005, 2)', 1.01],
    ['round(7)', real(7)],
    ["round('1.5x')", real(2)],
    ['round(1.5, -3)', real(2)],
    ['round(1, NULL)', null],
  ],
  call(value: Value, digits: number | bigint = 0) {
    if (value === null) return null;
    const number = toReal(value);
    const places = Math.min(30, Math.max(0, Number(digits)));
    if (!(Math.abs(number) <= WHOLE)) return real(number);
    if (places === 0) return real(Math.trunc(number < 0 ? number - 0.5 : number + 0.5) + 0);
    const { before, after } = toFixedDecimal(Math.abs(number), places, LONG_DIGITS);
    const size = Number(`${before}.${after}`);
    return real(number < 0 ? -size : size);
  },
});
