import stringify from 'fast-json-stable-stringify';
import t from 'tap';
import { real, type Value } from '../../../src/core/index.js';
import {
  type DifferentialRun,
  planDifferential,
  planSnapshot,
  type ResultSet,
  readQueryState,
  StateError,
  snapshotHashKey,
} from '../../../src/daemon/differential/index.js';
import { openMemory } from '../../../src/durable/index.js';
import type { ResultRow } from '../../../src/logger/index.js';

const RUN: DifferentialRun = {
  name: 'q',
  sql: 'select 1',
  epoch: 0,
  unixTime: 1,
  decorations: new Map(),
  removed: true,
  nullText: '',
};

const set = (columns: string[], ...rows: Value[][]): ResultSet[] => [{ columns, rows }];
const plain = (rows: readonly ResultRow[]) => rows.map((row) => [...row.values()]);

/** A query's life: each call is a run whose changes are committed. */
function life(run: Partial<DifferentialRun> = {}) {
  const durable = openMemory();
  return {
    durable,
    async run(sets: ResultSet[], more: Partial<DifferentialRun> = {}) {
      const plan = planDifferential(await readQueryState(durable, 'q'), { ...RUN, ...run, ...more }, sets);
      await durable.write(plan.changes);
      return plan;
    },
  };
}

t.test('types tell values apart, and come back from the store as they were', async (t) => {
  const values: Value[] = [5, real(5), '5', 9007199254740993n, 9007199254740992n, Number.POSITIVE_INFINITY, 1e300, 0.1];
  const { run } = life();
  await run(set(['v'], ...values.map((value) => [value])));
  t.equal((await run(set(['v'], ...values.map((value) => [value])))).record, undefined);
  const record = (await run(set(['v']))).record;
  const ordered = [5, 9007199254740992n, 9007199254740993n, 0.1, real(5), 1e300, Number.POSITIVE_INFINITY, '5'];
  t.same(
    record?.removed.map((row) => row.get('v')),
    ordered,
  );
  await run(set(['v'], [real(0)]));
  t.equal((await run(set(['v'], [real(-0)]))).record, undefined, 'a sign of zero is no change');
});

t.test('texts that look like JSON, borders of rows, and columns of odd names', async (t) => {
  const texts = ['},{', 'x},{"y":1', '\\', '\\"', '"', '', 'é', '\u{1f600}', '\udcff', 'a\0b', '},{},{', '\\u002c'];
  const columns = ['', '__proto__', '1', '},{', 'a"b'];
  const { run, durable } = life();
  const rows = texts.map((text) => [text, 1, 2, 3, text]);
  await run(set(columns, ...rows));
  t.equal((await run(set(columns, ...rows))).record, undefined);
  t.equal(JSON.parse((await durable.get('queries', 'q')) ?? '').length, texts.length, 'the store has JSON');
  const removed = (await run(set(columns))).record?.removed.map((row) => row.get(''));
  const kept = texts.map((text) => (text === '\udcff' ? '\\xFF' : text === 'a\0b' ? 'a' : text));
  t.same(
    removed,
    kept.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
  );
});

t.test('the stored form is what a stable stringify gives', async (t) => {
  const { run, durable } = life();
  await run(set(['b', 'a', 'Z', 'é'], ['x"\\', 1, 'y', 0.5]));
  t.equal(await durable.get('queries', 'q'), stringify([{ b: 'x"\\', a: 1, Z: 'y', é: 0.5 }]));
});

t.test('of equal rows the later ones are added', async (t) => {
  const { run } = life();
  await run(set(['v'], ['x'], ['y'], ['bob']));
  const { record } = await run(set(['v'], ['bob'], ['cat'], ['bob']));
  t.same(plain(record?.added ?? []), [['cat'], ['bob']]);
  t.same(plain(record?.removed ?? []), [['x'], ['y']]);
});

t.test('events are added, never compared', async (t) => {
  const { run } = life({ events: true });
  const counters: unknown[] = [];
  for (const rows of [[], [], [['a']], [], [['a']], [['b']]])
    counters.push((await run(set(['v'], ...rows))).record?.counter);
  t.same(counters, [undefined, undefined, 0, undefined, 1, 2]);
  t.equal((await life({ events: true }).run(set(['v'], ['a']))).record?.counter, 1, 'rows at the first run');
});

t.test('counter and epoch have 64 bits', async (t) => {
  const { run, durable } = life({ epoch: 18446744073709551615n });
  await run(set(['v'], [1]));
  await durable.write([{ domain: 'queries', key: 'qcounter', value: '18446744073709551614' }]);
  const { record } = await run(set(['v'], [2]));
  t.equal(record?.counter, 18446744073709551615n);
  t.equal(record?.epoch, 18446744073709551615n);
});

t.test('new SQL and a new epoch are said, SQL one run after the epoch', async (t) => {
  const { run } = life();
  const said = async (more: Partial<DifferentialRun>) =>
    (await run(set(['v'], [1]), more)).messages.map(({ message }) => message);
  t.same(await said({}), ['Storing initial results for new scheduled query: q']);
  t.same(await said({ sql: 'b', epoch: 1 }), ['New Epoch 1 for scheduled query q']);
  t.same(await said({ sql: 'b', epoch: 1 }), ['Scheduled query has been updated: q']);
  t.same(await said({ sql: 'b', epoch: 1 }), []);
});

t.test('a key makes changes of removed and added rows', async (t) => {
  const { run } = life({ key: ['id'] });
  const columns = ['id', 'v'];
  await run(set(columns, [1, 'a'], [2, 'b'], [3, 'c'], [3, 'd']));
  const { record } = await run(set(columns, [1, 'z'], [3, 'e'], [3, 'd'], [4, 'n'], [3, 'f']));
  t.same(
    record?.changed?.map(({ before, after }) => [before.get('v'), after.get('v')]),
    [['a', 'z']],
  );
  t.same(plain(record?.removed ?? []), [
    [2, 'b'],
    [3, 'c'],
  ]);
  t.same(plain(record?.added ?? []), [
    [3, 'e'],
    [4, 'n'],
    [3, 'f'],
  ]);
  const quiet = await run(set(columns, [1, 'y'], [3, 'e'], [3, 'd'], [3, 'f']), { removed: false });
  t.match(quiet.record, { removed: [], added: [], changed: [{}] });
  t.same((await life({ key: ['nope'] }).run(set(columns, [1, 'a']))).record?.added.length, 1);
});

t.test('damaged rows are an error', async (t) => {
  for (const rows of ['', '{}', '[{"v":1', '[1]', '[{"v":x}]', '[{"v" 1}]', '[{"v":"a}]', '[{"v":"\\q"}]']) {
    t.throws(() => planDifferential({ rows, epoch: '0', sql: RUN.sql }, RUN, set(['v'], ['new'])), StateError, rows);
  }
});

t.test('snapshots: always, on change, with rows', async (t) => {
  const run = { name: 's', epoch: 0, unixTime: 1, decorations: new Map<string, string>(), nullText: '' };
  const rows = set(['v'], ['a\n'], ['b']);
  const first = planSnapshot(undefined, { ...run, emit: 'on_change' }, rows);
  t.same(plain(first.record?.rows ?? []), [['a\n'], ['b']]);
  const [change] = first.changes;
  t.match(change, { domain: 'configurations', key: snapshotHashKey('s') });
  t.equal(planSnapshot(change?.value, { ...run, emit: 'on_change' }, set(['v'], ['b'], ['a\n'])).record, undefined);
  t.ok(planSnapshot(change?.value, { ...run, emit: 'on_change' }, set(['v'], ['b'])).record);
  t.equal(planSnapshot(undefined, { ...run, emit: 'non_empty' }, set(['v'])).record, undefined);
  t.same(planSnapshot(undefined, { ...run, emit: 'always' }, set(['v'])).record?.rows, []);
});

t.test('100,000 rows of which 1 % change', async (t) => {
  const columns = ['pid', 'name', 'path', 'size'];
  const rows = Array.from({ length: 100_000 }, (_, n): Value[] => [n, `name ${n}`, `/usr/lib/some/path/${n}`, n / 7]);
  const changed = rows.map((row, n) => (n % 100 === 50 ? [row[0] ?? 0, 'other', row[2] ?? '', 1] : row));
  const { run, durable } = life();
  await run(set(columns, ...rows));
  for (const [name, next] of [
    ['in place', changed],
    ['moved by one', [['x', 'x', 'x', 'x'], ...changed]],
  ] as const) {
    const state = await readQueryState(durable, 'q');
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const start = performance.now();
      const { record } = planDifferential(state, RUN, [{ columns, rows: next }]);
      times.push(performance.now() - start);
      t.equal(record?.removed.length, 1000);
    }
    const best = Math.min(...times);
    t.comment(`${name}: ${best.toFixed(0)} ms at best`);
    t.ok(best < 1500, 'no worse than a noisy machine explains');
  }
});
