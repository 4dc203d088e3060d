import { COST, tableOf } from '../../catalog/index.js';
import { Gone } from '../../core/index.js';
import { type MagicReader, openMagic, Refused, readMagicBytes } from '../../host/index.js';
import { FileEntry, type FileType } from './file-entry.js';
import { pathKey } from './keys.js';
import { selectFiles } from './select.js';

interface Kind {
  readonly path: string;
  readonly databases: string | null;
  readonly data: string | null;
  readonly mimeType: string | null;
  readonly encoding: string | null;
}

const { table, text } = tableOf<Kind>();

/** All tests of the database took 7 ms for a text, in WebAssembly (Node 20). */
const RECOGNISING = 7000;
const mime = { cost: RECOGNISING, group: 'mime' } as const;

/** Links are not followed. Only what regular files hold is looked at, and of that the first 1 MiB. */
export const magic = table({
  name: 'magic',
  description: 'Kinds of files as libmagic recognises them by their content; a path or a pattern of paths is required',
  rows: 100,
  rowCost: COST.syscall,
  sources: ['the files themselves', "libmagic's database, which comes with the program"],
  privileges: 'permission to read the file',
  examples: [
    "SELECT path, data FROM magic WHERE path = '/etc/passwd'",
    "SELECT path, mime_type FROM magic WHERE path LIKE '/etc/ssh/%' AND mime_type <> 'text/plain'",
  ],
  columns: {
    path: text('Path of the file', (kind) => kind.path, pathKey),
    magic_db_files: text(
      "Databases in magic(5)'s source form, with colons between them; null for the one that comes with us",
      (kind) => kind.databases,
      { key: { rowsPerValue: 100 } },
    ),
    data: text('The kind in words', (kind) => kind.data, { cost: RECOGNISING, group: 'description' }),
    mime_type: text('MIME type, such as text/plain', (kind) => kind.mimeType, mime),
    mime_encoding: text('Encoding of a text, binary for what is none', (kind) => kind.encoding, mime),
  },
  async *scan(request) {
    const { host, columns, lookup, warn } = request;
    for (const databases of lookup.magic_db_files?.values ?? [null]) {
      const reader = new KindReader(columns, databases, warn);
      if (!(await reader.open(host))) continue;
      for (const entry of entriesOf(request)) {
        request.checkpoint();
        const kind = reader.kindOf(entry);
        if (kind) yield kind;
      }
    }
  },
});

type Request = Parameters<typeof selectFiles>[0];

/** A path that is named is a row, whether or not it is there. */
function* entriesOf(request: Request): Generator<FileEntry> {
  const { path } = request.lookup;
  if (!path?.values) return void (yield* selectFiles({ ...request, lookup: path ? { path } : {} }));
  const namespace = { host: request.host, pid: 0, id: null };
  for (const name of path.values) if (name !== '') yield new FileEntry(namespace, name);
}

class KindReader {
  #description: MagicReader | undefined;
  #mime: MagicReader | undefined;
  #hasWarned = false;

  constructor(
    readonly columns: ReadonlySet<string>,
    readonly databases: string | null,
    readonly warn: (message: string) => void,
  ) {}

  /** Loads what the query's columns need; false where a database cannot be read. */
  async open(host: FileEntry['namespace']['host']): Promise<boolean> {
    const paths = this.databases === null ? undefined : this.databases.split(':').filter(Boolean);
    try {
      if (this.columns.has('data')) this.#description = await openMagic(host, 'description', paths);
      if (this.columns.has('mime_type') || this.columns.has('mime_encoding'))
        this.#mime = await openMagic(host, 'mime', paths);
      return true;
    } catch (error) {
      if (error instanceof Refused) this.warn(error.message);
      else if (error instanceof Gone) this.warn(`cannot read ${this.databases}: no such file`);
      else throw error;
      return false;
    }
  }

  kindOf(entry: FileEntry): Kind | null {
    const { databases } = this;
    const { path } = entry;
    const none = { path, databases, mimeType: null, encoding: null };
    try {
      const special = specialKind(entry);
      if (special) return { path, databases, ...special, encoding: 'binary' };
      return { path, databases, ...this.#kindOfContent(entry) };
    } catch (error) {
      if (error instanceof Gone) return { ...none, data: `cannot open \`${path}' (No such file or directory)` };
      if (!(error instanceof Refused)) throw error;
      if (!this.#hasWarned) this.warn(`some files cannot be read, and have no kind, such as ${path}: ${error.reason}`);
      this.#hasWarned = true;
      return { ...none, data: null };
    }
  }

  #kindOfContent(entry: FileEntry): Pick<Kind, 'data' | 'mimeType' | 'encoding'> {
    const { path, namespace } = entry;
    const bytes = readMagicBytes(namespace.host, path);
    const mode = modeWords(entry);
    if (bytes.length === 0)
      return { data: [...mode, 'empty'].join(', '), mimeType: 'inode/x-empty', encoding: 'binary' };
    const data = this.#description && [...mode, this.#description.describe(path, bytes)].join(' ');
    const [mimeType, encoding] = this.#mime?.describe(path, bytes).split('; charset=') ?? [];
    return { data: data ?? null, mimeType: mimeType ?? null, encoding: encoding ?? null };
  }
}

/** Words and MIME types of libmagic for what has no content to look at. */
const SPECIAL: Readonly<Partial<Record<FileType, readonly [words: string, mimeType: string]>>> = {
  directory: ['directory', 'inode/directory'],
  fifo: ['fifo (named pipe)', 'inode/fifo'],
  socket: ['socket', 'inode/socket'],
  character: ['character special', 'inode/chardevice'],
  block: ['block special', 'inode/blockdevice'],
};

function specialKind(entry: FileEntry): { data: string; mimeType: string } | null {
  const { link } = entry;
  if (link?.isSymbolicLink()) {
    const broken = entry.type === 'unknown' || entry.type === 'error' ? 'broken ' : '';
    return { data: `${broken}symbolic link to ${entry.linkText ?? '?'}`, mimeType: 'inode/symlink' };
  }
  const type = entry.type;
  const special = type && SPECIAL[type];
  if (!special) return null;
  const device = type === 'character' || type === 'block' ? ` (${deviceNumbers(link?.rdev ?? 0n)})` : '';
  return { data: [...modeWords(entry), special[0] + device].join(', '), mimeType: special[1] };
}

function modeWords({ link }: FileEntry): string[] {
  const mode = Number(link?.mode ?? 0n);
  return [mode & 0o4000 && 'setuid', mode & 0o2000 && 'setgid', mode & 0o1000 && 'sticky'].filter(
    (word) => typeof word === 'string',
  );
}

/** Major and minor number of a device (makedev(3)). */
const deviceNumbers = (rdev: bigint): string =>
  `${((rdev >> 8n) & 0xfffn) | ((rdev >> 32n) & ~0xfffn)}/${(rdev & 0xffn) | ((rdev >> 12n) & ~0xffn)}`;
