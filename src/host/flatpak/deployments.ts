import type { Attempt } from '../attempt.js';
import { readOr } from '../errors.js';
import { parseIni } from '../etc/ini.js';
import { readRegularBytes, readRegularText } from '../files/regular.js';
import type { Host } from '../host.js';
import { textOf } from '../text.js';
import { withoutComments, xmlText } from '../xml/elements.js';

/** An application or runtime that flatpak has put in place. */
export interface FlatpakDeployment {
  readonly kind: 'app' | 'runtime';
  readonly id: string;
  readonly arch: string;
  readonly branch: string;
  readonly commit: string;
  /** Its folder, links unresolved. */
  readonly path: string;
}

/** The active deployments of an installation. @param root such as /var/lib/flatpak */
export function* listFlatpaks(host: Host, root: string, attempt: Attempt): Generator<FlatpakDeployment> {
  const names = (folder: string): string[] => attempt<string[]>([], () => host.list(folder)).sort();
  for (const kind of ['app', 'runtime'] as const) {
    for (const id of names(`${root}/${kind}`)) {
      for (const arch of names(`${root}/${kind}/${id}`)) {
        if (arch === 'current') continue;
        for (const branch of names(`${root}/${kind}/${id}/${arch}`)) {
          const path = `${root}/${kind}/${id}/${arch}/${branch}/active`;
          const commit = readOr(null, () => host.readLink(path));
          if (commit !== null) yield { kind, id, arch, branch, commit, path };
        }
      }
    }
  }
}

/** What a deployment's files say; null for what they do not. */
export interface FlatpakDetails {
  readonly name: string | null;
  readonly version: string | null;
  readonly license: string | null;
  /** Runtime that it runs on, `org.gnome.Platform/x86_64/46`. */
  readonly runtime: string | null;
  /** Remote that it came from. */
  readonly origin: string | null;
  /** What it is let out to: `shared=network;ipc`, a blank between. */
  readonly permissions: string | null;
}

const MAX_BYTES = 4 * 1024 * 1024;

/** Reads `metadata`, the AppStream file, and `deploy`. Nothing is said of files that are missing. */
export function readFlatpakDetails(host: Host, { id, path }: FlatpakDeployment, attempt: Attempt): FlatpakDetails {
  const text = (file: string): string => attempt('', () => readRegularText(host, `${path}/${file}`, MAX_BYTES));
  const metainfo = text(`files/share/metainfo/${id}.metainfo.xml`) || text(`files/share/appdata/${id}.appdata.xml`);
  const metadata = parseIni(text('metadata'));
  const section = (...wanted: string[]) => metadata.find(({ name }) => wanted.includes(name))?.values;
  const context = [...(section('Context') ?? [])].map(([key, value]) => `${key}=${value}`);
  return {
    ...parseMetainfo(metainfo),
    runtime: section('Application', 'Runtime')?.get('runtime') ?? null,
    origin: attempt(null, () => originOf(readRegularBytes(host, `${path}/deploy`, MAX_BYTES))),
    permissions: context.join(' ') || null,
  };
}

/** `deploy` is a GVariant of type (ssasta{sv}): the origin comes first and ends in a NUL. Pure. */
export function originOf(deploy: Buffer): string | null {
  const end = deploy.indexOf(0);
  return end > 0 ? textOf(deploy.subarray(0, end)) : null;
}

/** AppStream: the first name, the newest release, which stands first, and the license of the project. Pure. */
export function parseMetainfo(xml: string): Pick<FlatpakDetails, 'name' | 'version' | 'license'> {
  const text = withoutComments(xml);
  const at = text.indexOf('<release ');
  const release = at < 0 ? '' : text.slice(at, text.indexOf('>', at));
  return {
    name: xmlText(text, 'name'),
    version: /\sversion\s*=\s*["']([^"']*)["']/.exec(release)?.[1] || null,
    license: xmlText(text, 'project_license'),
  };
}
