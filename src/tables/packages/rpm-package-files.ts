import { COST, tableOf } from '../../catalog/index.js';
import { RPM_TAG, type RpmFile, type RpmHeader, type RpmWanted, readRpmPackages, rpmFiles } from '../../host/index.js';

interface PackagedFile extends RpmFile {
  readonly header: RpmHeader;
}

const { table, bigint, text } = tableOf<PackagedFile>();

/** A row per file of each package, folders and links among them: what should be on the disk. */
export const rpmPackageFiles = table({
  name: 'rpm_package_files',
  description: 'Files of the packages that rpm has installed, as the packages brought them',
  rows: 100_000,
  sources: ['/usr/lib/sysimage/rpm', '/var/lib/rpm: rpmdb.sqlite, Packages.db or Packages'],
  examples: [
    "SELECT path, mode, sha256 FROM rpm_package_files WHERE package = 'bash'",
    "SELECT package FROM rpm_package_files WHERE path IN ('/usr/bin/bash', '/usr/bin/sh')",
    'SELECT f.path FROM rpm_package_files AS f JOIN hash AS h USING (path) WHERE f.sha256 <> h.sha256',
  ],
  columns: {
    package: text('Package that brought it', ({ header }) => header.text(RPM_TAG.name), {
      key: { rowsPerValue: 100 },
    }),
    path: text('Where it belongs', ({ path }) => path, { key: { rowsPerValue: 2 } }),
    username: text('Owner', ({ userName }) => userName),
    groupname: text('Group', ({ groupName }) => groupName),
    mode: text('Permission bits in octal, such as 0755', ({ mode }) => modeText(mode)),
    size: bigint('Size in bytes', ({ sizeBytes }) => sizeBytes),
    sha256: text('SHA-256 of its contents; null for what has none, and in old packages', ({ sha256 }) => sha256, {
      collation: 'nocase',
    }),
  },
  rowCost: COST.syscall,
  *scan({ host, lookup, checkpoint, warn }) {
    const paths = lookup.path?.values && new Set(lookup.path.values);
    for (const header of readRpmPackages(host, wantedBy(lookup.package?.values, paths), { checkpoint, warn })) {
      for (const file of rpmFiles(header, paths && ((path) => paths.has(path)))) {
        checkpoint();
        yield { ...file, header };
      }
    }
  },
});

function wantedBy(names: readonly string[] | undefined, paths: ReadonlySet<string> | undefined): RpmWanted {
  const baseNames = paths && new Set([...paths].map((path) => path.slice(path.lastIndexOf('/') + 1)));
  return { ...(names && { names: new Set(names) }), ...(baseNames && { baseNames }) };
}

const modeText = (mode: number | null): string | null =>
  mode === null ? null : (mode & 0o7777).toString(8).padStart(4, '0');
