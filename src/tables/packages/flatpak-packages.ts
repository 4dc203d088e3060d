import { COST, type ScanRequest, tableOf } from '../../catalog/index.js';
import {
  type FlatpakDeployment,
  type FlatpakDetails,
  type Host,
  listFlatpaks,
  readFlatpakDetails,
  readOr,
  readPasswd,
} from '../../host/index.js';
import { Complaints } from '../complaints.js';
import { admitting } from '../users/ids.js';
import { purl } from './purl.js';

const SYSTEM = '/var/lib/flatpak';
const OF_A_USER = '.local/share/flatpak';

/** Something of flatpak's; its files are read when something of them is asked for. */
class FlatpakPackage {
  #details: FlatpakDetails | undefined;

  constructor(
    readonly host: Host,
    readonly deployment: FlatpakDeployment,
    /** Null for what is installed for everybody. */
    readonly uid: number | null,
    readonly complaints: Complaints,
  ) {}

  get details(): FlatpakDetails {
    this.#details ??= readFlatpakDetails(this.host, this.deployment, this.complaints.attempt);
    return this.#details;
  }
}

const { table, bigint, text } = tableOf<FlatpakPackage>();
const files = { cost: 4 * COST.file, group: 'details' } as const;

/** A row per installation, application or runtime, processor and branch. */
export const flatpakPackages = table({
  name: 'flatpak_packages',
  description: 'Applications and runtimes of flatpak, installed for everybody or for a user',
  rows: 20,
  rowCost: COST.directory,
  sources: ['/var/lib/flatpak', '~/.local/share/flatpak', '/etc/passwd'],
  privileges: 'root for the homes of other users',
  examples: [
    "SELECT id, version, origin FROM flatpak_packages WHERE kind = 'app'",
    "SELECT id, permissions FROM flatpak_packages WHERE permissions LIKE '%filesystems=%host%'",
  ],
  columns: {
    id: text('Id, such as org.mozilla.firefox', ({ deployment }) => deployment.id),
    kind: text('app or runtime', ({ deployment }) => deployment.kind),
    uid: bigint('User who has installed it; null for what is there for everybody', (row) => row.uid, {
      key: { rowsPerValue: 10 },
    }),
    name: text('Name for people', ({ details }) => details.name, files),
    version: text('Version, as its newest release is called', ({ details }) => details.version, {
      ...files,
      collation: 'version',
    }),
    arch: text('Processor it is for', ({ deployment }) => deployment.arch),
    branch: text('Branch, such as stable or 24.08', ({ deployment }) => deployment.branch),
    commit_hash: text('Commit that is in place', ({ deployment }) => deployment.commit),
    origin: text('Remote that it came from', ({ details }) => details.origin, files),
    runtime: text('Runtime that it runs on', ({ details }) => details.runtime, files),
    license: text('License of the project', ({ details }) => details.license, files),
    permissions: text('What it is let out to', ({ details }) => details.permissions, files),
    path: text('Its folder', ({ deployment }) => deployment.path),
    purl: text(
      'Package URL, such as pkg:flatpak/org.mozilla.firefox@127.0?arch=x86_64&branch=stable',
      ({ deployment: { id, arch, branch }, details }) =>
        purl({ type: 'flatpak', name: id, version: details.version, qualifiers: { arch, branch } }),
      { ...files, hidden: true },
    ),
  },
  *scan(request) {
    const { host, checkpoint, warn } = request;
    const complaints = new Complaints('flatpak_packages', warn);
    for (const { root, uid } of installations(request)) {
      for (const deployment of listFlatpaks(host, root, complaints.attempt)) {
        checkpoint();
        yield new FlatpakPackage(host, deployment, uid, complaints);
      }
    }
  },
});

type Request = Pick<ScanRequest, 'host' | 'shared'> & {
  readonly lookup: { readonly uid?: Parameters<typeof admitting<number>>[0] };
};

/** That of the system, and one for each user who may have one. */
function* installations({ host, lookup, shared }: Request): Generator<{ root: string; uid: number | null }> {
  if (!lookup.uid) yield { root: SYSTEM, uid: null };
  const isAsked = admitting(lookup.uid);
  const seen = new Set<string>();
  for (const { uid, directory } of readOr([], () => shared(host, readPasswd))) {
    const root = `${directory?.replace(/\/+$/, '') ?? ''}/${OF_A_USER}`;
    if (!directory?.startsWith('/') || seen.has(root) || !isAsked(uid)) continue;
    seen.add(root);
    if (host.exists(root)) yield { root, uid };
  }
}
