import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { FromYara, ToYara, YaraMatch, YaraRules, YaraThreadData } from './protocol.js';

/** Compiling large sets of rules takes seconds. */
const COMPILE_MS = 60_000;
/** What JavaScript values of the thread may take; WebAssembly's memory is not among them. */
const HEAP_MB = 256;
/** The package ends a scan by itself at its time, where it can. */
const GRACE_MS = 1000;

/** Beside this file, as source or as JavaScript; or as a bundle beside the bundle that this is in. */
function threadProgram(): URL {
  const ours = import.meta.url;
  const isAlone = ours.endsWith('/scanner.js');
  return new URL(
    ours.endsWith('.ts') ? './thread-from-source.mjs' : isAlone ? './thread.js' : './hostql-yara.cjs',
    ours,
  );
}

/** A thread that scans with YARA rules: one scan at a time. */
export class YaraThread {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  #nextId = 1;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const data: YaraThreadData = { port: port2 };
    this.#worker = new Worker(threadProgram(), {
      workerData: data,
      transferList: [port2],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    this.#worker.unref();
    this.#worker.on('error', () => {}); // it ends then, and gives no answer
    this.#worker.on('exit', () => this.#port.close());
  }

  compile(rules: YaraRules): void {
    this.#post({ kind: 'compile', rules });
  }

  /** @param bytes given away @returns what the answer is known by */
  scan(bytes: Uint8Array<ArrayBuffer>, keys: readonly string[], timeoutMs: number): number {
    const id = this.#nextId++;
    this.#post({ kind: 'scan', id, keys, bytes, timeoutMs }, [bytes.buffer]);
    return id;
  }

  /** The next answer; undefined where none is there yet. For those who do not go back to the event loop. */
  take(): FromYara | undefined {
    return receiveMessageOnPort(this.#port)?.message;
  }

  /** The next answer. Undefined after so long, or when the thread has ended: it is of no use then. */
  next(timeoutMs: number, signal?: AbortSignal): Promise<FromYara | undefined> {
    return new Promise((resolve) => {
      const settle = (message?: FromYara): void => {
        clearTimeout(timeout);
        this.#port.off('message', settle).off('close', onEnd);
        this.#port.unref();
        signal?.removeEventListener('abort', onEnd);
        resolve(message);
      };
      const onEnd = (): void => settle();
      const timeout = setTimeout(onEnd, timeoutMs);
      signal?.addEventListener('abort', onEnd);
      this.#port.on('message', settle).on('close', onEnd);
    });
  }

  /** Ends it, whatever it is doing. */
  end(): void {
    void this.#worker.terminate();
    this.#port.close();
  }

  #post(message: ToYara, transfer: readonly ArrayBuffer[] = []): void {
    this.#port.postMessage(message, [...transfer]);
  }
}

/** Scans that are waited for, by threads that are replaced when a scan does not end. */
export class YaraScanner {
  readonly #rules: YaraRules[] = [];
  #thread: YaraThread | undefined;

  constructor(
    private readonly timeoutMs: number,
    private readonly signal: AbortSignal,
  ) {}

  /** @returns what is wrong with the rules, and whether there are any that can be used */
  async add(rules: YaraRules): Promise<{ readonly hasRules: boolean; readonly complaints: readonly string[] }> {
    const compiled = await this.#compile(rules);
    if (compiled.hasRules) this.#rules.push(rules);
    return compiled;
  }

  async #compile(rules: YaraRules): Promise<{ hasRules: boolean; complaints: readonly string[] }> {
    this.#thread ??= new YaraThread();
    this.#thread.compile(rules);
    const answer = await this.#thread.next(COMPILE_MS, this.signal);
    if (answer?.kind === 'compiled') return answer;
    this.end();
    return { hasRules: false, complaints: [`${rules.key}: the rules cannot be compiled in time`] };
  }

  /**
   * Matches of rules that were added.
   * @param bytes given away
   * @returns undefined where the scan took too long or failed
   */
  async scan(bytes: Uint8Array<ArrayBuffer>, key: string): Promise<readonly YaraMatch[] | undefined> {
    if (!this.#thread) for (const rules of this.#rules) await this.#compile(rules);
    this.#thread?.scan(bytes, [key], this.timeoutMs);
    const answer = await this.#thread?.next(this.timeoutMs + GRACE_MS, this.signal);
    if (answer?.kind !== 'scanned') {
      this.end();
      return undefined;
    }
    return answer.matches[0]?.[1] ?? undefined;
  }

  end(): void {
    this.#thread?.end();
    this.#thread = undefined;
  }
}
