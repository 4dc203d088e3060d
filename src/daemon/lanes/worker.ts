import { parentPort, workerData } from 'node:worker_threads';
import { automaticTable } from '../../attached/index.js';
import { Catalog, type EventFeed, knownTable, type SelfRow } from '../../catalog/index.js';
import { openEngine, osqueryPolicy } from '../../engine.js';
import { type EventPage, eventFeed } from '../../events/index.js';
import { Host } from '../../host/index.js';
import { linuxTables } from '../../tables/index.js';
import { CpuBucket } from './cpu-bucket.js';
import { execute, failureOf } from './execute.js';
import type { FromLane, LaneData, LaneRequest, ToLane } from './protocol.js';

// A lane: a thread with an engine of its own that runs one query at a time.
const data: LaneData = workerData;
const host = new Host(data.root);
let facts = data.facts;
const asked = new Map<number, (rows: readonly SelfRow[]) => void>();
const askedPages = new Map<number, (page: EventPage | undefined) => void>();
let lastAsk = 0;
const engine = openEngine({
  catalog: new Catalog([...linuxTables, ...data.tables.map(automaticTable)], [], knownTable),
  host,
  self: () => ({ ...facts, rows: rowsOf }),
  ...(data.asOsquery && { policy: osqueryPolicy(() => {}) }),
});
const bucket = data.cpu && new CpuBucket(data.cpu);
let running: { readonly id: number; readonly stop: AbortController } | undefined;

const tell = (message: FromLane): void => parentPort?.postMessage(message);

async function createViews(): Promise<void> {
  for (const [name, sql] of data.views) {
    try {
      for (const prepared of engine.prepareEach(`CREATE VIEW "${name.replaceAll('"', '""')}" AS ${sql}`)) {
        await prepared.collect();
      }
    } catch (error) {
      tell({ kind: 'view-failed', name, message: failureOf(error).message });
    }
  }
}

/** The daemon alone knows the rows of these tables. */
function rowsOf(table: string): Promise<readonly SelfRow[]> {
  const ask = ++lastAsk;
  tell({ kind: 'ask', ask, table });
  return new Promise((resolve) => asked.set(ask, resolve));
}

/** The events that a run sees: the daemon has the store. */
function eventsOf(id: number): EventFeed {
  return eventFeed(async (table, range, afterEid) => {
    const ask = ++lastAsk;
    tell({ kind: 'ask-page', ask, id, table, range, afterEid });
    const page = await new Promise<EventPage | undefined>((resolve) => askedPages.set(ask, resolve));
    if (!page) throw new Error('the store of events does not answer');
    return page;
  }, data.showsGaps);
}

const viewsCreated = createViews();

parentPort?.on('message', (message: ToLane) => {
  switch (message.kind) {
    case 'run':
      void run(message.id, message.request);
      return;
    case 'cancel':
      if (running?.id === message.id) running.stop.abort();
      return;
    case 'facts':
      facts = message.facts;
      return;
    case 'rows':
      asked.get(message.ask)?.(message.rows);
      asked.delete(message.ask);
      return;
    case 'page':
      askedPages.get(message.ask)?.(message.page);
      askedPages.delete(message.ask);
      return;
  }
});

async function run(id: number, request: LaneRequest): Promise<void> {
  const stop = new AbortController();
  running = { id, stop };
  await viewsCreated;
  const warnings = new Set<string>();
  try {
    const stats = await execute({ engine, host, bucket, events: eventsOf(id) }, request, stop, {
      statement: (columns) => tell({ kind: 'statement', id, columns }),
      cells: (cells) => tell({ kind: 'cells', id, cells }),
      warn: (warning) => warnings.add(warning),
    });
    tell({ kind: 'done', id, stats, warnings: [...warnings] });
  } catch (error) {
    tell({ kind: 'failed', id, failure: failureOf(error) });
  } finally {
    running = undefined;
  }
}
