import fc from 'fast-check';
import t from 'tap';
import { collationOf, compareValues, Real, type Row, type Value } from '../../src/core/index.js';
import { BTree } from '../../src/store/index.js';

/** Rows are [key, payload]; the tree knows the key alone. */
const compare = (a: Row, b: Row): number => Number(a[0]) - Number(b[0]);

/** What a tree should be: an array in order. */
class Model {
  constructor(readonly entries: Row[] = []) {}

  #at(key: number): number {
    const at = this.entries.findIndex((entry) => Number(entry[0]) >= key);
    return at < 0 ? this.entries.length : at;
  }
  get(key: number): Row | undefined {
    const found = this.entries[this.#at(key)];
    return found?.[0] === key ? found : undefined;
  }
  insert(row: Row): void {
    if (!this.get(Number(row[0]))) this.entries.splice(this.#at(Number(row[0])), 0, row);
  }
  replace(row: Row): void {
    if (this.get(Number(row[0]))) this.entries[this.#at(Number(row[0]))] = row;
  }
  delete(key: number): void {
    if (this.get(key)) this.entries.splice(this.#at(key), 1);
  }
}

interface Pair {
  readonly tree: BTree;
  readonly model: Model;
}

const all = (tree: BTree, descending = false): Row[] => [...tree.batches(undefined, undefined, descending)].flat();

const EVEN = Float64Array.from({ length: 30_000 }, (_, at) => at * 2 - 20_000);
const isEven = ([key]: Row): boolean => Number(key) % 2 === 0;
const ofEven = (tree: BTree): Row[] => [...tree.ofNumbers(0, EVEN)].flat();

const sameRows = (a: readonly Row[], b: readonly Row[]): boolean =>
  a.length === b.length && a.every((row, index) => row === b[index]);

type Step =
  | readonly ['insert' | 'delete', from: number, count: number, stride: number]
  | readonly ['replace' | 'fork' | 'back', number];

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(
    fc.constantFrom('insert' as const, 'delete' as const),
    fc.integer({ min: 0, max: 6000 }),
    // Stretches long enough for splits, merges and levels that come and go.
    fc.constantFrom(1, 3, 150, 2000),
    fc.constantFrom(-7, -1, 1, 13),
  ),
  fc.tuple(fc.constantFrom('replace' as const, 'fork' as const, 'back' as const), fc.integer({ min: 0, max: 6000 })),
);

function apply(pairs: Pair[], at: number, one: Step, payload: number): number {
  const { tree, model } = pairs[at] as Pair;
  switch (one[0]) {
    case 'fork':
      pairs.push({ tree: tree.fork(), model: new Model([...model.entries]) });
      return pairs.length - 1;
    case 'back':
      return one[1] % pairs.length;
    case 'replace':
      if (model.get(one[1])) {
        const row: Row = [one[1], payload];
        tree.replace(row);
        model.replace(row);
      }
      return at;
    default:
      for (let n = 0; n < one[2]; n++) {
        const key = one[1] + n * one[3];
        const known = model.get(key);
        if (one[0] === 'insert') {
          const row: Row = [key, payload];
          if (tree.insert(row) !== known) throw new Error(`insert of ${key}`);
          model.insert(row);
        } else {
          if (tree.delete([key, null]) !== (known !== undefined)) throw new Error(`delete of ${key}`);
          model.delete(key);
        }
      }
      return at;
  }
}

t.test('a tree is a sorted array, and so is each fork of it', async (t) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
      const pairs: Pair[] = [{ tree: new BTree(compare), model: new Model() }];
      let at = 0;
      steps.forEach((one, index) => {
        at = apply(pairs, at, one, index);
        // What a search leaves behind must not outlive a change.
        if (index % 3 === 0) ofEven((pairs[at] as Pair).tree);
      });
      for (const { tree, model } of pairs) {
        if (tree.size !== model.entries.length) throw new Error('size');
        if (!sameRows(all(tree), model.entries)) throw new Error('forwards');
        if (!sameRows(all(tree, true).reverse(), model.entries)) throw new Error('backwards');
        if (tree.last() !== model.entries.at(-1)) throw new Error('last');
        if (!sameRows(ofEven(tree), model.entries.filter(isEven))) throw new Error('numbers');
      }
    }),
    { numRuns: 30 },
  );
  t.pass();
});

t.test('a probe finds what lies in its range', async (t) => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 9000 }), { maxLength: 3000, size: 'max' }),
      fc.array(fc.tuple(fc.integer({ min: -5, max: 9005 }), fc.constantFrom(0, 1, 40, 4000)), { minLength: 20 }),
      fc.boolean(),
      (keys, ranges, isFilled) => {
        const tree = new BTree(compare);
        // Some at once, the others one by one.
        const most = keys.slice(0, isFilled ? keys.length >> 1 : 0);
        if (isFilled) tree.fill([...most].sort((a, b) => a - b).map((key): Row => [key]));
        for (const key of keys.slice(most.length)) tree.insert([key]);
        if (tree.size !== keys.length) throw new Error('size');
        // Separators outlive their entries.
        for (const key of keys) if (key % 5 === 0) tree.delete([key]);
        const left = keys.filter((key) => key % 5 !== 0).sort((a, b) => a - b);
        for (const [low, width] of ranges) {
          const probe = ([key]: Row): number => (Number(key) < low ? -1 : Number(key) > low + width ? 1 : 0);
          const expected = left.filter((key) => key >= low && key <= low + width);
          for (const descending of [false, true]) {
            const found = [...tree.batches(probe, probe, descending)].flat().map((row) => row[0]);
            if (descending) found.reverse();
            if (found.join() !== expected.join()) throw new Error(`${low}+${width}: ${found} is not ${expected}`);
          }
          if (tree.find(probe)?.[0] !== expected[0]) throw new Error(`find ${low}+${width}`);
          if (expected.length <= 1 && tree.count(probe) > 130) throw new Error(`count ${low}+${width}`);
        }
      },
    ),
    { numRuns: 60 },
  );
  t.pass();
});

t.test('many numbers are found at once, among values of any class, each as often as it is there', async (t) => {
  const binary = collationOf('binary');
  const value = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 60 }) },
    fc.constantFrom(null, 'a', 2n ** 60n, new Real(7), new Real(8), new Uint8Array([1]), 0.5, Infinity, -Infinity),
  );
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 4000, size: 'max' }),
      fc.uniqueArray(fc.integer({ min: -3, max: 63 }), { minLength: 1 }),
      (values, wanted) => {
        const tree = new BTree(
          (a, b) => compareValues(a[0] as Value, b[0] as Value, binary) || Number(a[1]) - Number(b[1]),
        );
        values.forEach((one, at) => void tree.insert([one, at]));
        const keys = Float64Array.from([...wanted, Infinity, -Infinity]).sort();
        const expected = all(tree).filter(([one]) =>
          [...keys].some((key) => compareValues(one as Value, key, binary) === 0),
        );
        // The second search uses what the first one found out.
        for (let times = 0; times < 3; times++)
          if (!sameRows([...tree.ofNumbers(0, keys)].flat(), expected)) throw new Error(`search ${times}`);
      },
    ),
    { numRuns: 60 },
  );
  t.pass();
});

t.test('what a search for numbers leaves behind does not outlive a change', async (t) => {
  const tree = new BTree(compare);
  const changed = (change: () => void, expected: number, name: string): void => {
    ofEven(tree);
    ofEven(tree);
    change();
    t.equal(ofEven(tree).length, expected, name);
  };
  for (let key = 0; key < 300; key++) tree.insert([key]);
  changed(() => tree.insert([300]), 151, 'at the end');
  const found = tree.get([50]);
  changed(() => tree.delete(found as Row), 150, 'where the last one was found');
  changed(() => tree.delete([60]), 149, 'elsewhere');
  changed(() => tree.insert([50]), 150, 'in between');
  for (const [row] of all(tree)) {
    const key = Number(row);
    if (key % 128 < 20) continue;
    const left = all(tree).filter(isEven).length - (key % 2 === 0 ? 1 : 0);
    changed(() => tree.delete([key]), left, `${key}, which may join leaves`);
  }
});

t.test('counts are about right', async (t) => {
  const tree = new BTree(compare);
  for (let n = 0; n < 100_000; n++) tree.insert([(n * 7919) % 100_000]);
  for (const [low, high] of [
    [0, 999],
    [40_000, 90_000],
    [500, 600],
  ] as const) {
    const count = tree.count(([key]) => (Number(key) < low ? -1 : Number(key) > high ? 1 : 0));
    t.ok(count > (high - low) * 0.5 && count < (high - low) * 2 + 130, `${count} of ${high - low}`);
  }
  t.equal(tree.sample().length, 16);
});
