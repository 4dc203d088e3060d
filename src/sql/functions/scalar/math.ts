import { real, SqlError } from '../../../core/index.js';
import { type ScalarSpec, scalar } from '../spec.js';

/** C library functions of one float; an argument they are not defined for is an error, as it is in osquery. */
export const domainError = (): SqlError => new SqlError('runtime', 'Numerical argument out of domain');
export const rangeError = (): SqlError => new SqlError('runtime', 'Numerical result out of range');

const unitInterval = (value: number): boolean => Math.abs(value) <= 1;
const positive = (value: number): boolean => value >= 0;

interface MathOptions {
  readonly name: string;
  readonly description: string;
  readonly compute: (value: number) => number;
  /** Where the function is defined; absent: everywhere. */
  readonly domain?: (value: number) => boolean;
  /** Arguments at which it has a pole. */
  readonly pole?: number;
  readonly example: readonly [sql: string, expected: number];
}

function math({ name, description, compute, domain, pole, example }: MathOptions): ScalarSpec {
  return scalar({
    name,
    description,
    args: ['real'],
    returns: 'real',
    examples: [
      [example[0], real(example[1])],
      [`${name}(NULL)`, null],
    ],
    call(value) {
      if (domain && !domain(value)) throw domainError();
      if (value === pole) throw rangeError();
      return real(compute(value));
    },
  });
}

/** `log` is the natural logarithm, as in osquery. */
export const MATH_FUNCTIONS: readonly ScalarSpec[] = [
  math({
    name: 'sqrt',
    description: 'The square root.',
    compute: Math.sqrt,
    domain: positive,
    example: ["sqrt('16')", 4],
  }),
  math({ name: 'exp', description: 'e to this power.', compute: Math.exp, example: ['exp(0)', 1] }),
  math({
    name: 'log',
    description: 'The natural logarithm.',
    compute: Math.log,
    domain: positive,
    pole: 0,
    example: ['log(1)', 0],
  }),
  math({
    name: 'log10',
    description: 'The logarithm to base 10.',
    compute: Math.log10,
    domain: positive,
    pole: 0,
    example: ['log10(1000)', 3],
  }),
  math({
    name: 'sin',
    description: 'The sine of an angle in radians.',
    compute: Math.sin,
    domain: Number.isFinite,
    example: ['sin(0)', 0],
  }),
  math({
    name: 'cos',
    description: 'The cosine of an angle in radians.',
    compute: Math.cos,
    domain: Number.isFinite,
    example: ['cos(0)', 1],
  }),
  math({
    name: 'tan',
    description: 'The tangent of an angle in radians.',
    compute: Math.tan,
    domain: Number.isFinite,
    example: ['tan(0)', 0],
  }),
  math({
    name: 'cot',
    description: 'The cotangent of an angle in radians.',
    compute: (value) => 1 / Math.tan(value),
    domain: Number.isFinite,
    example: ['cot(0)', Number.POSITIVE_INFINITY],
  }),
  math({
    name: 'asin',
    description: 'The angle in radians that has this sine.',
    compute: Math.asin,
    domain: unitInterval,
    example: ['asin(0)', 0],
  }),
  math({
    name: 'acos',
    description: 'The angle in radians that has this cosine.',
    compute: Math.acos,
    domain: unitInterval,
    example: ['acos(1)', 0],
  }),
  math({
    name: 'atan',
    description: 'The angle in radians that has this tangent.',
    compute: Math.atan,
    example: ['atan(0)', 0],
  }),
  math({
    name: 'radians',
    description: 'An angle in degrees as radians.',
    compute: (value) => (value * Math.PI) / 180,
    example: ['radians(180)', Math.PI],
  }),
  math({
    name: 'degrees',
    description: 'An angle in radians as degrees.',
    compute: (value) => (value * 180) / Math.PI,
    example: ['degrees(pi())', 180],
  }),
];
