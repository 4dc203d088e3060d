import { COST, tableOf } from '../../catalog/index.js';
import { type OsRelease, readOsRelease } from '../../host/index.js';
import {
  type InNamespace,
  type MountNamespace,
  mountNamespaceId,
  mountNamespaces,
  pidWithNamespace,
} from '../mount-namespace.js';

/** An installed system; its files are read once. */
class System implements InNamespace {
  #release: OsRelease | undefined;
  constructor(readonly namespace: MountNamespace) {}

  get release(): OsRelease {
    this.#release ??= readOsRelease(this.namespace.host);
    return this.#release;
  }
}

const { table, integer, bigint, text } = tableOf<System>();
const fromFiles = { cost: 4 * COST.file, group: 'release' } as const;

/** One row for the host, or one for each process whose view is asked for. */
export const osVersion = table({
  name: 'os_version',
  description: 'Which operating system this is, and which release of it',
  rows: 1,
  sources: ['/etc/os-release', '/usr/lib/os-release', '/etc/debian_version and the like'],
  examples: [
    'SELECT platform, version FROM os_version',
    'SELECT pid_with_namespace, name, version FROM os_version WHERE pid_with_namespace IN (1, 4711)',
  ],
  columns: {
    name: text('Name, such as "Debian GNU/Linux"', ({ release }) => release.name, fromFiles),
    version: text('Release, as the distribution writes it', ({ release }) => release.version, {
      ...fromFiles,
      collation: 'version',
    }),
    major: integer('First number of the release', ({ release }) => release.major, fromFiles),
    minor: integer('Second number of the release', ({ release }) => release.minor, fromFiles),
    patch: integer('Third number of the release', ({ release }) => release.patch, fromFiles),
    build: text('Id of the image it was installed from', ({ release }) => release.build, fromFiles),
    platform: text(
      'Id of the distribution, such as debian; rhel for all of that family',
      ({ release }) => release.platform,
      fromFiles,
    ),
    platform_like: text('Ids of the distributions it is made from', ({ release }) => release.platformLike, fromFiles),
    codename: text('Name of the release, such as bookworm', ({ release }) => release.codename, fromFiles),
    arch: text("The kernel's architecture, such as x86_64", ({ namespace }) => namespace.host.facts.uname.machine),
    extra: text('Rapid security response, on macOS only', () => null, { hidden: true }),
    install_date: bigint('Time of the installation, on Windows only', () => null, { hidden: true }),
    revision: integer('Update build revision, on Windows only', () => null, { hidden: true }),
    pid_with_namespace: pidWithNamespace(),
    mount_namespace_id: mountNamespaceId,
  },
  *scan({ host, lookup }) {
    for (const namespace of mountNamespaces(host, lookup.pid_with_namespace)) yield new System(namespace);
  },
});
