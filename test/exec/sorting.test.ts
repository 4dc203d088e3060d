import fc from 'fast-check';
import t from 'tap';
import { integer, real, storageClass, type Value } from '../../src/core/index.js';
import { keyComparator } from '../../src/exec/ordering.js';
import { Run } from '../../src/exec/run.js';
import { sortedBy } from '../../src/exec/sorting/index.js';
import { Host } from '../../src/host/index.js';
import type { SortTerm } from '../../src/sql/planner/index.js';

type Term = Omit<SortTerm, 'expr'>;

function sorted(rows: readonly Value[][], terms: readonly Term[]): Value[][] {
  const task = sortedBy([...rows], terms, (row, term) => row[term] as Value, new Run({ host: new Host() }));
  for (;;) {
    const step = task.next();
    if (step.done) return step.value;
  }
}

const TWO_53 = 2n ** 53n;
const TWO_63 = 2n ** 63n;
/** Each class, and in each what orders otherwise than it looks. */
const HOSTILE: readonly Value[] = [
  null,
  ...[0, real(0), real(-0), 1, real(1), 1.5, -1, 2 ** 53 - 1, real(2 ** 53 - 1), 2 ** 53, -(2 ** 53), 2 ** 63, 5e-324],
  ...[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.MAX_VALUE, 2 ** 32, -(2 ** 31), 1e300, -1e-300],
  ...[TWO_53, TWO_53 + 1n, TWO_53 + 2n, -TWO_53 - 1n, TWO_63 - 1n, TWO_63 - 2n, -TWO_63],
  ...['', '\0', 'a', 'A', 'a\0', 'a ', 'a  ', 'b', '\x7f', '\x80', 'é', 'É', '\ud7ff', '\ue000', '\uffff', '\ud800'],
  ...['\udc80', '\udcff', '\udcc3\udca9', '😀', '😁', '\ud83d', '\ud83da', '😀\udc80', '12345678', '123456789'],
  ...['1234567é', '123456é', '1234567😀', '1234567\ud83d', '1234567\udcff', '12345678\0', '\0\0\0\0\0\0\0\0'],
  ...[new Uint8Array(), Uint8Array.of(0), Uint8Array.of(255), Uint8Array.of(97), Uint8Array.of(97, 0)],
];
const hostile = (...classes: string[]): fc.Arbitrary<Value> =>
  fc.constantFrom(...HOSTILE.filter((value) => classes.includes(storageClass(value))));
const texts = hostile('text');

/** Values of one kind: what a column mostly holds. */
const kinds: readonly fc.Arbitrary<Value>[] = [
  fc.integer({ min: -3, max: 3 }),
  fc.integer(),
  fc.bigInt({ min: -TWO_63, max: TWO_63 - 1n }).map(integer),
  fc.double({ noNaN: true }).map(real),
  fc.option(fc.integer({ min: -9, max: 9 })),
  hostile('integer', 'real'),
  hostile('integer', 'real', 'null'),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 5 }),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
  fc.constantFrom('/usr/lib/a', '/usr/lib/b', '/usr/lib/B', '/usr/lib', '/usr/libx', '/usr/lib/aa'),
  texts,
  fc.option(texts),
  // A long beginning that all have in common, cut within a character too.
  fc.tuple(texts, texts).map(([a, b]) => `${'x'.repeat(300)}\ud83d${a}${b}`),
  hostile('blob', 'null'),
  fc.constantFrom(...HOSTILE),
  fc.constant(null),
];
const term: fc.Arbitrary<Term> = fc.record({
  descending: fc.boolean(),
  nullsFirst: fc.boolean(),
  collation: fc.constantFrom('binary' as const, 'binary' as const, 'nocase' as const, 'rtrim' as const),
});

const places = (rows: readonly Value[][]): string => rows.map((row) => row.at(-1)).join(' ');

/** How rows come. */
const arrivals = ['as they are', 'sorted', 'turned around', 'sorted by the last term', 'turned around by it'] as const;

function arrived(rows: Value[][], terms: readonly Term[], how: (typeof arrivals)[number]): Value[][] {
  const last = terms.length - 1;
  const by = how.includes('last') || how.includes('by it') ? [terms[last] as Term] : terms;
  const from = by === terms ? 0 : last;
  const compare = keyComparator(by);
  const sortedRows = how === 'as they are' ? rows : [...rows].sort((a, b) => compare(a.slice(from), b.slice(from)));
  return how.startsWith('turned') ? sortedRows.reverse() : sortedRows;
}

t.test('few and many rows come in the order of a plain comparison, equal ones as they came', async (t) => {
  const columns = fc.array(fc.tuple(fc.constantFrom(...kinds), term), { minLength: 1, maxLength: 3 });
  const given = columns.chain((chosen) =>
    fc.tuple(
      fc.constant(chosen.map(([, one]) => one)),
      fc.array(fc.tuple(...chosen.map(([kind]) => kind)), { minLength: 1, maxLength: 400, size: 'max' }),
      fc.constantFrom(1, 1, 3, 50),
      fc.constantFrom(...arrivals),
    ),
  );
  fc.assert(
    fc.property(given, ([terms, some, times, how]) => {
      // The last value of a row tells where it came from.
      const all = Array.from({ length: times }, () => some).flat();
      const rows = arrived(all, terms, how).map((row, at): Value[] => [...row, at]);
      const compare = keyComparator(terms);
      const expected = [...rows].sort((a, b) => compare(a, b) || Number(a.at(-1)) - Number(b.at(-1)));
      return places(sorted(rows, terms)) === places(expected);
    }),
    { numRuns: Number(process.env.HOSTQL_FUZZ_RUNS ?? 150) },
  );
  t.pass();
});

t.test('a long sort stops soon after it is told to', async (t) => {
  const rows = Array.from({ length: 300_000 }, (_, at): Value[] => [(at * 7919) % 300_007, `${(at * 31) % 1009}é`]);
  const ascending = { collation: 'binary', descending: false, nullsFirst: true } as const;
  for (const terms of [[0], [1, 0]]) {
    const task = sortedBy(
      rows,
      terms.map(() => ascending),
      (row, term) => row[terms[term] as number] as Value,
      new Run({ host: new Host(), timeoutMs: 0 }),
    );
    t.throws(() => task.next(), { code: 'timeout' });
  }
});
