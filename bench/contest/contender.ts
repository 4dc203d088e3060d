import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Dataset } from '../data/index.js';
import type { Ask, Reply } from './messages.js';

const CHILD = fileURLToPath(new URL('./child.mjs', import.meta.url));
const LOAD_LIMIT_MS = 180_000;
/** The same for all; Node's own limit hangs on the machine. */
const HEAP_MIB = 8192;

const running = new Set<ChildProcess>();
const endAll = (): void => {
  for (const child of running) child.kill('SIGKILL');
};
// An engine inside a long query does not see that its parent is gone.
process.on('exit', endAll);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

/** An engine in its child process. One that takes too long is ended, and a new one loaded for the next question. */
export class Contender {
  #child: ChildProcess | undefined;
  opened: Extract<Reply, { kind: 'opened' }> | undefined;

  constructor(
    readonly name: string,
    readonly dataset: Dataset,
  ) {}

  /** @returns why it takes no part, where it does not */
  async open(): Promise<string | undefined> {
    const reply = await this.#send({ kind: 'open', rival: this.name, dataset: this.dataset }, LOAD_LIMIT_MS);
    if (reply?.kind === 'opened') this.opened = reply;
    else this.close();
    return reply?.kind === 'opened' ? undefined : reply?.kind === 'refused' ? reply.message : 'loading took too long';
  }

  /** @returns nothing where the limit passed first */
  async ask(ask: Ask, limitMs: number): Promise<Reply | undefined> {
    if (!this.#child) {
      const failure = await this.open();
      if (failure !== undefined) return { kind: 'refused', message: failure };
    }
    return this.#send(ask, limitMs);
  }

  close(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  async #send(ask: Ask, limitMs: number): Promise<Reply | undefined> {
    const child = this.#start();
    const reply = await new Promise<Reply | undefined>((resolve) => {
      const timer = setTimeout(() => resolve(undefined), limitMs);
      const died = (code: number | null, signal: string | null) =>
        done({ kind: 'refused', message: `its process died: ${signal ?? code}` });
      const done = (reply: Reply) => {
        clearTimeout(timer);
        child.off('message', done).off('exit', died);
        resolve(reply);
      };
      child.once('message', done).once('exit', died);
      child.send(ask);
    });
    if (reply === undefined || child.exitCode !== null || child.signalCode !== null) this.close();
    return reply;
  }

  #start(): ChildProcess {
    if (this.#child) return this.#child;
    const child = fork(CHILD, {
      execArgv: ['--expose-gc', `--max-old-space-size=${HEAP_MIB}`],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    running.add(child);
    child.on('exit', () => running.delete(child));
    this.#child = child;
    return child;
  }
}
