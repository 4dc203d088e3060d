import { Gone } from '../../core/index.js';
import { Refused } from '../errors.js';
import { type Json, jsonAt } from '../json/json.js';
import { jsonObjects } from './answer.js';
import type { ApiSocket } from './api-socket.js';
import { ITEM_BYTES } from './request.js';

/** So many objects are asked for by name; of more, all are read. */
const MAX_NAMED = 8;

/**
 * A server that speaks LXD's API: LXD, or Incus, which came of it. Methods reject with Gone where nobody listens or nothing
 * of the name is there, Refused, or an abort of the signal.
 */
export class LxdServer {
  readonly #socket: ApiSocket;
  readonly #signal: AbortSignal;
  readonly #canAskByName: boolean;

  /** @param canAskByName false: lists are read whole, since a recording must answer other questions from them */
  constructor(socket: ApiSocket, signal: AbortSignal, canAskByName: boolean) {
    this.#socket = socket;
    this.#signal = signal;
    this.#canAskByName = canAskByName;
  }

  /** Containers and virtual machines. @param names only these */
  async instances(names?: readonly string[]): Promise<readonly Json[]> {
    const found = (await orNone(this.#named('/1.0/instances', names, 'name'))) ?? [];
    // LXD 3.0 knows them under this name alone.
    return found.length > 0 ? found : this.#named('/1.0/containers', names, 'name');
  }

  /** What its image says of an instance. */
  instanceMetadata(name: string): Promise<Json> {
    return this.#of('/1.0/instances/', name, '/metadata');
  }

  instanceState(name: string): Promise<Json> {
    return this.#of('/1.0/instances/', name, '/state');
  }

  /** @param fingerprints only these, each of 64 digits */
  images(fingerprints?: readonly string[]): Promise<readonly Json[]> {
    return this.#named('/1.0/images', fingerprints, 'fingerprint');
  }

  certificates(): Promise<readonly Json[]> {
    return this.#all('/1.0/certificates');
  }

  networks(): Promise<readonly Json[]> {
    return this.#all('/1.0/networks');
  }

  networkState(name: string): Promise<Json> {
    return this.#of('/1.0/networks/', name, '/state');
  }

  cluster(): Promise<Json> {
    return this.#get('/1.0/cluster');
  }

  clusterMembers(): Promise<readonly Json[]> {
    return this.#all('/1.0/cluster/members');
  }

  storagePools(): Promise<readonly Json[]> {
    return this.#all('/1.0/storage-pools');
  }

  storageResources(name: string): Promise<Json> {
    return this.#of('/1.0/storage-pools/', name, '/resources');
  }

  async #named(url: string, names: readonly string[] | undefined, key: string): Promise<readonly Json[]> {
    const whole = `${url}?recursion=1`;
    if (names && names.length <= MAX_NAMED && this.#canAskByName && !this.#socket.hasAsked(whole)) {
      const found = await Promise.all(names.map((name) => orNone(this.#of(`${url}/`, name, ''))));
      return found.filter((one) => one !== undefined);
    }
    const all = await this.#all(url);
    return names ? all.filter((one) => names.includes(String(jsonAt(one, key)))) : all;
  }

  async #all(url: string): Promise<readonly Json[]> {
    return jsonObjects(await this.#get(`${url}?recursion=1`));
  }

  async #of(before: string, name: string, after: string): Promise<Json> {
    if (!isLxdName(name)) throw new Gone(`no name: ${name}`);
    return this.#get(before + encodeURIComponent(name) + after, ITEM_BYTES);
  }

  async #get(url: string, bodyBytes?: number): Promise<Json> {
    const metadata = jsonAt(await this.#socket.getOnce(url, this.#signal, bodyBytes), 'metadata');
    if (metadata === undefined) throw new Refused(this.#socket.path, 'the server answers without metadata');
    return metadata;
  }
}

/** Undefined for what is not there. */
async function orNone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Gone) return undefined;
    throw error;
  }
}

/** A part of a URL's path that leads nowhere else. */
const isLxdName = (name: string): boolean => /^[a-z\d_][\w.:-]{0,252}$/i.test(name);
