import type { ExtendedAttribute, FileStats, FileSystemStats } from '../host/index.js';
import type { Secrets } from './secrets.js';

/** Where a recording goes, object by object. Paths are absolute in it; what a path goes through comes before. */
export interface Sink {
  folder(path: string): void;
  /** May come twice for a path: empty first, then with its bytes. */
  file(path: string, bytes: Buffer): void;
  link(path: string, target: string): void;
}

export interface Limits {
  /** Of one file: what is behind is cut off. */
  readonly fileBytes: number;
  /** Of all files: later ones stay empty. */
  readonly totalBytes: number;
}

/** What a recorded machine keeps of containers is below this folder of its root. */
const NAMESPACES = '/.host/namespaces';

type Known = 'folder' | 'file' | 'empty' | { readonly target: string };

/**
 * What was read of a machine. Bytes go to the sink as they come, secrets taken out; what a tree of files cannot hold is
 * kept here. The first reading of a file counts.
 */
export class Recording {
  readonly stat = new Map<string, FileStats>();
  readonly statfs = new Map<string, FileSystemStats>();
  readonly refused = new Set<string>();
  readonly extendedAttributes = new Map<string, readonly ExtendedAttribute[]>();
  readonly answers = new Map<string, Buffer>();
  readonly mountNamespaces = new Map<string, string>();
  /** Files that were cut or left empty for their size. */
  readonly cut: string[] = [];
  files = 0;
  totalBytes = 0;
  readonly #known = new Map<string, Known>([['', 'folder']]);
  readonly #sink: Sink;
  readonly #secrets: Secrets;
  readonly #limits: Limits;

  constructor(sink: Sink, secrets: Secrets, limits: Limits) {
    this.#sink = sink;
    this.#secrets = secrets;
    this.#limits = limits;
  }

  get fileLimitBytes(): number {
    return this.#limits.fileBytes;
  }

  has(path: string): boolean {
    return this.#known.has(path === '/' ? '' : path);
  }

  /** The target of a link that is known, undefined for what is known to be none, null for what is not known. */
  linkAt(path: string): string | undefined | null {
    const known = this.#known.get(path);
    return known === undefined ? null : typeof known === 'object' ? known.target : undefined;
  }

  folder(base: string, path: string): void {
    this.#folder(base + (path === '/' ? '' : path));
  }

  link(base: string, path: string, target: string): void {
    const place = base + path;
    if (this.#known.has(place)) return;
    this.#above(place);
    this.#known.set(place, { target });
    this.#sink.link(place, target);
  }

  /** A file that is there, and that nobody has read so far. */
  empty(base: string, path: string): void {
    const place = base + path;
    if (this.#known.has(place)) return;
    this.#above(place);
    this.#known.set(place, 'empty');
    this.#sink.file(place, Buffer.alloc(0));
  }

  /** @param path in the machine, or in the container that `base` is the folder of */
  file(base: string, path: string, bytes: Buffer): void {
    const place = base + path;
    const known = this.#known.get(place);
    if (known !== undefined && known !== 'empty') return;
    if (known === undefined) this.#above(place);
    this.#known.set(place, 'file');
    const room = Math.max(0, Math.min(this.#limits.fileBytes, this.#limits.totalBytes - this.totalBytes));
    if (bytes.length > room) this.cut.push(place);
    const kept = this.#secrets.without(path, bytes.subarray(0, room));
    this.files++;
    this.totalBytes += kept.length;
    this.#sink.file(place, kept);
  }

  /** What was told otherwise than in a file; as with files, what is larger than they may be is left out. */
  answer(name: string, bytes: Buffer): void {
    if (bytes.length > this.#limits.fileBytes) this.cut.push(name);
    else this.answers.set(name, this.#secrets.withoutInAnswer(name, Buffer.from(bytes)));
  }

  /** Where the files of a mount namespace go. */
  mountNamespace(id: string): string {
    const base = `${NAMESPACES}/${id}`;
    this.#folder(base);
    this.mountNamespaces.set(id, base);
    return base;
  }

  /** What is refused, but for folders in which something could be read all the same: they only would not be listed. */
  get closed(): string[] {
    const open = new Set<string>();
    for (const [path, known] of this.#known)
      if (known === 'file')
        for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) open.add(path.slice(0, at));
    return [...this.refused].filter((path) => !open.has(path)).sort();
  }

  #folder(place: string): void {
    if (this.#known.has(place)) return;
    this.#above(place);
    this.#known.set(place, 'folder');
    this.#sink.folder(place);
  }

  #above(place: string): void {
    this.#folder(place.slice(0, place.lastIndexOf('/')));
  }
}
