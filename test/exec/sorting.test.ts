import fc from 'fast-check';
import t from 'tap';
import { real, type Value } from '../../src/core/index.js';
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

/** Values of one kind: what a column mostly holds. */
const kinds = [
  fc.integer({ min: -3, max: 3 }),
  fc.integer(),
  fc.double({ noNaN: true }).map(real),
  fc.option(fc.integer({ min: -9, max: 9 })),
  fc.constantFrom(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, real(0), real(-0), 0, null, 5),
  fc.string({ maxLength: 9 }),
  fc.constantFrom('/usr/lib/a', '/usr/lib/b', '/usr/lib/B', '/usr/lib', '/usr/libx', '/usr/lib/aa'),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
  fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.constant(9007199254740993n)),
];
const term: fc.Arbitrary<Term> = fc.record({
  descending: fc.boolean(),
  nullsFirst: fc.boolean(),
  collation: fc.constantFrom('binary' as const, 'nocase' as const, 'rtrim' as const),
});

t.test('few and many rows come in the order of a plain comparison, equal ones as they came', async (t) => {
  const columns = fc.array(fc.tuple(fc.constantFrom(...kinds), term), { minLength: 1, maxLength: 3 });
  const given = columns.chain((chosen) =>
    fc.tuple(
      fc.constant(chosen.map(([, one]) => one)),
      fc.array(fc.tuple(...chosen.map(([kind]) => kind as fc.Arbitrary<Value>)), { minLength: 1, maxLength: 60 }),
      fc.constantFrom(1, 200),
    ),
  );
  fc.assert(
    fc.property(given, ([terms, some, times]) => {
      // The last value of a row tells where it came from.
      const rows = Array.from({ length: times }, () => some)
        .flat()
        .map((row, at): Value[] => [...row, at]);
      const compare = keyComparator(terms);
      const expected = [...rows].sort((a, b) => compare(a, b) || Number(a.at(-1)) - Number(b.at(-1)));
      return (
        JSON.stringify(sorted(rows, terms).map((row) => row.at(-1))) ===
        JSON.stringify(expected.map((row) => row.at(-1)))
      );
    }),
    { numRuns: 150 },
  );
  t.pass();
});
