import { COST, tableOf } from '../../catalog/index.js';
import { type Host, listSnaps, readSnapYaml, type Snap } from '../../host/index.js';
import { Complaints } from '../complaints.js';
import { purl } from './purl.js';

const NOTHING: ReadonlyMap<string, string> = new Map();

/** A snap; its description is read when something of it is asked for. */
class SnapPackage {
  #yaml: ReadonlyMap<string, string> | undefined;

  constructor(
    readonly host: Host,
    readonly snap: Snap,
    readonly complaints: Complaints,
  ) {}

  get yaml(): ReadonlyMap<string, string> {
    const { host, snap, complaints } = this;
    this.#yaml ??= complaints.attempt(NOTHING, () => (snap.path === null ? NOTHING : readSnapYaml(host, snap.path)));
    return this.#yaml;
  }

  get sizeBytes(): bigint | null {
    const { host, snap, complaints } = this;
    return complaints.attempt(null, () => (snap.file === null ? null : host.stat(snap.file).size));
  }
}

const { table, bigint, integer, text } = tableOf<SnapPackage>();
const field = (description: string, name: string) =>
  text(description, ({ yaml }) => yaml.get(name), { cost: COST.file, group: 'yaml' });

/** A row per snap and revision. */
export const snapPackages = table({
  name: 'snap_packages',
  description: 'Snaps that are installed, in each revision that is kept',
  rows: 20,
  rowCost: COST.file,
  sources: ['/var/lib/snapd/snaps', 'meta/snap.yaml below /snap or /var/lib/snapd/snap'],
  privileges: 'root for the sizes, and for revisions that are not mounted',
  examples: [
    'SELECT name, version, revision FROM snap_packages WHERE active = 1',
    "SELECT name, confinement FROM snap_packages WHERE confinement <> 'strict'",
  ],
  columns: {
    name: text('Name', ({ snap }) => snap.name),
    version: text('Version, as its maker writes it', ({ yaml }) => yaml.get('version'), {
      cost: COST.file,
      group: 'yaml',
      collation: 'version',
    }),
    revision: text(
      'Revision in the store; x1 and the like for one that came from elsewhere',
      ({ snap }) => snap.revision,
    ),
    active: integer('1 for the revision that is in use', ({ snap }) => Number(snap.isCurrent)),
    title: field('Name for people', 'title'),
    summary: field('What it is, in a line', 'summary'),
    license: field('License, as an SPDX expression', 'license'),
    type: field('app, base, gadget, kernel, snapd; null means app', 'type'),
    base: field('Snap that it runs on', 'base'),
    confinement: field('strict, classic or devmode', 'confinement'),
    grade: field('stable or devel', 'grade'),
    size: bigint('Bytes of its file', (row) => row.sizeBytes, { cost: COST.syscall }),
    path: text('Where it is mounted; null for a revision that is not', ({ snap }) => snap.path),
    purl: text(
      'Package URL, such as pkg:snap/firefox@127.0?revision=4336',
      ({ snap: { name, revision }, yaml }) =>
        purl({ type: 'snap', name, version: yaml.get('version') ?? null, qualifiers: { revision } }),
      { hidden: true, cost: COST.file, group: 'yaml' },
    ),
  },
  *scan({ host, checkpoint, warn }) {
    const complaints = new Complaints('snap_packages', warn);
    for (const snap of listSnaps(host, complaints.attempt)) {
      checkpoint();
      yield new SnapPackage(host, snap, complaints);
    }
  },
});
