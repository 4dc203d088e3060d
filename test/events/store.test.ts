import t from 'tap';
import { type Durable, openDurable, openMemory } from '../../src/durable/index.js';
import { BlockBuilder, BlockColumns, EventStore, type EventStoreOptions } from '../../src/events/index.js';

const MANY = { maxAgeSeconds: 0, maxRows: 0, maxSeconds: 0 };

class Stage {
  nowMs = 1_000_000_000;
  limits = MANY;
  maxLength = 1e9;
  readonly said: string[] = [];

  constructor(readonly durable: Durable = openMemory()) {}

  open(more: Partial<EventStoreOptions> = {}): Promise<EventStore> {
    return EventStore.open({
      durable: this.durable,
      now: () => this.nowMs,
      limitsOf: () => this.limits,
      maxLength: this.maxLength,
      say: (_, message) => this.said.push(message),
      ...more,
    });
  }
}

const blockOf = (...pids: number[]) => {
  const builder = new BlockBuilder('test');
  for (const pid of pids) builder.add({ pid }, undefined);
  return builder.take();
};

async function pidsOf(store: EventStore, range = {}): Promise<unknown[]> {
  const blocks = await store.read('process_events', store.select('process_events', range));
  return blocks.flatMap(({ text, count }) => new BlockColumns(text, count).column('pid') ?? []);
}

t.test('ids count up from 2, as osquery counts, and go on after a restart', async (t) => {
  const stage = new Stage();
  const store = await stage.open();
  await Promise.all([store.add('process_events', blockOf(1, 2)), store.add('process_events', blockOf(3))]);
  await store.add('file_events', blockOf(9));
  t.same(
    store.select('process_events', {}).map(({ firstEid, count }) => [firstEid, count]),
    [
      [2, 2],
      [4, 1],
    ],
  );
  t.equal(store.lastEid('file_events'), 2);
  const again = await stage.open();
  await again.add('process_events', blockOf(4));
  t.same(await pidsOf(again), [1, 2, 3, 4]);
  t.equal(again.lastEid('process_events'), 5);
});

t.test('ids are not given twice where all events have expired', async (t) => {
  const stage = new Stage();
  const store = await stage.open();
  await store.add('process_events', blockOf(1, 2, 3));
  stage.limits = { ...MANY, maxAgeSeconds: 10 };
  stage.nowMs += 11_000;
  await store.tick();
  t.equal(store.rows('process_events'), 0);
  const again = await stage.open();
  await again.add('process_events', blockOf(4));
  t.equal(again.lastEid('process_events'), 5);
});

t.test('blocks are found by time in both directions, and by id', async (t) => {
  const stage = new Stage();
  const store = await stage.open();
  const start = stage.nowMs / 1000;
  for (let pid = 1; pid <= 5; pid++) {
    await store.add('process_events', blockOf(pid, pid * 10));
    stage.nowMs += 1000;
  }
  t.same(await pidsOf(store, { minTime: start + 3 }), [4, 40, 5, 50]);
  t.same(await pidsOf(store, { maxTime: start + 1 }), [1, 10, 2, 20]);
  t.same(await pidsOf(store, { minTime: start + 2, maxTime: start + 2 }), [3, 30]);
  t.same(await pidsOf(store, { eids: [1, 5, 99] }), [2, 20], 'the block that holds id 5');
  t.same(await pidsOf(store, { eids: [2, 3, 11] }), [1, 10, 5, 50]);
  t.same(await pidsOf(store, { afterEid: 5, uptoEid: 9 }), [3, 30, 4, 40]);
  stage.nowMs -= 3_600_000;
  await store.add('process_events', blockOf(6));
  t.same(await pidsOf(store, { maxTime: start - 1 }), [6], 'the clock was set back');
});

t.test('age, rows and seconds are bounds', async (t) => {
  const stage = new Stage();
  const store = await stage.open();
  for (let pid = 1; pid <= 6; pid++) {
    await store.add('process_events', blockOf(pid));
    await store.add('process_events', blockOf(-pid));
    stage.nowMs += 1000;
  }
  stage.limits = { ...MANY, maxAgeSeconds: 5 };
  await store.tick();
  t.same(await pidsOf(store), [3, -3, 4, -4, 5, -5, 6, -6].slice(-8), 'what is five seconds old is gone');
  stage.limits = { ...MANY, maxSeconds: 3 };
  await store.tick();
  t.same(await pidsOf(store), [4, -4, 5, -5, 6, -6], 'three seconds that had events');
  stage.limits = { ...MANY, maxRows: 2 };
  await store.tick();
  t.same(await pidsOf(store), [6, -6]);
  t.equal(store.counters('process_events').expired, 10);
  t.equal(store.missedSince('process_events', 3), 8, 'ids 4 to 11 went unseen');
  t.equal(store.missedSince('process_events', 11), 0);
});

t.test('a bound on all that is kept takes from the largest table', async (t) => {
  const stage = new Stage();
  stage.maxLength = 700;
  const store = await stage.open();
  await store.add('file_events', blockOf(1));
  for (let pid = 0; pid < 50; pid++) await store.add('process_events', blockOf(pid));
  await store.tick();
  t.equal(store.rows('file_events'), 1);
  t.ok(store.rows('process_events') <= 36 && store.rows('process_events') > 30, '700 letters are 36 such blocks');
  t.same((await pidsOf(store)).at(-1), 49);
});

t.test('what cannot be stored is counted, said, and a gap once there is room', async (t) => {
  const inner = openMemory();
  let isFull = true;
  const durable: Durable = {
    ...bound(inner),
    write: (changes) => (isFull ? Promise.reject(new Error('no space left')) : inner.write(changes)),
  };
  const stage = new Stage(durable);
  const store = await stage.open();
  await store.add('process_events', blockOf(1, 2, 3));
  await store.add('process_events', blockOf(4));
  t.match(stage.said, ['Events could not be stored: no space left']);
  isFull = false;
  await store.add('process_events', blockOf(5));
  const [gap, block] = await store.read('process_events', store.select('process_events', {}));
  const columns = new BlockColumns(gap?.text ?? '', 1);
  t.same(columns.column('gap'), ['the store refused them']);
  t.same(columns.column('lost'), [4]);
  t.same(block?.count, 1);
  const { received, stored, dropped } = store.counters('process_events');
  t.same({ received, stored, dropped }, { received: 5, stored: 1, dropped: 4 });
});

t.test('keys that are none of ours are thrown away', async (t) => {
  const stage = new Stage();
  await stage.durable.write([{ domain: 'events', key: 'block.process_events.nonsense', value: 'x' }]);
  const store = await stage.open();
  t.equal(store.rows('process_events'), 0);
  t.same(await stage.durable.keys('events', 'block.'), []);
});

t.test('positions are kept for queries that stay', async (t) => {
  const stage = new Stage();
  const store = await stage.open();
  await store.add('process_events', blockOf(1, 2, 3));
  await stage.durable.write([
    store.positionChange('a.b', 'process_events', 3),
    store.positionChange('gone', 'process_events', 4),
  ]);
  await store.keepPositionsOf(new Set(['a.b']));
  t.equal(await store.position('a.b', 'process_events'), 3);
  t.equal(await store.position('gone', 'process_events'), 0);
  await stage.durable.write([store.positionChange('a.b', 'process_events', 99)]);
  t.equal(await store.position('a.b', 'process_events'), 0, 'an id that was never given: the store was begun anew');
});

t.test('on disk', async (t) => {
  const path = t.testdir();
  const stage = new Stage(await openDurable({ path }));
  const store = await stage.open();
  for (let pid = 0; pid < 100; pid++) void store.add('process_events', blockOf(pid));
  await store.close();
  await stage.durable.close();
  const again = new Stage(await openDurable({ path }));
  t.teardown(() => again.durable.close());
  const reopened = await again.open();
  t.same(
    await pidsOf(reopened),
    Array.from({ length: 100 }, (_, pid) => pid),
  );
  t.equal(reopened.lastAlive, stage.nowMs / 1000);
});

function bound(durable: Durable): Durable {
  return {
    get: (...args) => durable.get(...args),
    getMany: (...args) => durable.getMany(...args),
    write: (...args) => durable.write(...args),
    keys: (...args) => durable.keys(...args),
    entries: (...args) => durable.entries(...args),
    size: () => durable.size(),
    close: () => durable.close(),
  };
}
