import { COST, tableOf } from '../../catalog/index.js';
import {
  listPortagePackages,
  type PortagePackage,
  type PortageWorld,
  parseCount,
  readPortageWorld,
} from '../../host/index.js';
import { purl } from './purl.js';

interface Installed {
  readonly pkg: PortagePackage;
  readonly world: () => PortageWorld;
}

const { table, bigint, integer, text } = tableOf<Installed>();

const field =
  (name: string) =>
  ({ pkg }: Installed) =>
    pkg.field(name);
const count =
  (name: string) =>
  ({ pkg }: Installed) =>
    parseCount(pkg.field(name) ?? undefined);
const oneFile = { cost: COST.file } as const;

/** A row per package and version. */
export const portagePackages = table({
  name: 'portage_packages',
  description: 'Packages that Gentoo has installed',
  rows: 1000,
  rowCost: 1,
  sources: ['/var/db/pkg', '/var/lib/portage/world'],
  examples: [
    "SELECT package, version FROM portage_packages WHERE package = 'dev-libs/openssl'",
    'SELECT package, version, size FROM portage_packages WHERE world = 1',
  ],
  columns: {
    package: text('Category and name', ({ pkg }) => pkg.name, { key: {} }),
    version: text('Version with its revision', ({ pkg }) => pkg.version, { collation: 'version' }),
    slot: text('Slot: packages in different ones can be installed side by side', field('SLOT'), oneFile),
    build_time: bigint('When it was built, in seconds since the epoch', count('BUILD_TIME'), oneFile),
    repository: text('Repository it came from', field('repository'), oneFile),
    eapi: bigint('Version of the format of its ebuild', count('EAPI'), oneFile),
    size: bigint('Size of its files, in bytes', count('SIZE'), oneFile),
    world: integer(
      '1 for one that was asked for by name, not only for another',
      ({ pkg, world }) => Number(world().has(pkg.name, pkg.field('SLOT'))),
      oneFile,
    ),
    purl: text('Package URL, such as pkg:ebuild/dev-libs/openssl@3.0.13', purlOf, { hidden: true }),
  },
  *scan({ host, lookup, checkpoint, shared }) {
    const world = () => shared(host, readPortageWorld);
    for (const pkg of listPortagePackages(host, lookup.package?.values)) {
      checkpoint();
      yield { pkg, world };
    }
  },
});

function purlOf({ pkg: { name, version } }: Installed): string | null {
  const slash = name.indexOf('/');
  return purl({ type: 'ebuild', namespace: name.slice(0, slash), name: name.slice(slash + 1), version });
}
