import type { Severity } from '../../logger/index.js';
import { Judge, type Usage } from './judge.js';
import { type Limits, POLL_SECONDS } from './limits.js';
import { RespawnPolicy } from './respawn.js';

/** Something is broken beyond repair (EX_CONFIG of sysexits.h, as osquery has it): do not start again at once. */
export const CATASTROPHE = 78;

/** How a process ended: by itself with a code, or by a signal. */
export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A worker process. */
export interface Worker {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Asks whether it still answers: false where it did not since the last time. */
  answers(): boolean;
  kill(signal: 'SIGUSR1' | 'SIGTERM' | 'SIGKILL'): void;
}

export interface WatcherOptions {
  readonly limits: Limits;
  readonly processors: number;
  /** The limits are not enforced before. */
  readonly delaySeconds: number;
  /** Longest pause before a worker is started again. */
  readonly maxDelaySeconds: number;
  /** Between SIGTERM and SIGKILL for a worker that broke a limit; 0: SIGKILL at once. */
  readonly forcedShutdownSeconds: number;
  /** The same where the whole daemon stops. */
  readonly shutdownSeconds: number;
  readonly start: () => Worker;
  /** undefined where there is no such process. */
  readonly usageOf: (pid: number) => Usage | undefined;
  readonly ownResidentBytes: () => number;
  readonly ownPid: number;
  readonly say: (severity: Severity, message: string) => void;
  /** After each look that found the worker alive and answering. */
  readonly onHealthy?: () => void;
  /** Monotonic. */
  readonly nowMs: () => number;
  /** Ends early, without an error, when the signal comes. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Looks without an answer before a worker counts as hanging. */
const SILENT_LOOKS = 20;
const AFTER_KILL_MS = 2000;
const MIB = 1_048_576;

/** Starts the worker, holds it to its limits, and starts another one when it ends. */
export class Watcher {
  readonly #judge: Judge;
  readonly #respawn: RespawnPolicy;
  #worker: Worker;
  #startedMs: number;
  #ended: Ended | undefined;
  #silentLooks = 0;
  /** A limit of 30 MB is less than any runtime needs: like the worker's, our memory counts from where it began. */
  readonly #ownBaselineBytes: number;

  constructor(private readonly options: WatcherOptions) {
    this.#judge = new Judge(options.limits, options.processors);
    this.#respawn = new RespawnPolicy(options.limits, options.maxDelaySeconds);
    this.#startedMs = options.nowMs();
    this.#ownBaselineBytes = options.ownResidentBytes();
    this.#worker = this.#start();
  }

  /** Watches until told to stop, or until it makes no sense any more. @returns the exit code of the program */
  async run(stop: AbortSignal): Promise<number> {
    while (!stop.aborted) {
      await this.options.sleep(POLL_SECONDS * 1000, stop);
      if (stop.aborted) break;
      const code = this.#ended ? await this.#replace(this.#ended, stop) : await this.#look();
      if (code !== undefined) return code;
    }
    return this.#shutDown();
  }

  #start(): Worker {
    this.#ended = undefined;
    this.#silentLooks = 0;
    this.#startedMs = this.options.nowMs();
    const worker = this.options.start();
    void worker.ended.then((ended) => {
      if (worker === this.#worker) this.#ended = ended;
    });
    return worker;
  }

  async #look(): Promise<number | undefined> {
    const { options } = this;
    const usage = options.usageOf(this.#worker.pid);
    // Without a parent in us it is another process that was given its number.
    if (!usage || usage.parent !== options.ownPid) return undefined;
    this.#silentLooks = this.#worker.answers() ? 0 : this.#silentLooks + 1;
    const broken = this.#judge.look(usage) ?? this.#silence();
    const isEnforced = options.nowMs() - this.#startedMs >= options.delaySeconds * 1000;
    if (broken && isEnforced) return this.#stop(broken);
    if (options.ownResidentBytes() - this.#ownBaselineBytes > options.limits.memoryMB * MIB)
      return this.#giveUpOnMyself();
    if (this.#silentLooks === 0) options.onHealthy?.();
    return undefined;
  }

  #silence(): string | undefined {
    return this.#silentLooks >= SILENT_LOOKS ? `No answer for ${SILENT_LOOKS * POLL_SECONDS} seconds` : undefined;
  }

  async #giveUpOnMyself(): Promise<number> {
    this.options.say('error', 'osqueryd watcher: memory limits exceeded');
    await this.#shutDown();
    return CATASTROPHE;
  }

  /** Stops a worker that broke a limit, and starts the next one at once. */
  async #stop(reason: string): Promise<number | undefined> {
    const { say, forcedShutdownSeconds } = this.options;
    const worker = this.#worker;
    say('warning', `osqueryd worker (${worker.pid}) stopping: ${reason}`);
    if (forcedShutdownSeconds > 0) {
      // The first one tells why the second one comes: the query that runs is to blame.
      worker.kill('SIGUSR1');
      worker.kill('SIGTERM');
    }
    if (!(await this.#endsWithin(forcedShutdownSeconds * 1000)) && !(await this.#forceEnd())) return CATASTROPHE;
    this.#judge.restart();
    this.#worker = this.#start();
    return undefined;
  }

  async #forceEnd(): Promise<boolean> {
    const worker = this.#worker;
    this.options.say('warning', `osqueryd worker (${worker.pid}) could not be stopped. Sending kill signal.`);
    worker.kill('SIGKILL');
    return this.#endsWithin(AFTER_KILL_MS);
  }

  async #endsWithin(ms: number): Promise<boolean> {
    const timer = new AbortController();
    const ended = this.#worker.ended.then(() => true);
    const late = this.options.sleep(ms, timer.signal).then(() => false);
    const isEnded = await Promise.race([ended, late]);
    timer.abort();
    return isEnded;
  }

  /** The worker has ended on its own. */
  async #replace(ended: Ended, stop: AbortSignal): Promise<number | undefined> {
    const { say, nowMs, sleep } = this.options;
    if (ended.code === CATASTROPHE) {
      say('error', 'Worker returned exit status');
      return CATASTROPHE;
    }
    const next = this.#respawn.next((nowMs() - this.#startedMs) / 1000);
    if (next.kind === 'give-up') {
      say('error', 'Too many worker restarts');
      return ended.code ?? 1;
    }
    if (next.warning) say('warning', next.warning);
    await sleep(next.delaySeconds * 1000, stop);
    if (stop.aborted) return undefined;
    this.#judge.restart();
    this.#worker = this.#start();
    return undefined;
  }

  async #shutDown(): Promise<number> {
    if (!this.#ended) {
      this.#worker.kill('SIGTERM');
      if (!(await this.#endsWithin(this.options.shutdownSeconds * 1000))) await this.#forceEnd();
    }
    const ended = this.#ended;
    // One that had hardly begun ends by our signal.
    if (ended?.signal === 'SIGTERM') return 0;
    return ended?.code ?? (ended ? 1 : CATASTROPHE);
  }
}
