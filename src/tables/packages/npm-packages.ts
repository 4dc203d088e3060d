import { COST, type Shared, tableOf } from '../../catalog/index.js';
import {
  type Host,
  type NpmFolder,
  type NpmManifest,
  npmManifestOf,
  npmRoots,
  readJson,
  readOr,
  readPasswd,
  walkNpmTree,
} from '../../host/index.js';
import { Complaints } from '../complaints.js';
import {
  type InNamespace,
  type MountNamespace,
  mountNamespaceId,
  mountNamespaces,
  pidWithNamespace,
} from '../mount-namespace.js';
import { purl } from './purl.js';

const DEFAULT_MAX_DEPTH = 100;
/** The largest that npm publishes are a tenth of it. */
const MANIFEST_MAX_BYTES = 1024 * 1024;

/** A package in a tree; its package.json is read when something of it is asked for. */
class NpmPackage implements InNamespace {
  #manifest: NpmManifest | undefined;

  constructor(
    readonly found: NpmFolder,
    readonly directory: string,
    readonly maxDepth: number,
    readonly namespace: MountNamespace,
    readonly complaints: Complaints,
  ) {}

  get path(): string {
    return `${this.found.folder}/package.json`;
  }

  get manifest(): NpmManifest {
    const { complaints, namespace, path } = this;
    this.#manifest ??= npmManifestOf(
      complaints.attempt(undefined, () => readJson(namespace.host, path, MANIFEST_MAX_BYTES)),
    );
    return this.#manifest;
  }
}

const { table, integer, text } = tableOf<NpmPackage>();
const oneFile = { cost: 25, group: 'manifest' } as const;

/** A row per package folder; one whose package.json is none says where it is. */
export const npmPackages = table({
  name: 'npm_packages',
  description:
    'Packages of npm, pnpm and yarn: those installed for everybody or for a user, or those below a directory',
  rows: 1000,
  rowCost: COST.file,
  sources: [
    'node_modules below /usr/lib, /usr/local/lib and the homes of users (nvm, asdf, fnm, mise, volta, pnpm, yarn, bun)',
    'node_modules, with .pnpm and .store in it, and .yarn/unplugged below the directories that a query names',
  ],
  privileges: 'root for the homes of other users',
  examples: [
    'SELECT name, version, path FROM npm_packages WHERE depth = 0',
    "SELECT name, version, license FROM npm_packages WHERE directory = '/srv/app'",
    "SELECT name, version FROM npm_packages WHERE directory = '/srv/app' AND max_depth = 0",
  ],
  columns: {
    name: text('Name, with its scope: @types/node', ({ manifest }) => manifest.name, oneFile),
    version: text('Version', ({ manifest }) => manifest.version, { ...oneFile, collation: 'version' }),
    description: text('What it is, in words', ({ manifest }) => manifest.description, oneFile),
    author: text('Who wrote it', ({ manifest }) => manifest.author, oneFile),
    license: text('License, mostly as an SPDX expression', ({ manifest }) => manifest.license, oneFile),
    homepage: text('Its page', ({ manifest }) => manifest.homepage, oneFile),
    path: text('Its package.json', (row) => row.path),
    directory: text('Folder whose node_modules it is below', (row) => row.directory, { key: { rowsPerValue: 1000 } }),
    depth: integer("Packages that it is within: 0 in the directory's own node_modules", ({ found }) => found.depth),
    max_depth: integer('How deep to look, 100 where nothing is said; -1 for all', (row) => row.maxDepth, {
      hidden: true,
      key: { rowsPerValue: 1000 },
    }),
    pid_with_namespace: pidWithNamespace(1000),
    mount_namespace_id: mountNamespaceId,
    purl: text(
      'Package URL, such as pkg:npm/%40types/node@20.1.0',
      ({ manifest: { name, version } }) => purl({ type: 'npm', name, version }),
      { ...oneFile, hidden: true },
    ),
  },
  *scan({ host, lookup, checkpoint, shared, warn }) {
    const complaints = new Complaints('npm_packages', warn);
    for (const namespace of mountNamespaces(host, lookup.pid_with_namespace)) {
      const roots = lookup.directory?.values ?? npmRoots(namespace.host, homesOf(namespace.host, shared));
      for (const maxDepth of lookup.max_depth?.values ?? [DEFAULT_MAX_DEPTH]) {
        if (maxDepth < -1) continue;
        const options = { maxDepth, attempt: complaints.attempt, checkpoint };
        for (const directory of roots.filter((root) => root.startsWith('/')))
          for (const found of walkNpmTree(namespace.host, directory.replace(/\/+$/, ''), options))
            yield new NpmPackage(found, directory, maxDepth, namespace, complaints);
      }
    }
  },
});

/** Of local users, and what else is in /home: users of a network's directory are there too. */
function homesOf(host: Host, shared: Shared): string[] {
  const ofUsers = readOr([], () => shared(host, readPasswd)).map(
    ({ directory }) => directory?.replace(/\/+$/, '') ?? '',
  );
  const others = readOr<string[]>([], () => host.list('/home')).map((name) => `/home/${name}`);
  return [...new Set([...ofUsers, ...others])].filter((home) => home.startsWith('/')).sort();
}
