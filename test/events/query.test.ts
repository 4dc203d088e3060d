import t from 'tap';
import { Catalog, type EventFeed } from '../../src/catalog/index.js';
import { openMemory } from '../../src/durable/index.js';
import { openEngine } from '../../src/engine.js';
import { BlockBuilder, EventStore, EventView, eventFeed } from '../../src/events/index.js';
import { Host } from '../../src/host/index.js';
import { EID, eventTable, TIME } from '../../src/tables/events/event-table.js';

const START = 1_000_000;

const table = eventTable({
  name: 'process_events',
  description: 'Processes',
  columns: { pid: ['bigint', 'Process'], path: ['text', 'Program'], time: TIME, eid: EID },
  examples: [],
  sources: [],
});
const engine = openEngine({ catalog: new Catalog([table]), host: new Host() });

/** Ten seconds, each with two events; a gap in the sixth. */
async function filled() {
  let nowMs = START * 1000;
  const store = await EventStore.open({
    durable: openMemory(),
    now: () => nowMs,
    limitsOf: () => ({ maxAgeSeconds: 0, maxRows: 0, maxSeconds: 0 }),
    maxLength: 1e9,
    say() {},
  });
  for (let second = 0; second < 10; second++) {
    const builder = new BlockBuilder('test');
    builder.add({ pid: second * 2, path: `/bin/${second}` }, nowMs - 500);
    builder.add({ pid: second * 2 + 1, path: `/bin/${second}` }, nowMs - 250);
    await store.add('process_events', builder.take());
    if (second === 5) await store.addGap('process_events', 'test', 'overflow', 3);
    nowMs += 1000;
  }
  return store;
}

/** A feed that counts the blocks which it hands out. */
function counting(store: EventStore, showsGaps = false): { feed: EventFeed; blocks: () => number } {
  let blocks = 0;
  const view = new EventView(store);
  const feed = eventFeed(async (name, range, afterEid) => {
    const page = await view.page(name, range, afterEid);
    blocks += page.blocks.length;
    return page;
  }, showsGaps);
  return { feed, blocks: () => blocks };
}

const all = async (sql: string, events: EventFeed) => engine.prepare(sql)[0]?.collect({ events });

t.test('time and ids reach the store, in both directions', async (t) => {
  const store = await filled();
  const cases: [where: string, pids: number[], blocks: number][] = [
    [`time >= ${START + 8}`, [16, 17, 18, 19], 2],
    [`time < ${START + 2}`, [0, 1, 2, 3], 2],
    [`time BETWEEN ${START + 3} AND ${START + 3}`, [6, 7], 1],
    [`time = ${START + 4} AND pid = 9`, [9], 1],
    [`time IN (${START}, ${START + 9})`, [0, 1, 18, 19], 11],
    [`eid IN ('0000000002', '0000000005')`, [0, 3], 2],
    [`eid = '0000000002' AND time > ${START + 5}`, [], 0],
    ['pid < 0', [], 11],
  ];
  for (const [where, pids, blocks] of cases) {
    const counted = counting(store);
    const rows = await all(`SELECT pid FROM process_events WHERE ${where} ORDER BY pid`, counted.feed);
    t.same(rows?.flat(), pids, where);
    t.equal(counted.blocks(), blocks, `${where}: blocks read`);
  }
});

t.test('columns that all events have', async (t) => {
  const { feed } = counting(await filled());
  t.same(
    await all('SELECT pid, path, time, eid, event_time, source, gap FROM process_events ORDER BY eid LIMIT 2', feed),
    [
      [0, '/bin/0', START, '0000000002', START - 0.5, 'test', null],
      [1, '/bin/0', START, '0000000003', START - 0.25, 'test', null],
    ],
  );
});

t.test('gap records are rows where they are shown, and keep their ids where not', async (t) => {
  const store = await filled();
  t.same(
    await all('SELECT pid, gap, lost, eid FROM process_events WHERE gap IS NOT NULL', counting(store, true).feed),
    [[null, 'overflow', 3, '0000000014']],
  );
  t.same(await all('SELECT count(*) FROM process_events', counting(store, true).feed), [[21]]);
  t.same(await all('SELECT count(*) FROM process_events', counting(store).feed), [[20]]);
  t.same(await all('SELECT max(eid) FROM process_events', counting(store).feed), [['0000000022']]);
});

t.test('a statement sees one moment, however often it reads', async (t) => {
  const store = await filled();
  const view = new EventView(store);
  let pages = 0;
  const feed = eventFeed(async (name, range, afterEid) => {
    const page = await view.page(name, range, afterEid);
    if (pages++ === 0) {
      const builder = new BlockBuilder('test');
      builder.add({ pid: 99 }, undefined);
      await store.add('process_events', builder.take());
    }
    return page;
  }, false);
  t.same(
    await all(
      `SELECT (SELECT max(pid) FROM process_events), (SELECT count(*) FROM process_events WHERE time > 0 OR pid = 99)`,
      feed,
    ),
    [[19, 20]],
  );
});

t.test('without a feed there are no rows, and a word about it', async (t) => {
  const warnings: string[] = [];
  const rows = await engine.prepare('SELECT * FROM process_events')[0]?.collect({ onWarning: (w) => warnings.push(w) });
  t.same(rows, []);
  t.match(warnings, [/^process_events is filled by a daemon/]);
});

t.test('more than a page', async (t) => {
  const store = await filled();
  const builder = new BlockBuilder('test');
  for (let times = 0; times < 6; times++) {
    for (let row = 0; row < 10; row++) builder.add({ pid: row, path: 'x'.repeat(100_000) }, undefined);
    builder.add({ pid: -1, path: '' }, undefined);
    await store.add('process_events', builder.take());
  }
  t.same(await all('SELECT count(*), sum(length(path)) FROM process_events', counting(store).feed), [
    [20 + 66, 6_000_000 + 20 * 6],
  ]);
});
