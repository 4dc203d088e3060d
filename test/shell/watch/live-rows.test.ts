import t from 'tap';
import { Catalog } from '../../../src/catalog/index.js';
import { openMemory } from '../../../src/durable/index.js';
import { openEngine } from '../../../src/engine.js';
import { BlockBuilder, EventStore, type EventTable } from '../../../src/events/index.js';
import { Host } from '../../../src/host/index.js';
import { deltas } from '../../../src/shell/watch/deltas.js';
import { liveRows } from '../../../src/shell/watch/live-rows.js';
import { EID, eventTable, TIME } from '../../../src/tables/events/event-table.js';
import { linuxTables } from '../../../src/tables/index.js';

t.test('each new pair of two tables comes once', async (t) => {
  const windows = deltas([
    { table: 'process_events', seen: 2, now: 4 },
    { table: 'socket_events', seen: 1, now: 3 },
  ]);
  const pairs: string[] = [];
  for (const window of windows) {
    const a = window.get('process_events');
    const b = window.get('socket_events');
    for (let x = (a?.after ?? 0) + 1; x <= (a?.upto ?? 0); x++)
      for (let y = (b?.after ?? 0) + 1; y <= (b?.upto ?? 0); y++) pairs.push(`${x}-${y}`);
  }
  const news: string[] = [];
  for (let x = 1; x <= 4; x++) for (let y = 1; y <= 3; y++) if (x > 2 || y > 1) news.push(`${x}-${y}`);
  t.same(pairs.sort(), news.sort());
  t.same(deltas([{ table: 'process_events', seen: 2, now: 2 }]), [], 'no news, no run');
});

const tableOf = (name: EventTable) =>
  eventTable({
    name,
    description: 'Events',
    columns: { pid: ['bigint', 'Process'], what: ['text', 'What'], time: TIME, eid: EID },
    examples: [],
    sources: [],
  });

/** A query that goes on, and events for it. */
async function live(sql: string, tables: readonly EventTable[], showsGaps = false) {
  const others = linuxTables.filter(({ name }) => !tables.some((table) => table === name));
  const engine = openEngine({ catalog: new Catalog([...tables.map(tableOf), ...others]), host: new Host() });
  const store = await EventStore.open({
    durable: openMemory(),
    now: Date.now,
    limitsOf: () => ({ maxAgeSeconds: 0, maxRows: 0, maxSeconds: 0 }),
    maxLength: 1e9,
    say() {},
  });
  const [prepared] = engine.prepare(sql);
  if (!prepared) throw new Error('no statement');
  const stop = new AbortController();
  let wake = (): void => {};
  const rows: unknown[][] = [];
  let isWaiting = (): void => {};
  const news = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
      isWaiting();
    });
  const settle = () =>
    new Promise<void>((resolve) => {
      isWaiting = resolve;
      wake();
    });
  const generator = liveRows({ prepared, store, tables, showsGaps, signal: stop.signal, onWarning() {}, news });
  const done = (async () => {
    for await (const batch of generator) rows.push(...batch);
  })();
  return {
    rows,
    store,
    settle,
    async add(table: EventTable, ...events: readonly { pid: number; what: string }[]) {
      const builder = new BlockBuilder('test');
      for (const event of events) builder.add(event, undefined);
      await store.add(table, builder.take());
    },
    end() {
      stop.abort();
      wake();
      return done;
    },
  };
}

t.test('each event comes once, as it happens', async (t) => {
  const watched = await live("SELECT pid FROM process_events WHERE what LIKE 'a%'", ['process_events']);
  await watched.settle();
  await watched.add('process_events', { pid: 1, what: 'a' }, { pid: 2, what: 'b' });
  await watched.settle();
  t.same(watched.rows, [[1]]);
  await watched.add('process_events', { pid: 3, what: 'ab' });
  await watched.settle();
  await watched.settle();
  t.same(watched.rows, [[1], [3]]);
  await watched.add('process_events', { pid: 4, what: 'a' });
  await watched.end();
  t.same(watched.rows, [[1], [3], [4]], 'what came before the end is there');
});

t.test('joined with each other and with a plain table', async (t) => {
  const watched = await live(
    `SELECT p.what, s.what FROM process_events p JOIN socket_events s USING (pid)
     WHERE EXISTS (SELECT 1 FROM time)`,
    ['process_events', 'socket_events'],
  );
  await watched.settle();
  await watched.add('process_events', { pid: 1, what: 'p1' });
  await watched.settle();
  await watched.add('socket_events', { pid: 1, what: 's1' }, { pid: 2, what: 's2' });
  await watched.settle();
  t.same(watched.rows, [['p1', 's1']]);
  await watched.add('process_events', { pid: 2, what: 'p2' }, { pid: 1, what: 'p3' });
  await watched.end();
  t.same(watched.rows.slice(1).sort(), [
    ['p2', 's2'],
    ['p3', 's1'],
  ]);
});

t.test('gaps are rows for whoever asks of them', async (t) => {
  const watched = await live('SELECT gap, lost FROM process_events WHERE gap IS NOT NULL', ['process_events'], true);
  await watched.settle();
  await watched.store.addGap('process_events', 'test', 'overflow', 5);
  await watched.end();
  t.same(watched.rows, [['overflow', 5]]);
});
