import fc from 'fast-check';
import t from 'tap';
import { collationOf, type Real, real, type Value, valueKey } from '../../src/core/index.js';
import { PairTable, TupleTable, ValueTable } from '../../src/exec/hashing/index.js';
import { exactKey, tupleKey } from '../../src/exec/keys.js';

/** Values of all kinds, many of them equal to one another under some collation. */
const value: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(
    null,
    0,
    -0,
    1,
    1.5,
    real(1) as Real,
    2 ** 31,
    2 ** 53 - 1,
    2n ** 53n,
    2 ** 53,
    2 ** 63,
    1e300,
  ),
  fc.constantFrom<Value>(
    Number.POSITIVE_INFINITY,
    '',
    'a',
    'A',
    'a ',
    '1',
    '\ud800',
    new Uint8Array([97]),
    new Uint8Array(),
  ),
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.string({ maxLength: 3 }),
);
const NAMES = ['binary', 'nocase', 'rtrim'] as const;

t.test('a value has the id of the first one that the collation finds equal', (t) => {
  fc.assert(
    fc.property(fc.constantFrom(...NAMES), fc.array(value, { maxLength: 200 }), (name, values) => {
      const collation = collationOf(name);
      const table = new ValueTable(collation);
      const ids = new Map<unknown, number>();
      for (const each of values) {
        const key = valueKey(each, collation);
        const known = ids.get(key);
        if (table.find(each) !== (known ?? -1)) return false;
        if (table.add(each) !== (known ?? ids.size)) return false;
        if (known === undefined) ids.set(key, ids.size);
        if (table.size !== ids.size) return false;
      }
      return true;
    }),
  );
  t.end();
});

t.test('a list has the id of the first equal one, place by place', (t) => {
  const collations = NAMES.map(collationOf);
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value, value), { maxLength: 100 }), (lists) => {
      const table = new TupleTable(collations);
      const ids = new Map<unknown, number>();
      return lists.every((list) => {
        const key = tupleKey(list.map((each, i) => exactKey(valueKey(each, collations[i] as never) as Value)));
        const known = ids.get(key);
        const isRight = table.find(list) === (known ?? -1) && table.add(list) === (known ?? ids.size);
        if (known === undefined) ids.set(key, ids.size);
        return isRight && table.size === ids.size;
      });
    }),
  );
  t.end();
});

t.test('tables grow', (t) => {
  const [numbers, texts, pairs] = [
    new ValueTable(collationOf('binary')),
    new ValueTable(collationOf('binary')),
    new PairTable(),
  ];
  const count = 100_000;
  let wrong = 0;
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < count; i++) {
      const ids = [numbers.add(i * 7 - 1000), texts.add(`name ${i}`), pairs.add(i % 100, i)];
      if (ids.some((id) => id !== i)) wrong++;
    }
  }
  t.equal(wrong, 0);
  t.same(
    [numbers.size, texts.size, pairs.size, numbers.find(-1), texts.find('name'), pairs.find(1, 2)],
    [count, count, count, -1, -1, -1],
  );
  t.end();
});

t.test('texts made to meet in the table cost no more than any others', (t) => {
  // Such pairs have one polynomial hash modulo 2^32, in whatever odd number: they are the Thue-Morse sequence and its twin.
  let [a, b] = ['a', 'b'];
  while (a.length < 128) [a, b] = [a + b, b + a];
  const bits = 12;
  const numbers = Array.from({ length: 2 ** bits }, (_, n) => n);
  const spelled = (zero: string, one: string): string[] =>
    numbers.map((n) => Array.from({ length: bits }, (_, bit) => ((n >> bit) & 1 ? one : zero)).join(''));
  const [meeting, plain] = [spelled(a, b), spelled('a'.repeat(128), 'b'.repeat(128))];
  const table = new ValueTable(collationOf('binary'));
  t.ok(meeting.every((text, id) => table.find(text) === -1 && table.add(text) === id));
  t.ok(meeting.every((text, id) => table.find(text) === id && table.add(text) === id));
  t.equal(table.size, meeting.length);
  t.ok(bestMs(meeting) < 8 * bestMs(plain));
  t.end();
});

/** The quickest of some fillings. */
function bestMs(texts: readonly string[]): number {
  const rounds = Array.from({ length: 5 }, () => {
    const table = new ValueTable(collationOf('binary'));
    const startMs = performance.now();
    for (const text of texts) table.add(text);
    return performance.now() - startMs;
  });
  return Math.min(...rounds);
}
