import { Gone } from '../../core/index.js';
import { Refused } from '../errors.js';
import type { Host } from '../host.js';
import type { Json } from '../json/json.js';
import { parseAnswer } from './answer.js';
import { ANSWER_LIMITS, type AnswerLimits, getOverSocket, Silent, type SocketAddress } from './request.js';

/** What a statement remembers of one server's answers, in bytes as they came. */
const KEPT_BYTES = 16 * 1024 * 1024;

interface Kept {
  readonly answer: Promise<Json>;
  /** False where who asked first has left before the answer came, and taken the question along. */
  isGood(): boolean;
}

/** A server at a socket that answers a GET in JSON. A recorded machine keeps its answers by socket and URL. */
export class ApiSocket {
  readonly #host: Host;
  readonly #address: SocketAddress;
  readonly #limits: AnswerLimits;
  readonly #kept = new Map<string, Kept>();
  #keptBytes = 0;
  #silent: Silent | undefined;

  constructor(host: Host, address: SocketAddress, limits = ANSWER_LIMITS) {
    this.#host = host;
    this.#address = address;
    this.#limits = limits;
  }

  get path(): string {
    return this.#address.path;
  }

  /**
   * One that once did not answer in time is not asked again.
   * @param url path and query, percent-encoded
   * @param bodyBytes most that is read of the answer
   * @throws Gone where nobody listens or nothing is there, Refused; an abort of `signal`
   */
  async get(url: string, signal: AbortSignal, bodyBytes = this.#limits.bodyBytes): Promise<Json> {
    return this.#parsed(await this.#bytes(url, signal, bodyBytes));
  }

  /** As `get`, asked at most once while this object lives. */
  getOnce(url: string, signal: AbortSignal, bodyBytes = this.#limits.bodyBytes): Promise<Json> {
    const known = this.#kept.get(url);
    if (known?.isGood()) return known.answer;
    const answer = this.#bytes(url, signal, bodyBytes).then((bytes) => {
      this.#keptBytes += bytes.length;
      return this.#parsed(bytes);
    });
    if (this.#keptBytes < KEPT_BYTES) this.#kept.set(url, kept(answer, signal));
    return answer;
  }

  /** Whether the answer is already there, or on its way. */
  hasAsked(url: string): boolean {
    return this.#kept.get(url)?.isGood() === true;
  }

  async #bytes(url: string, signal: AbortSignal, bodyBytes: number): Promise<Buffer> {
    const { path } = this.#address;
    const bytes = await this.#host
      .answerLater(`GET ${path} ${url}`, () => {
        if (this.#silent) throw this.#silent;
        this.#host.counters.syscalls += 5;
        return getOverSocket(this.#address, url, signal, { ...this.#limits, bodyBytes });
      })
      .catch((error: unknown) => {
        if (error instanceof Silent) this.#silent = error;
        throw error;
      });
    if (!bytes) throw new Gone(`not recorded: ${path} ${url}`);
    this.#host.counters.bytesRead += this.#host.isFixture ? 0 : bytes.length;
    return bytes;
  }

  #parsed(bytes: Buffer): Json {
    // So Podman answers a question about a container that does not run.
    if (bytes.length === 0) throw new Gone(`nothing to tell: ${this.path}`);
    const json = parseAnswer(bytes);
    if (json === undefined || !(json === null || typeof json === 'object'))
      throw new Refused(this.path, 'the answer cannot be read as JSON');
    return json;
  }
}

function kept(answer: Promise<Json>, signal: AbortSignal): Kept {
  let isThere = false;
  const settle = (): void => {
    isThere ||= !signal.aborted;
  };
  answer.then(settle, settle);
  return { answer, isGood: () => isThere || !signal.aborted };
}

/** The servers that a statement speaks to, each once. */
export class ApiSockets {
  readonly #host: Host;
  readonly #known = new Map<string, ApiSocket>();

  constructor(host: Host) {
    this.#host = host;
  }

  at(address: SocketAddress): ApiSocket {
    let socket = this.#known.get(address.path);
    if (!socket) {
      socket = new ApiSocket(this.#host, address);
      this.#known.set(address.path, socket);
    }
    return socket;
  }
}

/** For `shared`: all tables of a statement speak over the same sockets. */
export const openApiSockets = (host: Host): ApiSockets => new ApiSockets(host);
