import { type ChildProcess, spawn } from 'node:child_process';
import { childrenOf } from './stage.js';
import { seen } from './wait.js';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly talk: string;
  /** From its start. */
  readonly elapsedMs: number;
}

/** A running program, and what it has said by now. */
export class Program {
  readonly ended: Promise<Exit>;
  readonly #child: ChildProcess;
  #exit: Exit | undefined;
  out = '';
  talk = '';

  constructor(
    [program = '', ...args]: readonly string[],
    { env, folder }: { readonly env: Readonly<Record<string, string>>; readonly folder: string },
  ) {
    // Coverage of a bundle tells nothing; what a service manager told us is not for it.
    const { NODE_V8_COVERAGE: _, NOTIFY_SOCKET: _socket, ...inherited } = process.env;
    const startedMs = performance.now();
    const child = spawn(program, args, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...inherited, ...env },
      // A group of its own: it can be killed as a whole, and its priority is not ours.
      detached: true,
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.talk += text;
    });
    this.#child = child;
    this.ended = new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => {
        const { out, talk } = this;
        this.#exit = { code, signal, out, talk, elapsedMs: performance.now() - startedMs };
        resolve(this.#exit);
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get hasEnded(): boolean {
    return this.#exit !== undefined;
  }

  /** What the watcher runs. */
  async worker(other?: number): Promise<number> {
    const look = (): number | undefined => childrenOf(this.pid).find((pid) => pid !== other);
    return this.seen('a worker', look);
  }

  /** Waits for something that the program does; its end is an end of waiting too. */
  async seen<T>(what: string, look: () => T | Promise<T>, withinMs?: number): Promise<Exclude<NonNullable<T>, false>> {
    const tell = (): string => `exit: ${JSON.stringify(this.#exit?.code)}\nstdout: ${this.out}\nstderr: ${this.talk}`;
    const lookOrEnd = async (): Promise<T> => {
      const hadEnded = this.hasEnded;
      const found = await look();
      if (hadEnded && !found) throw new Error(`it ended before: ${what}\n${tell()}`);
      return found;
    };
    return seen(what, lookOrEnd, { ...(withinMs !== undefined && { withinMs }), else: tell });
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** SIGTERM, and how long the end took. */
  async stop(): Promise<Exit & { readonly stopMs: number }> {
    const before = performance.now();
    this.signal('SIGTERM');
    const exit = await this.ended;
    return { ...exit, stopMs: performance.now() - before };
  }

  /** The program and all that it started. */
  killAll(): void {
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // Nothing of it is left.
    }
  }
}
