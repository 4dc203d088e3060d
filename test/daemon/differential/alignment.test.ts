import t from 'tap';
import type { Value } from '../../../src/core/index.js';
import { differenceFrom } from '../../../src/daemon/differential/alignment.js';
import { rowTexts } from '../../../src/daemon/differential/row-text.js';

/** As osquery does it: each row in order takes an equal stored one, or is added. */
function naive(before: readonly string[], now: readonly string[]) {
  const left = new Map<string, number>();
  for (const text of before) left.set(text, (left.get(text) ?? 0) + 1);
  const added = now.filter((text) => {
    const count = left.get(text) ?? 0;
    if (count > 0) left.set(text, count - 1);
    return count === 0;
  });
  const removed = [...left].flatMap(([text, count]) => Array.from({ length: count }, () => text));
  return { added, removed: removed.sort() };
}

/** A sequence that looks like chance and is the same at each run. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

const VALUES: Value[] = [
  'a',
  '',
  'a"b',
  '},{',
  '{',
  'é',
  '\u{1f600}',
  'a\\n',
  'a\n',
  5,
  0.5,
  -0.25,
  5e-7,
  1e300,
  7n,
  null,
];
const columns = ['v', 'n'];

t.test('the same difference as counting, whatever came, went, moved or stayed', async (t) => {
  for (let seed = 1; seed <= 400; seed++) {
    const below = chance(seed);
    const row = (): Value[] => [VALUES[below(VALUES.length)] ?? '', below(seed % 2 === 0 ? 3 : 1_000)];
    const before = Array.from({ length: below(120) }, row);
    const now = before.flatMap((old) => {
      const dice = below(30);
      if (dice === 0) return [];
      if (dice === 1) return [row()];
      return dice === 2 ? [...Array.from({ length: below(50) }, row), old] : [old];
    });
    if (seed % 10 === 0) now.sort(() => below(3) - 1);
    const sets = [
      { columns, rows: now.slice(0, 20) },
      { columns: seed % 7 === 0 ? ['v'] : columns, rows: now.slice(20) },
    ];
    const stored = rowTexts([{ columns, rows: before }], '');
    const { added, removed, rows } = differenceFrom(`[${stored.join(',')}]`, sets, '');
    const expected = naive(stored, rowTexts(sets, ''));
    t.same({ added, removed: [...removed].sort() }, expected, `seed ${seed}`);
    t.equal(rows(), `[${rowTexts(sets, '').join(',')}]`, `stored, seed ${seed}`);
  }
});

t.test('what merely begins like a stored row is another one', async (t) => {
  const stored = '[{"a":"x","b":12},{"a":"x","b":1.25}]';
  const removedBy = (columns: string[], ...row: Value[]) =>
    differenceFrom(stored, [{ columns, rows: [row] }], '').removed;
  t.equal(removedBy(['a', 'b'], 'x', 1).length, 2);
  t.equal(removedBy(['a'], 'x').length, 2);
  t.equal(removedBy(['a', 'b'], 'x', 1.2).length, 2);
  t.same(removedBy(['a', 'b'], 'x', 1.25), ['{"a":"x","b":12}']);
  t.same(removedBy(['b', 'a'], 12, 'x'), ['{"a":"x","b":1.25}']);
  const escaped = rowTexts([{ columns: ['a'], rows: [['x\n']] }], '');
  const looksAlike = differenceFrom(`[${escaped}]`, [{ columns: ['a'], rows: [['x\\\\x0A']] }], '');
  t.equal(looksAlike.added.length, 1, 'a text with backslashes is no control character');
});
