import type { Lookup, Shared } from '../../catalog/index.js';
import { Gone } from '../../core/index.js';
import {
  type Host,
  type PasswdEntry,
  queryPasswd,
  Refused,
  readOrWarn,
  readPasswd,
  readRegularText,
} from '../../host/index.js';
import { type InNamespace, mountNamespaces } from '../mount-namespace.js';
import { isId } from './ids.js';

/** Somebody whose files a table reads. */
export interface HomeOwner extends InNamespace {
  readonly uid: number;
  /** Without a slash at its end. */
  readonly home: string;
}

interface OwnersRequest {
  readonly host: Host;
  readonly lookup: { readonly uid?: Lookup<number>; readonly pid_with_namespace?: Lookup<number> };
  readonly shared: Shared;
  warn(message: string): void;
}

/**
 * Users and their files, for one scan of a table. Whoever asks, all local users are tried and the files themselves decide
 * what we may read, so that a scan of the whole table and lookups of uids give the same rows.
 */
export class UserFiles {
  readonly #request: OwnersRequest;
  readonly #table: string;
  readonly #complaints = new Set<string>();

  constructor(request: OwnersRequest, table: string) {
    this.#request = request;
    this.#table = table;
  }

  /** The users a query asks for, by the uids it names, else all local ones, which is a warning. Each pair of uid and home once. */
  *owners(): Generator<HomeOwner> {
    const { host, lookup, shared, warn } = this.#request;
    const uids = lookup.uid?.values;
    if (!uids) warn(`${this.#table}: no uid is named, so the files of all local users are read`);
    for (const namespace of mountNamespaces(host, lookup.pid_with_namespace)) {
      const seen = new Set<string>();
      for (const { uid, directory } of usersOf(namespace.host, uids, shared, warn)) {
        const home = directory?.replace(/\/+$/, '');
        if (home === undefined || !directory?.startsWith('/') || seen.has(`${uid} ${home}`)) continue;
        seen.add(`${uid} ${home}`);
        yield { uid, home, namespace };
      }
    }
  }

  /** Whether a user's home is there and lets us in; that some are closed to us is told. */
  isOpen({ home, namespace: { host } }: HomeOwner): boolean {
    return this.attempt(false, () => host.stat(`${home}/.`).isDirectory());
  }

  /** A regular file's text, '' where it is not there or closed to us. */
  text(host: Host, path: string, limitBytes?: number): string {
    return this.attempt('', () => readRegularText(host, path, limitBytes));
  }

  /** What `read` gives, or `otherwise`. One warning for each reason why the host refuses, not one for each user. */
  readonly attempt = <T>(otherwise: T, read: () => T): T => {
    try {
      return read();
    } catch (error) {
      if (error instanceof Refused) this.#complain(error);
      else if (!(error instanceof Gone)) throw error;
      return otherwise;
    }
  };

  #complain({ path, reason }: Refused): void {
    if (this.#complaints.has(reason)) return;
    this.#complaints.add(reason);
    this.#request.warn(`${this.#table}: cannot read files of some users, such as ${path}: ${reason}`);
  }
}

/** Those of the file; the name service is asked for uids that are not in it. */
function usersOf(
  host: Host,
  uids: readonly number[] | undefined,
  shared: Shared,
  warn: (message: string) => void,
): PasswdEntry[] {
  const local = readOrWarn([], warn, () => shared(host, readPasswd));
  if (!uids) return local;
  const wanted = new Set(uids);
  const found = local.filter(({ uid }) => wanted.has(uid));
  for (const { uid } of found) wanted.delete(uid);
  const missing = [...wanted].filter(isId).map(String);
  if (missing.length === 0) return found;
  const known = readOrWarn([], warn, () => queryPasswd(host, missing));
  return [...found, ...known.filter(({ uid }) => wanted.has(uid))];
}
