import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../core/index.js';
import { Host, loadKernelCalls } from '../../host/index.js';
import type { SourceName } from '../names.js';
import { type EventSource, type OpenSource, type Severity, SourceUnavailable } from '../source.js';
import { Blocks } from './blocks.js';
import { readUntilStopped } from './loop.js';
import type { FromReader, ReaderData, ToReader } from './protocol.js';

/** How sources are opened. */
export type Opens = Partial<Record<SourceName, OpenSource<never>>>;

const data: ReaderData = workerData;
const tell = (message: FromReader): void => parentPort?.postMessage(message);

const REPEAT_MS = 60_000;
const said = new Map<string, number>();

/** A sentence that was told within the last minute is not told again. */
function say(severity: Severity, message: string): void {
  const nowMs = performance.now();
  if (nowMs - (said.get(message) ?? Number.NEGATIVE_INFINITY) < REPEAT_MS) return;
  if (said.size > 1000) said.clear();
  said.set(message, nowMs);
  tell({ kind: 'say', severity, message });
}

let lettersUnderWay = 0;
const blocks = new Blocks(data.source, data.tables, (table, block) => {
  lettersUnderWay += block.text.length;
  tell({ kind: 'block', table, block });
});

/** @returns whether to go on */
function listen(source: EventSource<unknown>): boolean {
  for (;;) {
    const received = parentPort && receiveMessageOnPort(parentPort);
    if (!received) return true;
    const message: ToReader = received.message;
    switch (message.kind) {
      case 'stop':
        return false;
      case 'kept':
        lettersUnderWay -= message.length;
        break;
      case 'configure':
        source.configure(message.settings);
        break;
    }
  }
}

function open(opens: Opens): EventSource<unknown> {
  const openSource = opens[data.source] as OpenSource<unknown> | undefined; // the settings are what its definition made
  if (!openSource) throw new SourceUnavailable('this build has no such source');
  return openSource(data.settings, { host: new Host(data.root), emit: blocks, say, now: Date.now });
}

function run(opens: Opens): void {
  const calls = loadKernelCalls();
  if (!calls) throw new SourceUnavailable('this machine has no build of the FFI library');
  const source = open(opens);
  tell({ kind: 'running' });
  try {
    readUntilStopped({
      calls,
      source,
      blocks,
      lettersUnderWay: () => lettersUnderWay,
      listen: () => listen(source),
      tell: (counters) => tell({ kind: 'counters', counters }),
    });
  } finally {
    source.close();
    blocks.flush();
  }
  tell({ kind: 'closed' });
}

/** Runs the source that this thread was started for, until it is told to stop. */
export function runReader(opens: Opens): void {
  try {
    run(opens);
  } catch (error) {
    if (!(error instanceof SourceUnavailable)) throw error;
    tell({ kind: 'unavailable', reason: messageOf(error) });
  }
}
