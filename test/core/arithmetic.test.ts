import t from 'tap';
import {
  add,
  bitAnd,
  bitNot,
  bitOr,
  concat,
  divide,
  isTrue,
  multiply,
  negate,
  real,
  remainder,
  shiftLeft,
  shiftRight,
  subtract,
  type Value,
} from '../../src/core/index.js';
import { differences, show, toSql, withOracle } from './sqlite-oracle.js';

type Binary = (left: Value, right: Value) => Value;
const BINARY: Record<string, Binary> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': remainder,
  '&': bitAnd,
  '|': bitOr,
  '<<': shiftLeft,
  '>>': shiftRight,
  '||': concat,
};

const VECTORS: readonly [left: Value, op: string, right: Value, expected: Value][] = [
  [9223372036854775807n, '+', 1, 2 ** 63],
  ['5abc', '+', 3, 8],
  ['abc', '+', 3, 3],
  ['1e2', '+', 1, real(101)],
  ['0x10', '+', 1, 1],
  ['5.', '+', 1, real(6)],
  ['1e', '+', 0, 1],
  ['+ 1', '+', 0, 0],
  ['Infinity', '+', 0, 0],
  ['9223372036854775808', '+', 0, 2 ** 63],
  [Uint8Array.of(0x31), '+', 1, 2],
  [Infinity, '-', Infinity, null],
  [9007199254740991, '+', 1, 9007199254740992n],
  [9007199254740993n, '-', 2, 9007199254740991],
  [-7, '/', 2, -3],
  [-1, '/', 2, 0],
  [7, '/', 0, null],
  [7, '/', real(0), null],
  [-9223372036854775808n, '/', -1, 2 ** 63],
  [real(7), '/', 2, 3.5],
  [5.5, '%', 2, real(1)],
  [10, '%', 3.7, real(1)],
  [5, '%', 0.5, null],
  [-5, '%', 3, -2],
  [1, '>>', -3, 8],
  [-16, '>>', 2, -4],
  [1, '<<', 63, -9223372036854775808n],
  [1, '<<', 64, 0],
  [-1, '>>', 70, -1],
  [real(1), '||', 'x', '1.0x'],
  [Uint8Array.of(0xc3), '||', Uint8Array.of(0xa9), 'é'],
  [1, '||', null, null],
];

t.test('what sql defines', async (t) => {
  for (const [left, op, right, expected] of VECTORS)
    t.same(show(BINARY[op]?.(left, right) ?? null), show(expected), `${show(left)} ${op} ${show(right)}`);
  t.same(show(negate('abc')), 'integer 0');
  t.same(show(negate('-5.0')), 'real 5.0');
  t.same(show(negate(-9223372036854775808n)), show(2 ** 63));
  t.same(
    [isTrue('abc'), isTrue('1a'), isTrue('0.5'), isTrue(null), isTrue(real(-0))],
    [false, true, true, null, false],
  );
});

const VALUES: readonly Value[] = [
  null,
  0,
  1,
  -1,
  2,
  3,
  -7,
  10,
  63,
  64,
  -64,
  65,
  2147483647,
  -2147483648,
  4294967296,
  9007199254740991,
  -9007199254740991,
  9007199254740992n,
  9223372036854775807n,
  -9223372036854775808n,
  -9223372036854775807n,
  real(0),
  real(-0),
  real(1),
  0.5,
  -2.5,
  1e15,
  1e18,
  2 ** 63,
  -1e19,
  1e300,
  Infinity,
  -Infinity,
  '',
  'abc',
  '5',
  '-5.5',
  ' 12 ',
  '12abc',
  '1e3',
  '9223372036854775808',
  '-9223372036854775809',
  '.5',
  '5.',
  '.',
  '-',
  '+7',
  '0x1F',
  '\t\n3',
  '1e400',
  Uint8Array.of(),
  Uint8Array.of(0x31, 0x32),
];

t.test('operators agree with sqlite3', withOracle, async (t) => {
  const pairs = VALUES.flatMap((left) => VALUES.map((right) => [left, right] as const));
  for (const [op, run] of Object.entries(BINARY)) {
    const cases = pairs.map(([left, right]) => [`${toSql(left)} ${op} ${toSql(right)}`, run(left, right)] as const);
    t.same(differences(cases).slice(0, 10), [], op);
  }
  t.same(
    differences(
      VALUES.flatMap((value) => [
        [`-(${toSql(value)})`, negate(value)] as const,
        [`~${toSql(value)}`, bitNot(value)] as const,
      ]),
    ),
    [],
  );
});
