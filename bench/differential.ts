// What changed between two runs of a query with 100,000 rows: milliseconds from the stored rows and the new ones to added and
// removed rows and what is stored next. The rival parses what is stored and counts rows in a map, as one would at first.

import type { Value } from '../src/core/index.js';
import { type DifferentialRun, planDifferential, type ResultSet } from '../src/daemon/differential/index.js';
import { check, report, takeTurns } from './measure.js';

const ROWS = 100_000;
const CHURN = 100;
const ROUNDS = 7;
const TARGET_MS = 150;

const run: DifferentialRun = {
  name: 'bench',
  sql: 'SELECT 1',
  epoch: 0,
  unixTime: 0,
  decorations: new Map(),
  removed: true,
  nullText: '',
};
const columns = ['name', 'path', 'pid', 'share'];

const before = Array.from({ length: ROWS }, (_, n): Value[] => [
  `name ${n}`,
  `/usr/lib/some/path/${n}`,
  n,
  (n + 0.5) / 7,
]);
const inOrder = before.map((row, n) => (n % CHURN === CHURN / 2 ? ['other', ...row.slice(1)] : row));
const stored = Buffer.from(storedOf(before));

/** Each run, and how many rows it adds. */
const RUNS: readonly (readonly [name: string, rows: Value[][], added: number, targetMs?: number])[] = [
  ['nothing changed', before, 0, TARGET_MS],
  ['1 % churn, in the order of before', inOrder, ROWS / CHURN, TARGET_MS],
  ['1 % churn, moved by one row', [['new', 'new', -1, 0.5], ...inOrder], ROWS / CHURN + 1, TARGET_MS],
  ['1 % churn, in the opposite order', inOrder.toReversed(), ROWS / CHURN],
  ['all rows new', before.map(([name = '', ...rest]) => [`new ${name}`, ...rest]), ROWS],
];

function storedOf(rows: Value[][]): string {
  const { changes } = planDifferential({}, run, [{ columns, rows }]);
  return changes.find(({ key }) => key === run.name)?.value ?? '';
}

function ours(set: ResultSet): { added: number; removed: number } {
  const { record } = planDifferential({ rows: stored.toString(), epoch: '0', sql: run.sql }, run, [set]);
  return { added: record?.added.length ?? 0, removed: record?.removed.length ?? 0 };
}

function naive({ rows }: ResultSet): { added: number; removed: number; next: string } {
  const objects = rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])));
  const previous: object[] = JSON.parse(stored.toString());
  const left = new Map<string, number>();
  for (const row of previous) {
    const text = JSON.stringify(row);
    left.set(text, (left.get(text) ?? 0) + 1);
  }
  let added = 0;
  for (const row of objects) {
    const text = JSON.stringify(row);
    const count = left.get(text) ?? 0;
    if (count === 0) added++;
    else left.set(text, count - 1);
  }
  const removed = [...left.values()].reduce((sum, count) => sum + count, 0);
  return { added, removed, next: JSON.stringify(objects) };
}

for (const [name, rows, added, targetMs] of RUNS) {
  const set = { columns, rows };
  const [mine, other] = [ours(set), naive(set)];
  check(mine.added === added && other.added === added && mine.removed === other.removed, name);
  if (added > 0) check(storedAfter(set) === other.next, `${name}: what is stored`);
  const timing = await takeTurns(ROUNDS, [() => ours(set), () => naive(set)]);
  const ms = timing.medianMs(0);
  report(name, `${ms.toFixed(0)} ms`, targetMs === undefined ? undefined : ms <= targetMs);
  report('  to parsing and counting', `${timing.ratio(0, 1).toFixed(2)}x`);
}

function storedAfter(set: ResultSet): string {
  const { changes } = planDifferential({ rows: stored.toString(), epoch: '0', sql: run.sql }, run, [set]);
  return changes.find(({ key }) => key === run.name)?.value ?? '';
}
