import { COST, type ScanRequest, tableOf } from '../../catalog/index.js';
import {
  type PythonDistribution,
  type PythonMetadata,
  pythonSystemFolders,
  pythonUserFolders,
  readOr,
  readPasswd,
  readPythonMetadata,
  walkPythonDistributions,
} from '../../host/index.js';
import { Complaints } from '../complaints.js';
import { type InNamespace, type MountNamespace, mountNamespaces, pidWithNamespace } from '../mount-namespace.js';
import { admitting } from '../users/ids.js';
import { UserFiles } from '../users/local-users.js';
import { purl } from './purl.js';

const NOTHING: PythonMetadata = { name: null, version: null, summary: null, author: null, license: null };

/** A folder that distributions are looked for in. */
interface Place extends InNamespace {
  readonly directory: string;
  readonly uid: number;
}

/** An installed distribution; its metadata is read when something of it is asked for. */
class PythonPackage implements InNamespace {
  #metadata: PythonMetadata | undefined;

  constructor(
    readonly found: PythonDistribution,
    readonly place: Place,
    readonly complaints: Complaints,
  ) {}

  get namespace(): MountNamespace {
    return this.place.namespace;
  }

  get metadata(): PythonMetadata {
    const { complaints, namespace, found } = this;
    this.#metadata ??= complaints.attempt(NOTHING, () => readPythonMetadata(namespace.host, found.metadataPath));
    return this.#metadata;
  }
}

const { table, bigint, text } = tableOf<PythonPackage>();
const oneFile = { cost: 30, group: 'metadata' } as const;

/** A row per distribution; one without metadata says where it is. */
export const pythonPackages = table({
  name: 'python_packages',
  description:
    'Python distributions: wheels and eggs of the system and of users, or those below a directory, such as a virtual environment',
  rows: 300,
  rowCost: COST.directory,
  sources: [
    'site-packages and dist-packages below /usr/lib, /usr/local/lib and /opt',
    '~/.local, pyenv, asdf, mise, uv, pipx, poetry, conda and virtualenvs in the homes of users',
  ],
  privileges: 'root for the homes of other users',
  examples: [
    'SELECT name, version, path FROM python_packages WHERE uid = 0',
    "SELECT name, version FROM python_packages WHERE directory = '/srv/app/venv'",
    'SELECT u.username, p.name, p.version FROM users AS u JOIN python_packages AS p USING (uid)',
  ],
  columns: {
    name: text('Name', ({ metadata }) => metadata.name, oneFile),
    uid: bigint('User in whose home it is; 0 for those of the system', ({ place }) => place.uid, {
      key: { rowsPerValue: 50 },
    }),
    version: text('Version', ({ metadata }) => metadata.version, { ...oneFile, collation: 'version' }),
    summary: text('What it is, in words', ({ metadata }) => metadata.summary, oneFile),
    author: text('Who wrote it, by name or by address', ({ metadata }) => metadata.author, oneFile),
    license: text('License, in words or as an SPDX expression', ({ metadata }) => metadata.license, oneFile),
    path: text('Folder, or file, with its metadata', ({ found }) => found.path),
    directory: text('Folder that it was found below', ({ place }) => place.directory, { key: { rowsPerValue: 100 } }),
    pid_with_namespace: pidWithNamespace(300),
    purl: text(
      'Package URL, such as pkg:pypi/requests@2.31.0',
      ({ metadata: { name, version } }) => purl({ type: 'pypi', name, version }),
      { ...oneFile, hidden: true },
    ),
  },
  *scan(request) {
    const { lookup, checkpoint, warn } = request;
    const complaints = new Complaints('python_packages', warn);
    const walk = { attempt: complaints.attempt, checkpoint };
    const places = lookup.directory?.values ? namedPlaces(request, lookup.directory.values) : usualPlaces(request);
    const isAsked = admitting(lookup.uid);
    for (const place of places) {
      if (!isAsked(place.uid)) continue;
      const folder = place.directory.replace(/(?<=.)\/+$/, '');
      for (const found of walkPythonDistributions(place.namespace.host, folder, walk))
        yield new PythonPackage(found, place, complaints);
    }
  },
});

type Request = Pick<ScanRequest, 'host' | 'shared' | 'warn'> & {
  readonly lookup: NonNullable<ConstructorParameters<typeof UserFiles>[0]['lookup']>;
};

function* usualPlaces(request: Request): Generator<Place> {
  const { host, lookup } = request;
  if (admitting(lookup.uid)(0))
    for (const namespace of mountNamespaces(host, lookup.pid_with_namespace))
      for (const directory of pythonSystemFolders(namespace.host)) yield { directory, uid: 0, namespace };
  const files = new UserFiles(request, 'python_packages');
  for (const owner of files.owners()) {
    if (!files.isOpen(owner)) continue;
    const { home, uid, namespace } = owner;
    for (const directory of pythonUserFolders(namespace.host, home)) yield { directory, uid, namespace };
  }
}

/** Each belongs to the user whose home it is in, as in a scan of all. */
function* namedPlaces({ host, lookup, shared }: Request, directories: readonly string[]): Generator<Place> {
  for (const namespace of mountNamespaces(host, lookup.pid_with_namespace)) {
    const users = readOr([], () => shared(namespace.host, readPasswd));
    for (const directory of directories) {
      if (!directory.startsWith('/')) continue;
      const owners = users.filter(
        ({ directory: home }) => home && /[^/]/.test(home) && directory.startsWith(`${home.replace(/\/+$/, '')}/`),
      );
      const nearest = owners.reduce<(typeof owners)[number] | undefined>(
        (best, user) => ((user.directory?.length ?? 0) > (best?.directory?.length ?? 0) ? user : best),
        undefined,
      );
      yield { directory, uid: nearest?.uid ?? 0, namespace };
    }
  }
}
