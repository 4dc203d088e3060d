import { COST, tableOf } from '../../catalog/index.js';
import { type Host, readAttribute, readOrWarn } from '../../host/index.js';

const FOLDER = '/sys/kernel/security/apparmor/policy/profiles';

/** Profiles within profiles are a few levels deep. */
const MAX_DEPTH = 16;

interface Profile {
  readonly host: Host;
  readonly folder: string;
  /** Names from the outermost profile on. */
  readonly path: string;
}

const { table, text } = tableOf<Profile>();

const attribute = (name: string, description: string, collation: 'binary' | 'nocase' = 'binary') =>
  text(description, ({ host, folder }) => readAttribute(host, `${folder}/${name}`), { cost: COST.file, collation });

/** Root alone may read them. */
export const apparmorProfiles = table({
  name: 'apparmor_profiles',
  description: 'AppArmor profiles that are loaded',
  rows: 30,
  rowCost: COST.file + COST.directory,
  sources: ['/sys/kernel/security/apparmor/policy/profiles'],
  privileges: 'root (CAP_MAC_ADMIN)',
  examples: [
    "SELECT path, mode FROM apparmor_profiles WHERE mode <> 'enforce'",
    'SELECT mode, count(*) AS profiles FROM apparmor_profiles GROUP BY mode',
  ],
  columns: {
    path: text('Name, after those of the profiles it is in and //', (profile) => profile.path, { key: {} }),
    name: attribute('name', 'Name'),
    attach: attribute('attach', 'Programs it is for'),
    mode: attribute('mode', 'enforce, complain, kill or unconfined'),
    sha1: attribute('sha1', 'SHA-1 of the compiled profile, null where the kernel made the other one', 'nocase'),
    sha256: attribute('sha256', 'SHA-256 of the compiled profile, null where the kernel made the other one', 'nocase'),
  },
  *scan({ host, lookup, warn, checkpoint }) {
    const wanted = lookup.path?.values && new Set(lookup.path.values);
    for (const profile of profilesIn(host, FOLDER, '', 0, warn)) {
      checkpoint();
      if (!wanted || wanted.has(profile.path)) yield profile;
    }
  },
});

function* profilesIn(
  host: Host,
  folder: string,
  parent: string,
  depth: number,
  warn: (message: string) => void,
): Generator<Profile> {
  if (depth > MAX_DEPTH) return;
  const entries = readOrWarn([], warn, () => host.listEntries(folder));
  for (const entry of entries.map(({ name }) => name).sort()) {
    const name = readAttribute(host, `${folder}/${entry}/name`);
    if (name === null) continue;
    const path = parent + name;
    yield { host, folder: `${folder}/${entry}`, path };
    yield* profilesIn(host, `${folder}/${entry}/profiles`, `${path}//`, depth + 1, warn);
  }
}
