import { Refused, readOrWarn } from '../errors.js';
import { RandomAccessFile } from '../files/random-access.js';
import type { Host } from '../host.js';
import { Btree } from './btree.js';
import type { TextEncoding } from './header.js';
import { readJournal } from './journal.js';
import type { Overlay } from './overlay.js';
import { Pager } from './pager.js';
import { readWal } from './wal.js';

/** A line of `sqlite_schema`. */
export interface SchemaEntry {
  readonly type: 'table' | 'index' | 'view' | 'trigger';
  readonly name: string;
  /** The table that it belongs to. */
  readonly table: string;
  /** 0 for what has no tree: views, triggers, virtual tables. */
  readonly rootPage: number;
  /** Null for the index of a constraint. */
  readonly sql: string | null;
}

const TYPES = new Set<unknown>(['table', 'index', 'view', 'trigger']);
/** A schema beyond is nobody's. */
const MAX_SCHEMA_ENTRIES = 20_000;
const MAX_SCHEMA_CHARS = 16 * 1024 * 1024;

export interface OpenSqlite {
  /** Called before each read, so that what a forged file leads to can be ended. */
  readonly checkpoint: () => void;
  /** Hears what is wrong without being in the way. */
  readonly warn: (message: string) => void;
}

/**
 * A database file of SQLite, for reading: as the last transaction left it that was committed, those in its write-ahead log
 * included, and without one that is under way. Nothing is locked: whoever writes is not kept from it, and reading may see
 * half of what he did, of which {@link close} warns. Nothing is written, no file is made.
 */
export class SqliteFile {
  readonly #file: RandomAccessFile;
  readonly #overlays: readonly Overlay[];
  readonly #state: string;
  readonly #pager: Pager | undefined;
  #schema: readonly SchemaEntry[] | undefined;

  /** @throws Gone, Refused (also: not a regular file, no SQLite database, damaged) */
  constructor(
    host: Host,
    readonly path: string,
    private readonly open: OpenSqlite,
  ) {
    this.#file = new RandomAccessFile(host, path);
    this.#state = this.#file.state();
    this.#overlays = this.#file.sizeBytes === 0 ? [] : openOverlays(host, path, open);
    try {
      this.#pager = this.#file.sizeBytes === 0 ? undefined : new Pager(this.#file, this.#overlays, open.checkpoint);
    } catch (error) {
      this.#close();
      throw error;
    }
  }

  /** Of its texts. */
  get encoding(): TextEncoding {
    return this.#pager?.encoding ?? 'utf8';
  }

  /** All tables, indexes, views and triggers, in the order in which they were made. @throws Refused */
  schema(): readonly SchemaEntry[] {
    this.#schema ??= this.#pager ? this.#readSchema() : [];
    return this.#schema;
  }

  /** The tree that starts at a page. @throws Refused when it is read */
  tree(rootPage: number): Btree {
    if (!this.#pager) throw new Refused(this.path, 'empty');
    return new Btree(this.#pager, rootPage);
  }

  /** Ends reading; warns where somebody wrote to the file meanwhile. */
  close(): void {
    if (this.#file.state() !== this.#state) this.open.warn(`${this.path} changed while it was read`);
    this.#close();
  }

  #close(): void {
    for (const overlay of this.#overlays) overlay.close();
    this.#file.close();
  }

  #readSchema(): SchemaEntry[] {
    const entries: SchemaEntry[] = [];
    let chars = 0;
    for (const row of this.tree(1).rows()) {
      const [type, name, table, rootPage, sql] = [0, 1, 2, 3, 4].map((at) => row.value(at));
      if (!TYPES.has(type) || typeof name !== 'string') continue;
      chars += name.length + (typeof sql === 'string' ? sql.length : 0);
      if (entries.length >= MAX_SCHEMA_ENTRIES || chars > MAX_SCHEMA_CHARS)
        throw new Refused(this.path, 'its schema is too large');
      entries.push({
        type: type as SchemaEntry['type'], // one of the four
        name,
        table: typeof table === 'string' ? table : name,
        rootPage: typeof rootPage === 'number' ? rootPage : 0,
        sql: typeof sql === 'string' ? sql : null,
      });
    }
    return entries;
  }
}

/** What stands before the file: the log before the journal. One that cannot be read is left out, with a warning. */
function openOverlays(host: Host, path: string, { checkpoint, warn }: OpenSqlite): Overlay[] {
  const opened = (suffix: string, read: (file: RandomAccessFile) => Overlay | undefined): Overlay[] =>
    readOrWarn<Overlay[]>([], warn, () => {
      const file = new RandomAccessFile(host, path + suffix);
      let overlay: Overlay | undefined;
      try {
        overlay = read(file);
      } finally {
        if (!overlay) file.close();
      }
      return overlay ? [overlay] : [];
    });
  return [
    ...opened('-wal', (file) => readWal(file, checkpoint)),
    ...opened('-journal', (file) => readJournal(file, (name) => host.exists(name), checkpoint)),
  ];
}
