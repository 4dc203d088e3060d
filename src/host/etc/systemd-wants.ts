import { readOr } from '../errors.js';
import type { Host } from '../host.js';
import { linesOf } from '../words.js';

/** A unit that some other unit pulls in, as the links in `*.wants` and `*.requires` say. */
export interface WantedUnit {
  readonly id: string;
  /** Its file, with links resolved; null where the link leads nowhere. */
  readonly path: string | null;
  /** The link. */
  readonly source: string;
}

/** An administrator's folders before what packages bring (systemd.unit(5)). */
const FOLDERS = [
  '/etc/systemd/system',
  '/run/systemd/system',
  '/usr/lib/systemd/system',
  '/lib/systemd/system',
] as const;

/** Units that start with the system, each once, by folder and name. */
export function* listWantedUnits(host: Host): Generator<WantedUnit> {
  const seen = new Set<string>();
  for (const folder of FOLDERS) {
    const names = readOr([], () => host.list(folder)).filter((name) => /\.(wants|requires)$/.test(name));
    for (const name of names.sort()) {
      for (const id of readOr([], () => host.list(`${folder}/${name}`)).sort()) {
        if (seen.has(id)) continue;
        seen.add(id);
        const source = `${folder}/${name}/${id}`;
        yield { id, path: readOr(null, () => host.canonicalPath(source)), source };
      }
    }
  }
}

/** The user a service runs as, null where its file names none. Throws as `Host.readBytes`. */
export const readUnitUser = (host: Host, path: string): string | null => parseUnitUser(host.readText(path));

/** The last `User=` of the section `[Service]`. Pure. */
export function parseUnitUser(text: string): string | null {
  let isService = false;
  let user: string | null = null;
  for (const line of linesOf(text)) {
    if (line.startsWith('[')) isService = line === '[Service]';
    else if (isService) user = /^User\s*=\s*(.*)$/.exec(line)?.[1] ?? user;
  }
  return user || null;
}
