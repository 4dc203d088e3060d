import { Worker } from 'node:worker_threads';
import type { EventRange, SelfRow } from '../../catalog/index.js';
import { Real, type Value } from '../../core/index.js';
import type { Change } from '../../durable/index.js';
import type { EventPage, EventTable } from '../../events/index.js';
import type { Facts, FromLane, LaneData, LaneFailure, LaneRequest, LaneStats, Sent } from './protocol.js';

/** What one statement gave. */
export interface LaneSet {
  readonly columns: readonly string[];
  /** Values by column; NULL has become the null text. */
  readonly rows: Value[][];
}

export interface LaneResult {
  /** One for each statement that gives rows, be they none. */
  readonly sets: readonly LaneSet[];
  readonly warnings: readonly string[];
  readonly stats: LaneStats;
  /** How far it has come with events, to be written once the result is; absent where it did not go on from its last run. */
  readonly events?: readonly Change[];
}

/** What a run sees of the events. */
export interface RunEvents {
  page(table: EventTable, range: EventRange | undefined, afterEid: number): Promise<EventPage>;
  changes(): readonly Change[] | undefined;
}

export type LaneOutcome = ({ readonly ok: true } & LaneResult) | { readonly ok: false; readonly failure: LaneFailure };

export interface LaneSettings {
  /** The module that the thread runs. */
  readonly program: URL;
  readonly data: LaneData;
  /** What JavaScript values of one lane may take. */
  readonly heapMb: number;
  /** A run that does not stop when told to has so long before its thread is ended. */
  readonly graceMs: number;
  onViewFailed(name: string, message: string): void;
  /** The rows of a table about the program. */
  rowsOf(table: string): Promise<readonly SelfRow[]>;
  /** Undefined where nobody gathers events. */
  eventsFor(request: LaneRequest): RunEvents | undefined;
}

interface Job {
  readonly id: number;
  readonly sets: LaneSet[];
  readonly events: RunEvents | undefined;
  readonly end: (outcome: LaneOutcome) => void;
}

/** A thread for queries, one at a time. Once it is broken it runs none. */
export class Lane {
  readonly #worker: Worker;
  #job: Job | undefined;
  #lastId = 0;
  isBroken = false;

  constructor(private readonly settings: LaneSettings) {
    const { program, data, heapMb } = settings;
    this.#worker = new Worker(program, {
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 4 },
    });
    this.#worker.on('message', (message: FromLane) => this.#hear(message));
    this.#worker.on('error', (error: Error & { code?: string }) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#breaks({ kind: isMemory ? 'memory' : 'crashed', message: error.message });
    });
    this.#worker.on('exit', () => this.#breaks({ kind: 'crashed', message: 'the lane ended' }));
  }

  /** Never rejects. */
  async run(request: LaneRequest, signal?: AbortSignal): Promise<LaneOutcome> {
    const id = ++this.#lastId;
    const timers: NodeJS.Timeout[] = [];
    const { graceMs } = this.settings;
    const endSoon = (failure: LaneFailure, afterMs: number) =>
      timers.push(setTimeout(() => this.#breaks(failure), Math.min(afterMs, 2 ** 31 - 1)));
    const cancel = () => {
      this.#worker.postMessage({ kind: 'cancel', id });
      endSoon({ kind: 'cancelled', message: 'interrupted; its lane was ended' }, graceMs);
    };
    try {
      return await new Promise<LaneOutcome>((end) => {
        this.#job = { id, sets: [], events: this.settings.eventsFor(request), end };
        if (this.isBroken) {
          this.#breaks({ kind: 'crashed', message: 'the lane ended' });
          return;
        }
        this.#worker.postMessage({ kind: 'run', id, request });
        const { timeoutMs } = request;
        const message = `query took longer than ${timeoutMs} ms; its lane was ended`;
        if (timeoutMs !== undefined) endSoon({ kind: 'timeout', message }, timeoutMs + graceMs);
        if (signal?.aborted) cancel();
        else signal?.addEventListener('abort', cancel, { once: true });
      });
    } finally {
      signal?.removeEventListener('abort', cancel);
      for (const timer of timers) clearTimeout(timer);
      this.#job = undefined;
    }
  }

  async close(): Promise<void> {
    this.isBroken = true;
    await this.#worker.terminate();
  }

  setFacts(facts: Facts): void {
    if (!this.isBroken) this.#worker.postMessage({ kind: 'facts', facts });
  }

  /** An idle lane does not keep the process alive. */
  setIdle(isIdle: boolean): void {
    if (isIdle) this.#worker.unref();
    else this.#worker.ref();
  }

  async #tellRows(ask: number, table: string): Promise<void> {
    const rows = await this.settings.rowsOf(table).catch(() => []);
    if (!this.isBroken) this.#worker.postMessage({ kind: 'rows', ask, rows });
  }

  async #tellPage({ ask, id, table, range, afterEid }: Extract<FromLane, { kind: 'ask-page' }>): Promise<void> {
    const events = this.#job?.id === id ? this.#job.events : undefined;
    const page = await events?.page(table, range, afterEid).catch(() => undefined);
    if (!this.isBroken) this.#worker.postMessage({ kind: 'page', ask, page });
  }

  #breaks(failure: LaneFailure): void {
    const wasBroken = this.isBroken;
    this.isBroken = true;
    this.#job?.end({ ok: false, failure });
    if (!wasBroken) void this.#worker.terminate();
  }

  #hear(message: FromLane): void {
    if (message.kind === 'view-failed') this.settings.onViewFailed(message.name, message.message);
    if (message.kind === 'ask') void this.#tellRows(message.ask, message.table);
    if (message.kind === 'ask-page') void this.#tellPage(message);
    const job = this.#job;
    if (!job || !('id' in message) || message.id !== job.id) return;
    switch (message.kind) {
      case 'statement':
        if (message.columns.length > 0) job.sets.push({ columns: message.columns, rows: [] });
        return;
      case 'cells':
        addRows(job.sets.at(-1), message.cells);
        return;
      case 'done': {
        const { warnings, stats } = message;
        const events = job.events?.changes();
        job.end({ ok: true, sets: job.sets, warnings, stats, ...(events && { events }) });
        return;
      }
      case 'failed':
        job.end({ ok: false, failure: message.failure });
        return;
    }
  }
}

function addRows(set: LaneSet | undefined, sent: Sent[]): void {
  if (!set) return;
  const cells = sent as Value[]; // once the loop below has run
  for (let at = 0; at < sent.length; at++) {
    const value = sent[at];
    if (typeof value === 'object' && value !== null && 'value' in value) cells[at] = new Real(value.value);
  }
  const width = set.columns.length;
  for (let start = 0; start < cells.length; start += width) set.rows.push(cells.slice(start, start + width));
}

/** Rows of all statements. */
export const countRows = ({ sets }: LaneResult): number => sets.reduce((sum, { rows }) => sum + rows.length, 0);
