import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Block } from '../block.js';
import type { EventTable, SourceName } from '../names.js';
import type { Severity } from '../source.js';
import type { FromReader, ReaderCounters, ReaderData, ToReader } from './protocol.js';

export interface ReaderOptions {
  readonly source: SourceName;
  readonly tables: readonly EventTable[];
  readonly settings: unknown;
  /** Folder that stands for `/`. Default: this machine. */
  readonly root?: string;
  /** Default: the program that lies beside this one. */
  readonly program?: URL;
  /** Resolves when the block needs no memory any more. */
  readonly onBlock: (table: EventTable, block: Block) => Promise<void>;
  /** Events of these tables were missed, nobody knows how many. */
  readonly onGap: (tables: readonly EventTable[], reason: string) => void;
  /** The source is open: from now on nothing is missed. */
  readonly onRunning: () => void;
  /** There is no such source here; it is not tried again. */
  readonly onUnavailable: (reason: string) => void;
  readonly say: (severity: Severity, message: string) => void;
}

/** `waiting`: it failed and is tried again before long. `unavailable`: there is no such source here. */
export type ReaderState = 'starting' | 'running' | 'waiting' | 'unavailable' | 'stopped';

const readerProgram = (): URL =>
  new URL(import.meta.url.endsWith('.cjs') ? '../bin/reader.js' : './worker.js', import.meta.url);

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 300_000;
/** What a source may take to give back what it holds. */
const CLOSE_MS = 1000;
/** What JavaScript values of one reader may take. */
const HEAP_MB = 256;

/** A source's thread, started again when it dies. */
export class Reader {
  #worker: Worker | undefined;
  #settings: unknown;
  #pauseMs = FIRST_PAUSE_MS;
  #retry: NodeJS.Timeout | undefined;
  #closed: Promise<void> = Promise.resolve();
  #keeping = new Set<Promise<void>>();
  state: ReaderState = 'starting';
  counters: ReaderCounters = { subscriptions: 0, events: 0, refreshes: 0 };
  /** Why it does not run. */
  reason: string | undefined;

  constructor(private readonly options: ReaderOptions) {
    this.#settings = options.settings;
    this.#start();
  }

  configure(settings: unknown): void {
    this.#settings = settings;
    this.#post({ kind: 'configure', settings });
  }

  /** Resolves when the source has given back what it holds and all that it told is stored. */
  async stop(): Promise<void> {
    this.state = 'stopped';
    clearTimeout(this.#retry);
    const worker = this.#worker;
    if (!worker) return;
    this.#post({ kind: 'stop' });
    const timeout = new AbortController();
    await Promise.race([this.#closed, sleep(CLOSE_MS, undefined, { signal: timeout.signal }).catch(() => {})]);
    timeout.abort();
    await worker.terminate();
    await Promise.all(this.#keeping);
  }

  #start(): void {
    const { source, tables, root = '', program = readerProgram() } = this.options;
    this.state = 'starting';
    this.reason = undefined;
    const data: ReaderData = { source, tables, settings: this.#settings, root };
    const worker = new Worker(program, { workerData: data, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
    this.#worker = worker;
    let error: Error | undefined;
    worker.on('message', (message: FromReader) => this.#hear(message));
    worker.on('error', (thrown: Error) => {
      error = thrown;
    });
    this.#closed = new Promise((ended) => {
      worker.on('exit', () => {
        this.#worker = undefined;
        this.#ended(error);
        ended();
      });
    });
  }

  #ended(error: Error | undefined): void {
    if (this.state === 'stopped' || this.state === 'unavailable') return;
    const { source, tables, say, onGap } = this.options;
    const reason = error?.message ?? 'its thread ended';
    this.state = 'waiting';
    this.reason = reason;
    say('error', `Event source ${source} failed: ${reason}; it is started again in ${this.#pauseMs / 1000} s`);
    onGap(tables, `the source failed: ${reason}`);
    this.#retry = setTimeout(() => this.#start(), this.#pauseMs).unref();
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
  }

  #post(message: ToReader): void {
    this.#worker?.postMessage(message);
  }

  #hear(message: FromReader): void {
    const { source, say } = this.options;
    switch (message.kind) {
      case 'running':
        if (this.state === 'starting') this.state = 'running';
        this.options.onRunning();
        return;
      case 'unavailable':
        this.state = 'unavailable';
        this.reason = message.reason;
        say('warning', `Event source ${source} is not available: ${message.reason}`);
        this.options.onUnavailable(message.reason);
        return;
      case 'block':
        this.#keep(message.table, message.block);
        return;
      case 'counters':
        this.counters = message.counters;
        if (this.counters.refreshes > 0) this.#pauseMs = FIRST_PAUSE_MS;
        return;
      case 'say':
        say(message.severity, message.message);
        return;
      case 'closed':
        return;
    }
  }

  #keep(table: EventTable, block: Block): void {
    const kept = this.options.onBlock(table, block).finally(() => {
      this.#keeping.delete(kept);
      this.#post({ kind: 'kept', length: block.text.length });
    });
    this.#keeping.add(kept);
  }
}
