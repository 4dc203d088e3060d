import t from 'tap';
import { INT64_MAX, real, SqlError, type Value } from '../../src/core/index.js';
import { findFunction } from '../../src/sql/functions/index.js';
import { show } from '../core/sqlite-oracle.js';
import { runAggregate, slideAggregate } from './call.js';

const CASES: readonly [name: string, values: readonly Value[], expected: Value][] = [
  ['count', [1, null, 'a'], 2],
  ['sum', [], null],
  ['sum', [null], null],
  ['sum', [1, 2, null], 3],
  ['sum', [1, real(2)], real(3)],
  ['sum', ['5', ' 6 '], 11],
  ['sum', ['5x', 1], real(6)],
  ['sum', ['abc'], real(0)],
  ['sum', [Uint8Array.of(0x37)], real(7)],
  ['sum', [9007199254740991, 2], 9007199254740993n],
  ['sum', [INT64_MAX, 1, -1], INT64_MAX],
  ['sum', [INT64_MAX, 1, real(0)], 2 ** 63],
  ['sum', [1e16, 1, -1e16], real(1)],
  ['sum', [Number.POSITIVE_INFINITY, 1], Number.POSITIVE_INFINITY],
  ['sum', [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], null],
  ['total', [], real(0)],
  ['total', [1, 2], real(3)],
  ['avg', [], null],
  ['avg', [1, 2, null], 1.5],
  ['avg', [0.5, 0.25], 0.375],
  ['min', [3, 'a', null, 2.5], 2.5],
  ['max', [3, 'a', null, 2.5], 'a'],
  ['max', [null], null],
  ['group_concat', ['a', null, 1.5], 'a,1.5'],
  ['group_concat', ['\udcc3', '\udca9'], '\udcc3,\udca9'],
];

t.test('what aggregates give', async (t) => {
  for (const [name, values, expected] of CASES) {
    t.equal(
      show(
        runAggregate(
          name,
          values.map((value) => [value]),
        ),
      ),
      show(expected),
      `${name}(${values.map(show).join(', ')})`,
    );
  }
  t.equal(runAggregate('count', [[], []]), 2);
  t.equal(
    runAggregate('group_concat', [
      ['a', '-'],
      ['b', null],
      ['c', '+'],
    ]),
    'ab+c',
  );
  t.equal(
    runAggregate('group_concat', [
      ['\udcc3', ''],
      ['\udca9', ''],
    ]),
    'é',
    'bytes that meet make a character',
  );
  t.throws(() => runAggregate('sum', [[INT64_MAX], [1]]), new SqlError('overflow', 'integer overflow'));
});

t.test('the extremum names its row', async (t) => {
  const spec = findFunction('max', 1);
  if (typeof spec !== 'object' || spec.kind !== 'aggregate') throw new Error('max is an aggregate');
  t.equal(spec.picksRow, true);
  const { binary } = await import('../../src/core/index.js');
  const accumulator = spec.bind({ nowMs: 0, collation: binary, constants: [] });
  const state = accumulator.start();
  t.same(
    [null, 1, 3, 2, 3].map((value) => accumulator.step(state, value)),
    [false, true, true, false, false],
  );
});

t.test('collation decides extremes', async (t) => {
  t.equal(runAggregate('max', [['a'], ['B']], 'nocase'), 'B');
  t.equal(runAggregate('max', [['a'], ['B']]), 'a');
});

const numberIn = (shown: string): number => Number(shown.split(' ')[1]);

t.test('a sliding window is as good as a new sum', async (t) => {
  const values: Value[] = [
    1,
    null,
    2.5,
    'x',
    Number.POSITIVE_INFINITY,
    7,
    9007199254740991,
    -3,
    0.1,
    0.2,
    null,
    null,
    null,
    4,
  ];
  for (const name of ['count', 'sum', 'total', 'avg', 'group_concat']) {
    const slid = slideAggregate(name, values, 3).map(show);
    const anew = values.map((_, index) =>
      show(
        runAggregate(
          name,
          values.slice(Math.max(0, index - 2), index + 1).map((value) => [value]),
        ),
      ),
    );
    // A sum that met a REAL stays REAL when that leaves the window.
    const plain = (shown: string): unknown => (name === 'sum' ? numberIn(shown) : shown);
    t.same(slid.map(plain), anew.map(plain), name);
  }
  const many = Array.from({ length: 5000 }, (_, index) => String(index));
  t.equal(slideAggregate('group_concat', many, 2).at(-1), '4998,4999');
});

t.test('a text that grows too long is an error', async (t) => {
  const spec = findFunction('group_concat', 1);
  if (typeof spec !== 'object' || spec.kind !== 'aggregate') throw new Error('group_concat is an aggregate');
  const { binary } = await import('../../src/core/index.js');
  const accumulator = spec.bind({ nowMs: 0, collation: binary, constants: [] });
  const state = accumulator.start();
  const part = 'x'.repeat(1 << 20);
  t.throws(
    () => {
      for (let count = 0; count < 600; count++) accumulator.step(state, part);
    },
    { message: 'string or blob too big' },
  );
});
