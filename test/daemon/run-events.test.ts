import t from 'tap';
import { RunEvents } from '../../src/daemon/run-events.js';
import { openMemory } from '../../src/durable/index.js';
import { BlockBuilder, BlockColumns, EventStore } from '../../src/events/index.js';

const START = 1_000_000;

async function stage() {
  const durable = openMemory();
  const said: string[] = [];
  const clock = { nowMs: START * 1000 };
  const limits = { maxAgeSeconds: 0, maxRows: 0, maxSeconds: 0 };
  const store = await EventStore.open({
    durable,
    now: () => clock.nowMs,
    limitsOf: () => limits,
    maxLength: 1e9,
    say() {},
  });
  const run = (name: string, sinceLastRun = true) =>
    new RunEvents(store, { name, sql: '', sinceLastRun }, (severity, _, message) =>
      said.push(`${severity}: ${message}`),
    );
  return {
    store,
    durable,
    said,
    clock,
    limits,
    run,
    async add(...pids: number[]) {
      const builder = new BlockBuilder('test');
      for (const pid of pids) builder.add({ pid }, undefined);
      await store.add('process_events', builder.take());
    },
  };
}

async function pids(run: RunEvents, range?: { minTime: number }): Promise<unknown[]> {
  const { blocks } = await run.page('process_events', range, 0);
  return blocks.flatMap(({ text, count }) => new BlockColumns(text, count).column('pid') ?? []);
}

t.test('each query sees each event once, where its result was kept', async (t) => {
  const { add, run, durable } = await stage();
  await add(1, 2);
  const first = run('q');
  t.same(await pids(first), [1, 2], 'the first run sees all there is');
  await add(3);
  t.same(await pids(first), [1, 2], 'a run sees one moment');
  await durable.write(first.changes() ?? []);
  const second = run('q');
  t.same(await pids(second), [3]);
  t.same(await pids(run('q')), [3], 'the second result was not kept: its events come again');
  await durable.write(second.changes() ?? []);
  t.same(await pids(run('q')), []);
  t.same(await pids(run('other')), [1, 2, 3], 'queries have places of their own');
});

t.test('a query that asks about time sees all, and keeps its place', async (t) => {
  const { add, run, durable } = await stage();
  await add(1);
  const first = run('q');
  await pids(first);
  await durable.write(first.changes() ?? []);
  await add(2);
  const timed = run('q');
  t.same(await pids(timed, { minTime: START }), [1, 2]);
  t.equal(timed.changes(), undefined, 'it is no event query: its rows are compared');
  t.same(await pids(run('q')), [2]);
});

t.test('without a schedule all events are seen', async (t) => {
  const { add, run } = await stage();
  await add(1);
  const asked = run('q', false);
  t.same(await pids(asked), [1]);
  t.equal(asked.changes(), undefined);
});

t.test('events that expired before a query came are counted', async (t) => {
  const { add, run, durable, store, clock, limits, said } = await stage();
  await add(1);
  const first = run('q');
  await pids(first);
  await durable.write(first.changes() ?? []);
  await add(2, 3);
  clock.nowMs += 60_000;
  limits.maxAgeSeconds = 30;
  await store.tick();
  await add(4);
  t.same(await pids(run('q')), [4]);
  t.same(said, ['warning: Query q missed 2 rows of process_events: they expired before it ran']);
});
