import type { Lookup } from '../../catalog/index.js';
import { type Host, type PasswdEntry, queryPasswd, readOrWarn, readPasswd } from '../../host/index.js';
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
  warn(message: string): void;
}

/**
 * The users a query asks for, by the uids it names. Where it names none: all local users for root, who is told so, and
 * ourselves for others, who may not read more. Each pair of uid and home once.
 */
export function* homeOwners(request: OwnersRequest, table: string): Generator<HomeOwner> {
  const { host, lookup, warn } = request;
  const isRoot = host.facts.euid === 0;
  const uids = lookup.uid?.values ?? (isRoot ? undefined : [host.facts.uid]);
  if (!uids) warn(`${table} shows the files of all local users: name a uid, or join users, for those of some`);
  for (const namespace of mountNamespaces(host, lookup.pid_with_namespace)) {
    const seen = new Set<string>();
    for (const { uid, directory } of usersOf(namespace.host, uids, warn)) {
      const home = directory?.replace(/\/+$/, '');
      if (home === undefined || !directory?.startsWith('/') || seen.has(`${uid} ${home}`)) continue;
      seen.add(`${uid} ${home}`);
      yield { uid, home, namespace };
    }
  }
}

/** Those of the file; the name service is asked for uids that are not in it. */
function usersOf(host: Host, uids: readonly number[] | undefined, warn: (message: string) => void): PasswdEntry[] {
  const local = readOrWarn([], warn, () => readPasswd(host));
  if (!uids) return local;
  const wanted = new Set(uids);
  const found = local.filter(({ uid }) => wanted.has(uid));
  for (const { uid } of found) wanted.delete(uid);
  const missing = [...wanted].filter(isId).map(String);
  if (missing.length === 0) return found;
  const known = readOrWarn([], warn, () => queryPasswd(host, missing));
  return [...found, ...known.filter(({ uid }) => wanted.has(uid))];
}
