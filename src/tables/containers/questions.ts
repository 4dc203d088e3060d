import { setMaxListeners } from 'node:events';
import type { ScanRequest } from '../../catalog/index.js';
import { Gone } from '../../core/index.js';
import {
  type ApiSocket,
  type ContainerdTask,
  DockerEngine,
  dockerSockets,
  LxdServer,
  listContainerdTasks,
  lxdSockets,
  openApiSockets,
  Refused,
  readOrWarn,
} from '../../host/index.js';
import { inOrder } from './in-order.js';

/** What one engine answered, and which kind of engine it is. */
export interface Answered<T> {
  readonly engine: DockerEngine;
  /** `docker` or `podman`, where the query reads it; else null. */
  readonly runtime: string | null;
  readonly answer: T;
}

type Request = Pick<ScanRequest, 'host' | 'columns' | 'shared' | 'self' | 'signal' | 'limit' | 'warn' | 'checkpoint'>;

/** Columns that tables add for what their engine is. */
export const RUNTIME = 'container_runtime';

/**
 * The questions of one scan. They end with it: a query that has enough rows, or is stopped, leaves none behind.
 * A server that is not there has nothing to say, and one that cannot be asked is one warning.
 */
export class Questions {
  readonly #request: Request;
  readonly #signal: AbortSignal;

  constructor(request: Request, signal: AbortSignal) {
    this.#request = request;
    this.#signal = signal;
  }

  /** What every engine of the machine answers, all asked at once; engines in the order of their sockets. */
  async *engines<T>(ask: (engine: DockerEngine) => Promise<T>): AsyncGenerator<Answered<T>> {
    const { host, self, columns } = this.#request;
    const engines = this.#at(dockerSockets(host, self?.sockets?.docker)).map(
      (socket) => new DockerEngine(socket, this.#signal, host.mayAvoidFiles),
    );
    const answers = inOrder(engines, async (engine) => {
      const answer = await this.orNull(ask(engine));
      if (answer === null) return null;
      const runtime = columns.has(RUNTIME) ? await this.orNull(engine.runtime()) : null;
      return { engine, runtime, answer };
    });
    for await (const answered of answers) if (answered) yield answered;
  }

  /** What containerd runs for others than Docker, where no flag says that one engine alone is meant. */
  containerdTasks(isWanted: (id: string) => boolean): Iterable<ContainerdTask> {
    const { host, self, warn } = this.#request;
    if (self?.sockets?.docker !== undefined) return [];
    return listContainerdTasks(host, (otherwise, read) => readOrWarn(otherwise, warn, read), isWanted);
  }

  /** What LXD and Incus answer, likewise. */
  async *servers<T>(ask: (server: LxdServer) => Promise<T>): AsyncGenerator<{ server: LxdServer; answer: T }> {
    const { host, self } = this.#request;
    const servers = this.#at(lxdSockets(host, self?.sockets?.lxd)).map(
      (socket) => new LxdServer(socket, this.#signal, host.mayAvoidFiles),
    );
    const answers = inOrder(servers, async (server) => ({ server, answer: await this.orNull(ask(server)) }));
    for await (const { server, answer } of answers) if (answer !== null) yield { server, answer };
  }

  /** What `ask` says of each item, in their order; items of which nothing is there any more are left out. */
  async *each<T, R>(items: Iterable<T>, ask: (item: T) => Promise<R>): AsyncGenerator<R> {
    for await (const answer of inOrder(items, (item) => presentOrUndefined(ask(item)), this.#request.limit)) {
      this.#request.checkpoint();
      if (answer !== undefined) yield answer;
    }
  }

  /** Null where nobody answers; a refusal is told. */
  async orNull<T>(asked: Promise<T>): Promise<T | null> {
    return (await presentOrUndefined(this.refusedIsNull(asked))) ?? null;
  }

  /** Null, and a warning, where the server refuses. @throws Gone */
  async refusedIsNull<T>(asked: Promise<T>): Promise<T | null> {
    try {
      return await asked;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#request.warn(error.message);
      return null;
    }
  }

  #at(addresses: ReturnType<typeof dockerSockets>): ApiSocket[] {
    const { host, shared } = this.#request;
    const sockets = shared(host, openApiSockets);
    return addresses.map((address) => sockets.at(address));
  }
}

async function presentOrUndefined<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Gone) return undefined;
    throw error;
  }
}

/** A scan that asks: its rows, and an end to its questions as soon as nobody wants more of them. */
export function asking<S>(
  request: Request,
  rows: (questions: Questions) => AsyncGenerator<S, void, undefined>,
): AsyncIterable<S> {
  return {
    [Symbol.asyncIterator]() {
      const stop = new AbortController();
      setMaxListeners(0, stop.signal); // one for each question that is under way
      const abort = (): void => stop.abort(request.signal.reason);
      request.signal.addEventListener('abort', abort, { once: true });
      if (request.signal.aborted) abort();
      const generator = rows(new Questions(request, stop.signal));
      const end = <R>(result: R): R => {
        request.signal.removeEventListener('abort', abort);
        stop.abort();
        return result;
      };
      return {
        next: async () => {
          const step = await generator.next().catch((error: unknown) => {
            throw end(error);
          });
          return step.done ? end(step) : step;
        },
        return: async () => end(generator.return()),
      };
    },
  };
}
