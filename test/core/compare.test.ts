import fc from 'fast-check';
import t from 'tap';
import {
  binary,
  collationOf,
  compareText,
  compareValues,
  decodeText,
  encodeText,
  nocase,
  real,
  rtrim,
  type Value,
  valueKey,
} from '../../src/core/index.js';
import { differences, toSql, withOracle } from './sqlite-oracle.js';

/** Ascending; equal values stand in one group. */
const ORDER: readonly (readonly Value[])[] = [
  [null],
  [-Infinity],
  [-1e19],
  [-9223372036854775808n, -(2 ** 63)],
  [-1, real(-1)],
  [0, real(0), real(-0)],
  [0.5],
  [1, real(1)],
  [9007199254740991, real(9007199254740991)],
  [9007199254740992n, 9007199254740992],
  [9007199254740993n],
  [9223372036854775807n],
  [2 ** 63],
  [Infinity],
  [''],
  ['\0'],
  ['10'],
  ['9'],
  ['B'],
  ['a'],
  ['ab'],
  ['\udcff\uffff'.slice(1)],
  ['\u{10000}'],
  ['\udcff'],
  [Uint8Array.of()],
  [Uint8Array.of(0)],
  [Uint8Array.of(0, 0)],
  [Uint8Array.of(0x61)],
];

t.test('every pair compares by its place, and equal values share a key', async (t) => {
  const wrong: string[] = [];
  ORDER.forEach((group, i) => {
    ORDER.forEach((other, j) => {
      for (const left of group) {
        for (const right of other) {
          const sign = Math.sign(compareValues(left, right, binary));
          const sameKey = new Set([valueKey(left, binary), valueKey(right, binary)]).size === 1;
          if (sign !== Math.sign(i - j) || sameKey !== (i === j)) wrong.push(`${String(left)} ? ${String(right)}`);
        }
      }
    });
  });
  t.same(wrong, []);
});

t.test('text orders as its bytes do', async (t) => {
  const bytes = fc.uint8Array({ maxLength: 12 });
  const units = fc
    .array(fc.constantFrom('a', 'b', 'é', '\uffff', '\ue000', '\u{10000}', '\u{1f480}', '\udc80', '\udcff'), {
      maxLength: 6,
    })
    .map((chars) => chars.join(''));
  fc.assert(
    fc.property(
      bytes,
      bytes,
      (a, b) => Math.sign(compareText(decodeText(a), decodeText(b))) === Math.sign(Buffer.compare(a, b)),
    ),
  );
  fc.assert(
    fc.property(
      units,
      units,
      (a, b) => Math.sign(compareText(a, b)) === Math.sign(Buffer.compare(encodeText(a), encodeText(b))),
    ),
    { numRuns: 1000 },
  );
  t.pass();
});

t.test('keys are equal exactly when values are', async (t) => {
  const value = fc.oneof(
    fc.constant(null),
    fc.integer({ min: -3, max: 3 }),
    fc.integer({ min: -3, max: 3 }).map((n) => real(n)),
    fc.bigInt({ min: 2n ** 62n, max: 2n ** 63n - 1n }),
    fc.constantFrom<Value>(2 ** 62, 2 ** 63, 1e300, 0.5),
    fc.string({ unit: fc.constantFrom('a', 'A', ' ', 'é', 'É'), maxLength: 3 }),
    fc.uint8Array({ maxLength: 1 }),
  );
  for (const collation of [binary, nocase, rtrim, collationOf('version'), collationOf('version_dpkg')]) {
    fc.assert(
      fc.property(
        value,
        value,
        (a, b) =>
          (compareValues(a, b, collation) === 0) ===
          (new Set([valueKey(a, collation), valueKey(b, collation)]).size === 1),
      ),
    );
  }
  t.pass();
});

t.test('comparison agrees with sqlite3', withOracle, async (t) => {
  const values = ORDER.flat().filter(
    (value) => typeof value !== 'string' || (!value.includes('\0') && !value.includes('\udcff')),
  );
  const cases = values.flatMap((left) =>
    values.flatMap((right) => {
      const nulls = left === null || right === null;
      const sign = compareValues(left, right, binary);
      return [
        [`${toSql(left)} < ${toSql(right)}`, nulls ? null : Number(sign < 0)] as const,
        [`${toSql(left)} IS ${toSql(right)}`, Number(sign === 0)] as const,
      ];
    }),
  );
  t.same(differences(cases), []);
});
