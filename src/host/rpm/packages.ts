import type { Host } from '../host.js';
import { readBdbPackages } from './bdb-packages.js';
import { RPM_TAG, RpmHeader } from './header.js';
import { readNdbPackages } from './ndb-packages.js';
import { readSqlitePackages } from './sqlite-packages.js';

/** Which packages are wanted: all that satisfy what is there. */
export interface RpmWanted {
  readonly names?: ReadonlySet<string>;
  /** Last names of files: packages with another are left out where an index tells. */
  readonly baseNames?: ReadonlySet<string>;
}

export interface RpmReading {
  readonly checkpoint: () => void;
  /** Hears of what is damaged; the rest is read on. */
  readonly warn: (message: string) => void;
}

/** Where distributions keep the database; one is mostly a link to the other. */
const FOLDERS = ['/usr/lib/sysimage/rpm', '/var/lib/rpm'];

/** The forms of a database, the newest first. */
const FORMS: readonly {
  readonly file: string;
  readonly read: (host: Host, path: string, wanted: RpmWanted, reading: RpmReading) => Generator<Buffer>;
}[] = [
  { file: 'rpmdb.sqlite', read: readSqlitePackages },
  { file: 'Packages.db', read: (host, path, _, reading) => readNdbPackages(host, path, reading) },
  { file: 'Packages', read: (host, path, _, reading) => readBdbPackages(host, path, reading) },
];

/**
 * Headers of the packages that rpm has installed, keys of signers among them, in the order of the database.
 * @throws Refused where there is a database that cannot be read
 */
export function* readRpmPackages(host: Host, wanted: RpmWanted, reading: RpmReading): Generator<RpmHeader> {
  const found = findDatabase(host);
  if (!found) return;
  for (const blob of found.form.read(host, found.path, wanted, reading)) {
    reading.checkpoint();
    const header = RpmHeader.parse(blob);
    if (!header) reading.warn(`cannot read ${found.path}: a package is damaged`);
    else if (!wanted.names || wanted.names.has(header.text(RPM_TAG.name) ?? '')) yield header;
  }
}

function findDatabase(host: Host) {
  for (const folder of FOLDERS) {
    for (const form of FORMS) {
      const path = `${folder}/${form.file}`;
      if (host.exists(path)) return { form, path };
    }
  }
  return undefined;
}
