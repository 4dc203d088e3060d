import { COST, type Lookup, type ScanRequest, tableOf } from '../../catalog/index.js';
import { type FileStats, type Host, readGroups, readOr, readPasswd } from '../../host/index.js';
import { type InNamespace, mountNamespaces, pidWithNamespace } from '../mount-namespace.js';
import { folderOf, within } from './paths.js';
import { Search } from './search.js';

interface SetIdFile {
  readonly path: string;
  readonly stats: FileStats;
}

/** Names of ids, read from the namespace's files when the first is asked for. */
class Owners {
  #users: ReadonlyMap<number, string> | undefined;
  #groups: ReadonlyMap<number, string> | undefined;
  constructor(private readonly host: Host) {}

  user(uid: number): string {
    this.#users ??= namesById(readOr([], () => readPasswd(this.host)).map(({ uid, name }) => [uid, name]));
    return this.#users.get(uid) ?? String(uid);
  }

  group(gid: number): string {
    this.#groups ??= namesById(readOr([], () => readGroups(this.host)).map(({ gid, name }) => [gid, name]));
    return this.#groups.get(gid) ?? String(gid);
  }
}

/** Of two names for one id, the first. */
const namesById = (pairs: [number, string][]): ReadonlyMap<number, string> => new Map(pairs.reverse());

const { table, text } = tableOf<SetIdFile & InNamespace & { readonly owners: Owners }>();

const FOLDERS = ['/bin', '/sbin', '/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/tmp'];
const MAX_ENTRIES = 2_000_000;
const SET_UID = 0o4000n;
const SET_GID = 0o2000n;

/** A row per file, under the path without links of the folder it is in: once where /bin is a link to /usr/bin. */
export const suidBin = table({
  name: 'suid_bin',
  description: 'Files in the usual folders of programs, and in /tmp, that run as their owner or group',
  rows: 30,
  rowCost: COST.directory,
  sources: ['/bin, /sbin, /usr/bin, /usr/sbin, /usr/local/bin, /usr/local/sbin, /tmp'],
  privileges: 'root for folders that are closed to others',
  examples: [
    "SELECT path FROM suid_bin WHERE permissions LIKE '%S%' AND username = 'root'",
    "SELECT * FROM suid_bin WHERE path LIKE '/tmp/%'",
  ],
  columns: {
    path: text('Path of the file, or of a link to it', (row) => row.path, { key: { unique: true } }),
    username: text('Owner, by number where it has no name', (row) => row.owners.user(Number(row.stats.uid))),
    groupname: text('Group, likewise', (row) => row.owners.group(Number(row.stats.gid))),
    permissions: text('S: runs as the owner; G: as the group; SG: both', ({ stats }) => permissionsOf(stats)),
    pid_with_namespace: pidWithNamespace(30),
  },
  *scan(request) {
    const { path, pid_with_namespace } = request.lookup;
    for (const namespace of mountNamespaces(request.host, pid_with_namespace)) {
      const owners = new Owners(namespace.host);
      for (const found of setIdFiles(namespace.host, path, request)) yield { ...found, namespace, owners };
    }
  },
});

const permissionsOf = ({ mode }: FileStats): string => `${mode & SET_UID ? 'S' : ''}${mode & SET_GID ? 'G' : ''}`;

type Caller = Pick<ScanRequest, 'checkpoint' | 'warn'>;

function* setIdFiles(host: Host, paths: Lookup<string> | undefined, request: Caller): Generator<SetIdFile> {
  const search = new Search(host, request);
  const roots = new Set(FOLDERS.map((folder) => readOr('', () => host.canonicalPath(folder))));
  roots.delete('');
  const candidates = paths?.values?.filter((path) => isBelow(host, path, roots)) ?? walk(search, [...roots]);
  for (const path of candidates) {
    const stats = search.attempt(() => host.stat(path));
    if (stats?.isFile() && (stats.mode & (SET_UID | SET_GID)) !== 0n) yield { path, stats };
  }
}

/** Whether a walk from the roots comes by a path: no link on the way. */
function isBelow(host: Host, path: string, roots: ReadonlySet<string>): boolean {
  const folder = folderOf(path);
  if (folder === '' || readOr('', () => host.canonicalPath(folder)) !== folder || path.endsWith('/')) return false;
  return [...roots].some((root) => folder === root || folder.startsWith(within(root, '')));
}

/** All below some folders that is no folder, links unfollowed. */
function* walk(search: Search, roots: string[]): Generator<string> {
  const pending = roots.reverse();
  let entries = 0;
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    try {
      for (const { name, kind } of search.host.streamEntries(folder)) {
        search.request.checkpoint();
        if (++entries > MAX_ENTRIES) {
          search.warn(`suid_bin looks at ${MAX_ENTRIES} files at most: the rest is left out`);
          return;
        }
        const path = within(folder, name);
        if (kind === 'folder' || (kind === 'unknown' && isFolder(search, path))) pending.push(path);
        else if (kind !== 'other') yield path;
      }
    } catch (error) {
      search.skip(error);
    }
  }
}

const isFolder = (search: Search, path: string): boolean =>
  search.attempt(() => search.host.lstat(path))?.isDirectory() ?? false;
