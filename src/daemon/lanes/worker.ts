import { parentPort, workerData } from 'node:worker_threads';
import { Catalog, knownTable } from '../../catalog/index.js';
import { openEngine, osqueryPolicy } from '../../engine.js';
import { Host } from '../../host/index.js';
import { linuxTables } from '../../tables/index.js';
import { execute, failureOf } from './execute.js';
import type { FromLane, LaneData, ToLane } from './protocol.js';

// A lane: a thread with an engine of its own that runs one query at a time.
const data: LaneData = workerData;
const host = new Host(data.root);
const engine = openEngine({
  catalog: new Catalog(linuxTables, [], knownTable),
  host,
  ...(data.asOsquery && { policy: osqueryPolicy(() => {}) }),
});
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

const viewsCreated = createViews();

parentPort?.on('message', async (message: ToLane) => {
  const { id } = message;
  if (message.kind === 'cancel') {
    if (running?.id === id) running.stop.abort();
    return;
  }
  const stop = new AbortController();
  running = { id, stop };
  await viewsCreated;
  const warnings = new Set<string>();
  try {
    const stats = await execute({ engine, host }, message.request, stop, {
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
});
