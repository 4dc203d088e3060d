import { Gone } from '../../core/index.js';
import { type Json, jsonAt, jsonList, jsonText } from '../json/json.js';
import { jsonObjects, jsonTexts } from './answer.js';
import type { ApiSocket } from './api-socket.js';
import { isEngineId } from './ids.js';
import { ITEM_BYTES } from './request.js';

/** What an engine may leave out of a list: any of the values of a name, all of the names. It may give more than that. */
export type EngineFilters = Readonly<Record<string, readonly string[] | undefined>>;

/** A list is as cheap as a filter of so many values. */
const MAX_FILTER_VALUES = 100;
/** What ps(1) is asked for; the words of `cmd` come last, as they may be many. */
const PS_COLUMNS =
  'pid,state,uid,gid,euid,egid,suid,sgid,rss,vsz,etime,ppid,pgrp,nlwp,nice,user,time,pcpu,pmem,comm,cmd';

/**
 * An engine that speaks Docker's Engine API: Docker, or Podman, which has the same at its own sockets. Methods reject with
 * Gone where nobody listens or nothing of the id is there, Refused, or an abort of the signal.
 */
export class DockerEngine {
  readonly #socket: ApiSocket;
  readonly #signal: AbortSignal;
  readonly #canFilter: boolean;

  /** @param canFilter false: lists are read whole, since a recording must answer other questions from them */
  constructor(socket: ApiSocket, signal: AbortSignal, canFilter: boolean) {
    this.#socket = socket;
    this.#signal = signal;
    this.#canFilter = canFilter;
  }

  version(): Promise<Json> {
    return this.#socket.getOnce('/version', this.#signal);
  }

  /** `docker` or `podman`; null where the engine does not tell. */
  async runtime(): Promise<string | null> {
    const version = await this.version();
    const components = jsonObjects(version, 'Components').map((component) => jsonText(component, 'Name'));
    if (components.some((name) => name !== null && /podman/i.test(name))) return 'podman';
    return jsonText(version, 'ApiVersion') === null ? null : 'docker';
  }

  info(): Promise<Json> {
    return this.#socket.getOnce('/info', this.#signal);
  }

  /** All containers, running or not; `filters` by `id`, `name`, `network`, `volume`, `label`. */
  containers(filters: EngineFilters = {}): Promise<readonly Json[]> {
    return this.#list('/containers/json?all=1', filters);
  }

  /** What is known of one container (docker inspect). */
  container(id: string): Promise<Json> {
    return this.#once('/containers/', id, '/json?stream=false');
  }

  /** Its processes as ps(1) of the host sees them, a list of texts each, in the order of `PS_COLUMNS`. */
  async processes(id: string): Promise<string[][]> {
    const top = await this.#large('/containers/', id, `/top?ps_args=axwwo%20${PS_COLUMNS}`);
    return jsonList(jsonAt(top, 'Processes')).map((fields) => jsonTexts(fields));
  }

  /** Files that are other than in its image. */
  async changes(id: string): Promise<readonly Json[]> {
    return jsonObjects(await this.#large('/containers/', id, '/changes'));
  }

  /** @param isOneShot one reading, without that of a second before, for which the engine would wait */
  statistics(id: string, isOneShot: boolean): Promise<Json> {
    return this.#of('/containers/', id, `/stats?stream=false${isOneShot && this.#canFilter ? '&one-shot=true' : ''}`);
  }

  images(): Promise<readonly Json[]> {
    return this.#list('/images/json', {});
  }

  /** @param id 64 digits */
  image(id: string): Promise<Json> {
    return this.#of('/images/', id, '/json');
  }

  /** What an image was built by, last step first. */
  async history(id: string): Promise<readonly Json[]> {
    return jsonObjects(await this.#of('/images/', id, '/history'));
  }

  /** `filters` by `id`. */
  networks(filters: EngineFilters = {}): Promise<readonly Json[]> {
    return this.#list('/networks', filters);
  }

  /** `filters` by `name` and `label`. */
  volumes(filters: EngineFilters = {}): Promise<readonly Json[]> {
    return this.#list('/volumes', filters, 'Volumes');
  }

  async #list(url: string, filters: EngineFilters, ...names: readonly string[]): Promise<readonly Json[]> {
    const filtered = this.#canFilter && !this.#socket.hasAsked(url) ? withFilters(url, filters) : url;
    return jsonObjects(await this.#socket.getOnce(filtered, this.#signal), ...names);
  }

  async #once(before: string, id: string, after: string): Promise<Json> {
    return this.#socket.getOnce(before + checked(id) + after, this.#signal, ITEM_BYTES);
  }

  async #of(before: string, id: string, after: string): Promise<Json> {
    return this.#socket.get(before + checked(id) + after, this.#signal, ITEM_BYTES);
  }

  async #large(before: string, id: string, after: string): Promise<Json> {
    return this.#socket.get(before + checked(id) + after, this.#signal);
  }
}

/** An engine may say what it likes for an id; only one that is one is sent back to it. */
function checked(id: string): string {
  if (!isEngineId(id)) throw new Gone(`no id: ${id}`);
  return id;
}

/** `filters={"id":{"…":true}}`, the form that all versions of the API take. */
function withFilters(url: string, filters: EngineFilters): string {
  const wanted = Object.entries(filters).flatMap(([name, values]) =>
    values === undefined || values.length === 0 || values.length > MAX_FILTER_VALUES
      ? []
      : [[name, Object.fromEntries(values.map((value) => [value, true]))]],
  );
  if (wanted.length === 0) return url;
  const query = encodeURIComponent(JSON.stringify(Object.fromEntries(wanted)));
  return `${url}${url.includes('?') ? '&' : '?'}filters=${query}`;
}
