import { COST, tableOf } from '../../catalog/index.js';
import { type OsRelease, RPM_TAG, type RpmHeader, readOsRelease, readRpmPackages } from '../../host/index.js';
import { type InNamespace, mountNamespaceId, mountNamespaces, pidWithNamespace } from '../mount-namespace.js';
import { distribution, purl } from './purl.js';

interface Installed extends InNamespace {
  readonly header: RpmHeader;
  /** The system that the packages are of. */
  readonly release: () => OsRelease;
}

const { table, integer, bigint, text } = tableOf<Installed>();

/** Values that many packages share. */
const commonKey = { rowsPerValue: 200 };

/** A row per package and version: several kernels, say. Keys of signers (`gpg-pubkey`) are packages to rpm. */
export const rpmPackages = table({
  name: 'rpm_packages',
  description: 'Packages that rpm has installed',
  rows: 1000,
  rowCost: COST.file,
  sources: ['/usr/lib/sysimage/rpm', '/var/lib/rpm: rpmdb.sqlite, Packages.db or Packages'],
  examples: [
    "SELECT name, version, release FROM rpm_packages WHERE name IN ('openssl-libs', 'kernel-core')",
    'SELECT vendor, count(*) AS packages FROM rpm_packages GROUP BY vendor',
  ],
  columns: {
    name: text('Name', ({ header }) => header.text(RPM_TAG.name), { key: { rowsPerValue: 2 } }),
    version: text("Version, as the package's authors count", ({ header }) => header.text(RPM_TAG.version), {
      collation: 'version_rhel',
      key: commonKey,
    }),
    release: text('Release of that version', ({ header }) => header.text(RPM_TAG.release), { key: commonKey }),
    source: text('Source package it was built from', ({ header }) => header.text(RPM_TAG.sourceRpm)),
    size: bigint(
      'Size of its files in bytes',
      ({ header }) => header.number(RPM_TAG.size) ?? header.number(RPM_TAG.longSize),
    ),
    sha1: text('SHA-1 of its header, not of its contents', ({ header }) => header.text(RPM_TAG.sha1Header), {
      collation: 'nocase',
    }),
    arch: text('Architecture, such as x86_64 or noarch', ({ header }) => header.text(RPM_TAG.arch), { key: commonKey }),
    epoch: integer('Counts before the version; null for most packages', (row) => numberOf(row, RPM_TAG.epoch), {
      key: commonKey,
    }),
    install_time: integer('When it was installed', (row) => numberOf(row, RPM_TAG.installTime)),
    vendor: text('Who made it', ({ header }) => header.text(RPM_TAG.vendor)),
    package_group: text('Group of packages it belongs to', ({ header }) => header.text(RPM_TAG.group)),
    pid_with_namespace: pidWithNamespace(1000),
    mount_namespace_id: mountNamespaceId,
    purl: text('Package URL, such as pkg:rpm/rhel/bash@5.1.8-9.el9?arch=x86_64&distro=rhel-9.4', purlOf, {
      hidden: true,
    }),
  },
  *scan({ host, lookup, checkpoint, shared, warn }) {
    const names = lookup.name?.values && new Set(lookup.name.values);
    const isWanted = admitted(lookup);
    for (const namespace of mountNamespaces(host, lookup.pid_with_namespace)) {
      const release = () => shared(namespace.host, readOsRelease);
      for (const header of readRpmPackages(namespace.host, { ...(names && { names }) }, { checkpoint, warn })) {
        if (isWanted(header)) yield { header, release, namespace };
      }
    }
  },
});

/** What a query says of a column: any of these. */
type Said = { readonly values?: readonly (string | number)[] } | undefined;

/** A test for what a query says beside the name: these columns have no index of rpm's, but a header need not be made a row. */
function admitted(lookup: { readonly [column in 'version' | 'release' | 'arch' | 'epoch']?: Said }) {
  const tests: ((header: RpmHeader) => boolean)[] = [];
  for (const column of ['version', 'release', 'arch'] as const) {
    const values = lookup[column]?.values;
    const known = values && new Set(values);
    if (known) tests.push((header) => known.has(header.text(RPM_TAG[column]) ?? Number.NaN));
  }
  const epochs = lookup.epoch?.values;
  if (epochs) tests.push((header) => epochs.includes(Number(header.number(RPM_TAG.epoch) ?? Number.NaN)));
  return (header: RpmHeader): boolean => tests.every((test) => test(header));
}

/** Numbers of 32 bits. */
function numberOf({ header }: Installed, tag: number): number | null {
  const value = header.number(tag);
  return value === null ? null : Number(value);
}

/** In the name of the distribution, `redhat` where the system does not tell. */
function purlOf(installed: Installed): string | null {
  const { header, release } = installed;
  const { namespace, distro } = distribution(release(), 'redhat');
  const parts = [header.text(RPM_TAG.version), header.text(RPM_TAG.release)].filter((part) => part !== null);
  return purl({
    type: 'rpm',
    namespace,
    name: header.text(RPM_TAG.name),
    version: parts.join('-'),
    qualifiers: { arch: header.text(RPM_TAG.arch), distro, epoch: numberOf(installed, RPM_TAG.epoch) },
  });
}
