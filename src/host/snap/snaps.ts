import type { Attempt } from '../attempt.js';
import { readOr } from '../errors.js';
import { readRegularText } from '../files/regular.js';
import type { Host } from '../host.js';

/** A revision of a snap that is on this machine. */
export interface Snap {
  readonly name: string;
  /** `x1` and the like for one that was not from the store. */
  readonly revision: string;
  /** Whether it is the revision in use. */
  readonly isCurrent: boolean;
  /** Where it is mounted; null for one that is not. */
  readonly path: string | null;
  /** Its file, of which it is mounted; null for one that is a mere folder. */
  readonly file: string | null;
}

/** Ubuntu mounts snaps below the one, Fedora and Arch below the other. */
const MOUNTS = ['/snap', '/var/lib/snapd/snap'] as const;
const FILES = '/var/lib/snapd/snaps';
const FILE = /^([a-z0-9][a-z0-9_-]*?)_(x?\d+)\.snap$/;
const REVISION = /^x?\d+$/;

/** All revisions of all snaps by name, in order of revision. */
export function listSnaps(host: Host, attempt: Attempt): Snap[] {
  const snaps = new Map<string, Snap>();
  for (const entry of readOr<string[]>([], () => host.list(FILES))) {
    const [, name, revision] = FILE.exec(entry) ?? [];
    if (name !== undefined && revision !== undefined)
      snaps.set(`${name} ${revision}`, { name, revision, isCurrent: false, path: null, file: `${FILES}/${entry}` });
  }
  for (const mount of MOUNTS) {
    // Where one is a link to the other, the real one alone counts.
    if (readOr('', () => host.canonicalPath(mount)) !== mount) continue;
    for (const name of attempt<string[]>([], () => host.list(mount))) {
      const current = readOr(null, () => host.readLink(`${mount}/${name}/current`));
      for (const revision of readOr<string[]>([], () => host.list(`${mount}/${name}`))) {
        const path = `${mount}/${name}/${revision}`;
        if (!REVISION.test(revision) || !host.exists(`${path}/meta/snap.yaml`)) continue;
        const file = snaps.get(`${name} ${revision}`)?.file ?? null;
        snaps.set(`${name} ${revision}`, { name, revision, isCurrent: revision === current, path, file });
      }
    }
  }
  const number = ({ revision }: Snap): number => Number(revision.replace('x', ''));
  return [...snaps.values()].sort((a, b) => (a.name === b.name ? number(a) - number(b) : a.name < b.name ? -1 : 1));
}

const MAX_BYTES = 1024 * 1024;

/** Fields of a mounted snap's meta/snap.yaml. Throws as `readRegularText`. */
export const readSnapYaml = (host: Host, path: string): ReadonlyMap<string, string> =>
  parseSnapYaml(readRegularText(host, `${path}/meta/snap.yaml`, MAX_BYTES));

/** The scalars of the outermost mapping, blocks of several lines and lists left out: snapd writes no other style there. Pure. */
export function parseSnapYaml(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, key, value = ''] = /^([a-z][\w-]*):\s+(.*?)\s*$/.exec(line) ?? [];
    if (key === undefined || /^[|>&*[{]/.test(value) || value === '') continue;
    const [, single, double] = /^(?:'((?:[^']|'')*)'|"((?:[^"\\]|\\.)*)")$/.exec(value) ?? [];
    if (single !== undefined) fields.set(key, single.replaceAll("''", "'"));
    else if (double !== undefined) fields.set(key, double.replace(/\\(["\\])/g, '$1'));
    else fields.set(key, value.replace(/\s+#.*$/, ''));
  }
  return fields;
}
