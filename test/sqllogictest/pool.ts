import { Worker } from 'node:worker_threads';
import { SLOT, SLOTS, type Task, type ToPool } from './messages.js';
import type { Counts, Failure } from './run-file.js';

export interface FileResult {
  readonly path: string;
  readonly counts: Counts;
  /** In the file's order; of many, the first ones. */
  readonly failures: readonly Failure[];
  readonly elapsedMs: number;
}

export interface PoolOptions {
  /** The module that a thread runs. */
  readonly worker: URL;
  readonly width: number;
  readonly failuresShown: number;
  /** A file that comes to no next record in this time hangs: its thread is ended. */
  readonly hangMs: number;
  readonly onResult: (result: FileResult) => void;
}

/** Runs files in threads, at most `width` at a time. */
export class Pool {
  readonly #queue: string[];
  readonly #running = new Set<Thread>();
  #settled: Counts = { passed: 0, failed: 0, skipped: 0 };

  constructor(
    paths: readonly string[],
    private readonly options: PoolOptions,
  ) {
    this.#queue = [...paths];
  }

  /** What has come out so far, files under way included. */
  get counts(): Counts {
    return [...this.#running].reduce((sum, thread) => add(sum, thread.counts), this.#settled);
  }

  async run(): Promise<void> {
    const lanes = Math.min(this.options.width, this.#queue.length);
    await Promise.all(Array.from({ length: lanes }, () => this.#lane()));
  }

  async #lane(): Promise<void> {
    let thread = new Thread(this.options);
    for (let path = this.#queue.shift(); path !== undefined; path = this.#queue.shift()) {
      this.#running.add(thread);
      const result = await thread.run(path);
      this.#running.delete(thread);
      this.#settled = add(this.#settled, result.counts);
      this.options.onResult(result);
      if (thread.isBroken) thread = new Thread(this.options);
    }
    await thread.end();
  }
}

const add = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

class Thread {
  readonly #shared = new Int32Array(new SharedArrayBuffer(SLOTS * Int32Array.BYTES_PER_ELEMENT));
  readonly #worker: Worker;
  isBroken = false;

  constructor(private readonly options: PoolOptions) {
    this.#worker = new Worker(options.worker, { workerData: this.#shared });
  }

  get counts(): Counts {
    const at = (slot: number): number => this.#shared[slot] ?? 0;
    return { passed: at(SLOT.passed), failed: at(SLOT.failed), skipped: at(SLOT.skipped) };
  }

  async end(): Promise<void> {
    if (this.isBroken) return;
    await this.#worker.terminate();
  }

  /** Runs a file; a thread that dies or hangs in it makes its record fail, and is broken from then on. */
  async run(path: string): Promise<FileResult> {
    this.#shared.fill(0);
    const started = performance.now();
    const failures: Failure[] = [];
    const broken = (reason: string): FileResult => {
      this.isBroken = true;
      const counts = this.counts;
      failures.push({ line: this.#shared[SLOT.line] ?? 0, sql: '', reason });
      return {
        path,
        failures,
        counts: { ...counts, failed: counts.failed + 1 },
        elapsedMs: performance.now() - started,
      };
    };
    const task: Task = { path, failuresShown: this.options.failuresShown };
    const ended = new AbortController();
    try {
      return await new Promise<FileResult>((done) => {
        const onMessage = (message: ToPool): void => {
          if (message.kind === 'failure') failures.push(message.failure);
          else done({ path, failures, counts: message.counts, elapsedMs: message.elapsedMs });
        };
        const onError = (error: Error): void => done(broken(`crash: ${error.stack ?? error.message}`));
        const onExit = (): void => done(broken('crash: the thread ended'));
        this.#worker.on('message', onMessage).once('error', onError).once('exit', onExit).postMessage(task);
        ended.signal.addEventListener('abort', () => {
          this.#worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        });
        this.#watch(ended.signal, () => done(broken(`hangs: no end in ${this.options.hangMs / 1000} s`)));
      });
    } finally {
      ended.abort();
      if (this.isBroken) await this.#worker.terminate();
    }
  }

  /** Calls when the line has not moved for too long; a thread that has not begun is still starting. */
  #watch(signal: AbortSignal, onHang: () => void): void {
    let line = 0;
    const timer = setInterval(() => {
      const now = Atomics.load(this.#shared, SLOT.line);
      if (now > 0 && now === line) onHang();
      line = now;
    }, this.options.hangMs);
    signal.addEventListener('abort', () => clearInterval(timer));
  }
}
