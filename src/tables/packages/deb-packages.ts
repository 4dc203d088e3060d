import { COST, tableOf } from '../../catalog/index.js';
import {
  type DebPackage,
  type Host,
  type OsRelease,
  readDebPackages,
  readOrWarn,
  readOsRelease,
} from '../../host/index.js';
import { type InNamespace, mountNamespaceId, mountNamespaces, pidWithNamespace } from '../mount-namespace.js';
import { distribution, purl } from './purl.js';

interface Installed extends InNamespace {
  readonly pkg: DebPackage;
  readonly adminDir: string;
  /** The system that the packages are of. */
  readonly release: () => OsRelease;
}

const { table, bigint, text } = tableOf<Installed>();

/** Where dpkg keeps its database. */
export const ADMIN_DIR = '/var/lib/dpkg';

/** A package in each architecture it is installed for; also those of which only configuration files are left. */
export const debPackages = table({
  name: 'deb_packages',
  description: 'Debian packages that dpkg has installed, or has left configuration files of',
  rows: 1000,
  rowCost: COST.syscall,
  sources: ['/var/lib/dpkg/status', '/var/lib/dpkg/updates'],
  examples: [
    "SELECT name, version FROM deb_packages WHERE name IN ('openssl', 'libssl3')",
    "SELECT name, version FROM deb_packages WHERE status <> 'install ok installed'",
    "SELECT name, version FROM deb_packages WHERE admindir = '/srv/image/var/lib/dpkg'",
  ],
  columns: {
    name: text('Package', ({ pkg }) => pkg.name, { key: {} }),
    version: text('Version', ({ pkg }) => pkg.version, { collation: 'version_dpkg' }),
    source: text('Source package, where its name or version is another', ({ pkg }) => pkg.source),
    size: bigint('Size of its files, in KiB', ({ pkg }) => pkg.installedKib),
    arch: text('Architecture, such as amd64 or all', ({ pkg }) => pkg.arch),
    revision: text(
      "Debian's part of the version; null for packages that are native to Debian",
      ({ pkg }) => pkg.revision,
    ),
    status: text('What is wanted, whether there was an error, and what is', ({ pkg }) => pkg.status),
    maintainer: text('Who maintains it', ({ pkg }) => pkg.maintainer),
    section: text('Section of the archive', ({ pkg }) => pkg.section),
    priority: text('Priority: required, important, standard, optional or extra', ({ pkg }) => pkg.priority),
    admindir: text('Folder of the dpkg database', ({ adminDir }) => adminDir, { key: { rowsPerValue: 1000 } }),
    pid_with_namespace: pidWithNamespace(1000),
    mount_namespace_id: mountNamespaceId,
    purl: text('Package URL, such as pkg:deb/debian/curl@7.88.1-10?arch=amd64&distro=debian-12', purlOf, {
      hidden: true,
    }),
  },
  *scan({ host, lookup, checkpoint, shared, warn }) {
    const names = lookup.name?.values && new Set(lookup.name.values);
    for (const namespace of mountNamespaces(host, lookup.pid_with_namespace)) {
      const release = () => shared(namespace.host, readOsRelease);
      for (const adminDir of lookup.admindir?.values ?? [ADMIN_DIR]) {
        checkpoint();
        if (adminDir === '') continue;
        for (const pkg of readOrWarn([], warn, () => packagesIn(namespace.host, adminDir, names, warn))) {
          yield { pkg, adminDir, release, namespace };
        }
      }
    }
  },
});

/** A host without dpkg has none; a folder that holds no database is worth a word. */
function packagesIn(
  host: Host,
  adminDir: string,
  names: ReadonlySet<string> | undefined,
  warn: (message: string) => void,
): DebPackage[] {
  if (host.exists(adminDir) && !host.exists(`${adminDir}/status`)) warn(`no dpkg database in ${adminDir}`);
  return readDebPackages(host, adminDir, names);
}

/** In the name of the distribution, `debian` where the system does not tell. */
function purlOf({ pkg, release }: Installed): string | null {
  const { namespace, distro } = distribution(release(), 'debian');
  const arch = pkg.arch === '<empty>' ? null : pkg.arch;
  return purl({ type: 'deb', namespace, name: pkg.name, version: pkg.version, qualifiers: { arch, distro } });
}
