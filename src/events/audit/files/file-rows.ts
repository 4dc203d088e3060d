import type { EventRow } from '../../source.js';
import type { Surroundings } from '../../surroundings/surroundings.js';
import type { AuditEvent } from '../records/assembler.js';
import { FieldReader } from '../records/fields.js';
import type { PathRecord } from '../records/path.js';
import type { FileSettings } from '../settings.js';
import { EXEC, FORK, MAP, READ, WRITE_TO_FIRST, WRITE_TO_THIRD } from '../syscalls/kinds.js';
import { EventPaths, lookUp, normal, type Resolved } from './event-paths.js';
import { OpenFiles } from './open-files.js';
import { pathPatterns } from './path-patterns.js';

type Operation = 'open' | 'open+truncate' | 'read' | 'write' | 'close' | 'unlink' | 'rename' | 'link' | 'symlink';

type Handler = (event: AuditEvent) => void;

/** What comes with a change of settings. */
interface Wanted {
  readonly settings: FileSettings;
  isIncluded(path: string): boolean;
  isExcluded(path: string): boolean;
}

const O_TRUNC = 0o1000;
const O_CLOEXEC = 0o2000000;
const F_DUPFD_CLOEXEC = 1030;
const CLONE_FILES = 0x400;
const CLONE_THREAD = 0x10000;
const CLOSE_RANGE_CLOEXEC = 4;
const PROT_WRITE = 2;
const MAP_SHARED = 1;
const MOST_HANDLES = 20_000;
const ACCESSES: ReadonlySet<Operation> = new Set(['open', 'read', 'close']);
const FOLDER_MODE = /^0?4\d{4}$/;

const mapping = new FieldReader(['fd', 'flags']);
const openHow = new FieldReader(['oflag']);

/** Makes rows of process_file_events of calls about files: follows descriptors, so that a write is known by its path. */
export class FileRows {
  readonly #files = new OpenFiles();
  /** Paths by device and inode, of files that somebody got a handle of. */
  readonly #handles = new Map<string, string>();
  readonly #handlers: ReadonlyMap<string, Handler>;
  #wanted: Wanted;

  constructor(
    settings: FileSettings,
    private readonly around: Surroundings,
    private readonly emit: (row: EventRow, atMs: number) => void,
    private readonly say: (severity: 'info' | 'warning', message: string) => void,
  ) {
    this.#wanted = wantedBy(settings);
    this.#handlers = this.#handlersByCall();
  }

  configure(settings: FileSettings): void {
    this.#wanted = wantedBy(settings);
  }

  /** Takes the events of all calls in the rules for files, in the order in which they ended. */
  take(event: AuditEvent): void {
    this.#handlers.get(event.syscall.name ?? '')?.(event);
  }

  #handlersByCall(): ReadonlyMap<string, Handler> {
    const handlers: readonly (readonly [names: readonly string[], handler: Handler])[] = [
      [['open'], (event) => this.#open(event, event.syscall.args[1], undefined)],
      [['openat'], (event) => this.#open(event, event.syscall.args[2], 0)],
      [['openat2'], (event) => this.#open(event, openHowFlags(event), 0)],
      [['creat'], (event) => this.#open(event, O_TRUNC, undefined)],
      [['open_by_handle_at'], (event) => this.#openByHandle(event)],
      [['name_to_handle_at'], (event) => this.#rememberHandle(event)],
      [['mknod'], (event) => this.#named(event, 'open', 'CREATE', undefined)],
      [['mknodat'], (event) => this.#named(event, 'open', 'CREATE', 0)],
      [['unlink'], (event) => this.#named(event, 'unlink', 'DELETE', undefined)],
      [['unlinkat'], (event) => this.#named(event, 'unlink', 'DELETE', 0)],
      [['truncate', 'truncate64'], (event) => this.#named(event, 'write', 'NORMAL', undefined)],
      [['rename'], (event) => this.#rename(event, undefined, undefined)],
      [['renameat', 'renameat2'], (event) => this.#rename(event, 0, 2)],
      [['link'], (event) => this.#link(event, undefined, undefined)],
      [['linkat'], (event) => this.#link(event, 0, 2)],
      [['symlink'], (event) => this.#symlink(event, undefined)],
      [['symlinkat'], (event) => this.#symlink(event, 1)],
      [['close'], (event) => this.#close(event)],
      [['close_range'], (event) => this.#closeRange(event)],
      [['dup', 'dup2'], (event) => this.#duplicate(event, false)],
      [['dup3'], (event) => this.#duplicate(event, (event.syscall.args[2] & O_CLOEXEC) !== 0)],
      [['fcntl', 'fcntl64'], (event) => this.#duplicate(event, event.syscall.args[1] === F_DUPFD_CLOEXEC)],
      [READ, (event) => this.#used(event, event.syscall.args[0] | 0, 'read')],
      [WRITE_TO_FIRST, (event) => this.#used(event, event.syscall.args[0] | 0, 'write')],
      [WRITE_TO_THIRD, (event) => this.#used(event, event.syscall.args[2] | 0, 'write')],
      [MAP, (event) => this.#map(event)],
      [FORK, (event) => this.#fork(event)],
      [EXEC, (event) => this.#files.exec(event.syscall.pid)],
    ];
    return new Map(handlers.flatMap(([names, handler]) => names.map((name) => [name, handler] as const)));
  }

  #open(event: AuditEvent, flags: number, folder: 0 | undefined): void {
    const paths = this.#pathsOf(event);
    const record = paths.last('NORMAL', 'CREATE');
    this.#opened(event, paths.resolve(record, folder), record, flags, paths.cwd);
  }

  #openByHandle(event: AuditEvent): void {
    const paths = this.#pathsOf(event);
    const record = paths.records[0];
    const path = record && this.#handles.get(handleOf(record));
    const found = path === undefined ? undefined : { path, isPartial: false };
    this.#opened(event, found, record, event.syscall.args[2], paths.cwd);
  }

  #opened(
    event: AuditEvent,
    found: Resolved | undefined,
    record: PathRecord | undefined,
    flags: number,
    cwd: string | null,
  ): void {
    const { pid, exit } = event.syscall;
    const isFolder = FOLDER_MODE.test(record?.mode ?? '');
    // Folders are followed because names are given relative to them.
    if (found && (isFolder || this.#isTold(found.path))) {
      const closeOnExec = (flags & O_CLOEXEC) !== 0;
      this.#files.set(pid, exit, { ...found, closeOnExec, state: 'opened' });
    } else {
      this.#files.delete(pid, exit);
    }
    if (found) this.#tell(event, (flags & O_TRUNC) === 0 ? 'open' : 'open+truncate', found, undefined, cwd);
    else this.#untracked(event, `the file that process ${pid} opened as ${exit}`);
  }

  #rememberHandle(event: AuditEvent): void {
    const paths = this.#pathsOf(event);
    const record = paths.records[0];
    const found = paths.resolve(record, 0);
    if (!record || !found) return;
    if (this.#handles.size >= MOST_HANDLES) this.#handles.clear();
    this.#handles.set(handleOf(record), found.path);
  }

  #named(event: AuditEvent, operation: Operation, kind: string, folder: 0 | undefined): void {
    const paths = this.#pathsOf(event);
    this.#tell(event, operation, paths.resolve(paths.last(kind), folder), undefined, paths.cwd);
  }

  /** Names are old folder, new folder, old, what was overwritten, new. */
  #rename(event: AuditEvent, oldFolder: 0 | undefined, newFolder: 2 | undefined): void {
    const paths = this.#pathsOf(event);
    const from = paths.resolve(
      paths.records.find(({ kind }) => kind === 'DELETE'),
      oldFolder,
    );
    this.#tell(event, 'rename', from, paths.resolve(paths.last('CREATE'), newFolder), paths.cwd);
  }

  #link(event: AuditEvent, oldFolder: 0 | undefined, newFolder: 2 | undefined): void {
    const paths = this.#pathsOf(event);
    const from = paths.resolve(paths.last('NORMAL'), oldFolder);
    this.#tell(event, 'link', from, paths.resolve(paths.last('CREATE'), newFolder), paths.cwd);
  }

  /** What a link says is relative to where it stands. */
  #symlink(event: AuditEvent, folder: 1 | undefined): void {
    const paths = this.#pathsOf(event);
    const made = paths.resolve(paths.last('CREATE'), folder);
    const says = paths.records.find(({ kind }) => kind === 'UNKNOWN')?.name;
    if (!made || says === undefined || says === null) return;
    const from = says.startsWith('/') ? says : `${made.path}/../${says}`;
    this.#tell(event, 'symlink', { path: normal(from), isPartial: made.isPartial }, made, paths.cwd);
  }

  #fork({ syscall }: AuditEvent): void {
    const { name, args, pid, exit } = syscall;
    const flags = name === 'clone' ? args[0] : 0; // those of clone3(2) are not in its arguments
    if ((flags & CLONE_THREAD) === 0) this.#files.fork(pid, exit, (flags & CLONE_FILES) !== 0);
  }

  #closeRange({ syscall }: AuditEvent): void {
    const [first, last, flags] = syscall.args;
    if ((flags & CLOSE_RANGE_CLOEXEC) === 0) this.#files.deleteRange(syscall.pid, first, last);
  }

  #close(event: AuditEvent): void {
    const { pid, args } = event.syscall;
    const fd = args[0] | 0;
    const file = this.#files.get(pid, fd);
    if (!file) return;
    this.#files.delete(pid, fd);
    this.#tell(event, 'close', file, undefined, null);
  }

  #duplicate(event: AuditEvent, closeOnExec: boolean): void {
    const { pid, args, exit } = event.syscall;
    const file = this.#files.get(pid, args[0] | 0);
    if (exit === (args[0] | 0)) return;
    if (file) this.#files.set(pid, exit, { ...file, closeOnExec });
    else this.#files.delete(pid, exit);
  }

  #map(event: AuditEvent): void {
    if (!event.mmap) return; // memory without a file
    mapping.read(event.mmap, 0, event.mmap.length);
    const isWritten = (event.syscall.args[2] & PROT_WRITE) !== 0 && ((mapping.hex(1) ?? 0) & MAP_SHARED) !== 0;
    const fd = mapping.decimal(0);
    if (fd !== undefined) this.#used(event, fd, isWritten ? 'write' : 'read');
  }

  /** The first read, and the first write, of an open file is told. */
  #used(event: AuditEvent, fd: number, operation: 'read' | 'write'): void {
    const { pid } = event.syscall;
    const file = this.#files.get(pid, fd) ?? this.#lookUp(event, fd);
    if (!file || file.state === 'written' || (file.state === 'read' && operation === 'read')) return;
    file.state = operation === 'write' ? 'written' : 'read';
    this.#tell(event, operation, file, undefined, null);
  }

  /** A file that was open before we came, or came from another process. */
  #lookUp(event: AuditEvent, fd: number): ReturnType<OpenFiles['get']> {
    const { pid } = event.syscall;
    this.#untracked(event, `descriptor ${fd} of process ${pid}`);
    const found = this.#wanted.settings.showPartial ? lookUp(this.around.host, pid, fd) : undefined;
    if (!found) return undefined;
    this.#files.set(pid, fd, { ...found, closeOnExec: false, state: 'opened' });
    return this.#files.get(pid, fd);
  }

  #untracked({ syscall }: AuditEvent, what: string): void {
    if (this.#wanted.settings.warnUntracked) this.say('warning', `audit: ${what} is not followed (${syscall.name})`);
  }

  #pathsOf(event: AuditEvent): EventPaths {
    return new EventPaths(event, this.#files, this.#wanted.settings.showPartial ? this.around.host : undefined);
  }

  #isTold(path: string): boolean {
    return this.#wanted.isIncluded(path) && !this.#wanted.isExcluded(path);
  }

  #tell(
    event: AuditEvent,
    operation: Operation,
    from: Resolved | undefined,
    to: Resolved | undefined,
    cwd: string | null,
  ): void {
    const { settings } = this.#wanted;
    if (settings.debug) {
      this.say(
        'info',
        `audit: ${operation} of ${from?.path ?? '?'}${to ? ` to ${to.path}` : ''}, event ${event.serial}`,
      );
    }
    if (ACCESSES.has(operation) && !settings.showAccesses) return;
    const isTold = (found: Resolved | undefined): boolean => found !== undefined && this.#isTold(found.path);
    if (!isTold(from) && !isTold(to)) return;
    const isPartial = !from || from.isPartial || (to?.isPartial ?? NEEDS_BOTH.has(operation));
    if (isPartial && !settings.showPartial) return;
    const { syscall } = event;
    const row: EventRow = {
      operation,
      pid: syscall.pid,
      ppid: syscall.ppid,
      executable: syscall.exe,
      partial: String(isPartial),
      cwd,
      path: from?.path,
      dest_path: to?.path,
      uid: String(syscall.uid),
      gid: String(syscall.gid),
      auid: String(syscall.auid),
      euid: String(syscall.euid),
      egid: String(syscall.egid),
      fsuid: String(syscall.fsuid),
      fsgid: String(syscall.fsgid),
      suid: String(syscall.suid),
      sgid: String(syscall.sgid),
      uptime: this.around.uptime,
    };
    this.emit(row, event.atMs);
  }
}

const NEEDS_BOTH: ReadonlySet<Operation> = new Set(['rename', 'link', 'symlink']);

function wantedBy(settings: FileSettings): Wanted {
  const isIncluded = pathPatterns(settings.include);
  const isExcluded = pathPatterns(settings.exclude);
  return { settings, isIncluded, isExcluded };
}

/** Flags of openat2(2) stand in a record of their own, in octal digits. */
function openHowFlags({ openat2 }: AuditEvent): number {
  if (!openat2) return 0;
  openHow.read(openat2, 0, openat2.length);
  return Number.parseInt(openHow.raw(0) ?? '0', 8) || 0;
}

const handleOf = ({ device, inode }: PathRecord): string => `${device} ${inode}`;
