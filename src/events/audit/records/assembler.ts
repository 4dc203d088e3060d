import { hasAllArguments } from './execve.js';
import type { RecordHeader } from './header.js';
import { parseSyscall, type SyscallRecord } from './syscall.js';
import { TYPE } from './types.js';

/** Events that can be open at a time: each is some KiB at most, but for the few with long arguments. */
const MAX_OPEN = 4096;
/** All arguments of a program can have 2 MiB (execve(2)), which are twice as many hexadecimal digits. */
const MAX_EVENT_BYTES = 8 * 1024 * 1024;
const MAX_BYTES = 32 * 1024 * 1024;
/** After an end that came too early, how long the rest may take. */
const SETTLE_MS = 1000;
/** An event whose end does not come (osquery's bound). */
const EXPIRE_MS = 300_000;

/** The records of one call, put together. Those but `syscall` are as they came, without the header. */
export interface AuditEvent {
  readonly serial: number;
  readonly atMs: number;
  readonly syscall: SyscallRecord;
  readonly execve: readonly Buffer[];
  readonly paths: readonly Buffer[];
  readonly cwd: Buffer | undefined;
  readonly sockaddr: Buffer | undefined;
  readonly socketcall: Buffer | undefined;
  readonly mmap: Buffer | undefined;
  readonly objPid: Buffer | undefined;
  readonly openat2: Buffer | undefined;
}

type Open = { -readonly [K in keyof AuditEvent]: AuditEvent[K] | undefined } & {
  serial: number;
  atMs: number;
  execve: Buffer[];
  paths: Buffer[];
  bytes: number;
  arrivedMs: number;
  /** When its end came; undefined until then. */
  endedMs: number | undefined;
  isUnwanted: boolean;
};

/** What became of events that no row can be made of. */
export interface Losses {
  /** Never ended. */
  expired: number;
  /** Had to make room. */
  evicted: number;
  /** Ended, but the record of the call is missing, or is torn. */
  incomplete: number;
}

export interface AssemblerOptions {
  /** Whether anything is made of a call; the records of others are not kept. */
  wants(syscall: SyscallRecord): boolean;
  onEvent(event: AuditEvent): void;
}

/**
 * Puts the records of an event together by its serial number. Records of several events may be mixed, and those of one may
 * come in any order: where the end comes before a record that must be there, the event waits for a second.
 */
export class Assembler {
  readonly #open = new Map<number, Open>();
  readonly #ended = new Set<Open>();
  #bytes = 0;
  #losses: Losses = { expired: 0, evicted: 0, incomplete: 0 };

  constructor(private readonly options: AssemblerOptions) {}

  get openCount(): number {
    return this.#open.size;
  }

  /** Bytes of records that are kept for open events. */
  get keptBytes(): number {
    return this.#bytes;
  }

  /** Takes a record; its fields stand from `header.start` to `end`, and are copied where they are needed. */
  add(type: number, header: RecordHeader, bytes: Buffer, end: number, nowMs: number): void {
    if (!isOfEvent(type)) return;
    const event = this.#eventOf(header, nowMs);
    if (type === TYPE.endOfEvent) this.#end(event, nowMs);
    else if (type === TYPE.syscall) this.#setSyscall(event, bytes, header.start, end);
    else if (!event.isUnwanted) this.#keep(event, type, bytes.subarray(header.start, end));
  }

  /** Ends what waited long enough, and gives up what waited too long. To be called some times a second. */
  expire(nowMs: number): void {
    for (const event of this.#ended) {
      if (nowMs - (event.endedMs ?? nowMs) >= SETTLE_MS) this.#finish(event);
    }
    for (const event of this.#open.values()) {
      if (nowMs - event.arrivedMs < EXPIRE_MS) break;
      this.#drop(event, 'expired');
    }
  }

  /** What was lost since it was last asked. */
  takeLosses(): Losses {
    const losses = this.#losses;
    this.#losses = { expired: 0, evicted: 0, incomplete: 0 };
    return losses;
  }

  #eventOf({ serial, atMs }: RecordHeader, nowMs: number): Open {
    let event = this.#open.get(serial);
    if (event && event.atMs !== atMs) {
      this.#drop(event, 'expired'); // serial numbers came round
      event = undefined;
    }
    if (event) return event;
    const opened = openEvent(serial, atMs, nowMs);
    this.#open.set(serial, opened);
    if (this.#open.size > MAX_OPEN) this.#evictOldest();
    return opened;
  }

  #setSyscall(event: Open, bytes: Buffer, start: number, end: number): void {
    event.syscall = parseSyscall(bytes, start, end);
    if (event.syscall && this.options.wants(event.syscall)) return;
    if (!event.syscall) this.#losses.incomplete++;
    event.isUnwanted = true;
    this.#release(event);
  }

  #keep(event: Open, type: number, record: Buffer): void {
    const copy = Buffer.from(record);
    event.bytes += copy.length;
    this.#bytes += copy.length;
    switch (type) {
      case TYPE.execve:
        event.execve.push(copy);
        break;
      case TYPE.path:
        event.paths.push(copy);
        break;
      case TYPE.cwd:
        event.cwd = copy;
        break;
      case TYPE.sockaddr:
        event.sockaddr = copy;
        break;
      case TYPE.socketcall:
        event.socketcall = copy;
        break;
      case TYPE.mmap:
        event.mmap = copy;
        break;
      case TYPE.objPid:
        event.objPid = copy;
        break;
      default:
        event.openat2 = copy;
    }
    if (event.bytes > MAX_EVENT_BYTES) this.#drop(event, 'evicted');
    while (this.#bytes > MAX_BYTES) this.#evictOldest();
  }

  #end(event: Open, nowMs: number): void {
    event.endedMs = nowMs;
    if (event.isUnwanted || isComplete(event)) this.#finish(event);
    else this.#ended.add(event);
  }

  #finish(event: Open): void {
    const isEmpty = event.bytes === 0 && !event.syscall;
    this.#forget(event);
    if (event.isUnwanted || isEmpty) return; // empty: an end alone, of an event whose records are of other kinds
    if (hasSyscall(event)) this.options.onEvent(event);
    else this.#losses.incomplete++;
  }

  #evictOldest(): void {
    const [oldest] = this.#open.values();
    if (oldest) this.#drop(oldest, 'evicted');
  }

  #drop(event: Open, why: keyof Losses): void {
    this.#forget(event);
    if (!event.isUnwanted) this.#losses[why]++;
  }

  #forget(event: Open): void {
    this.#open.delete(event.serial);
    this.#ended.delete(event);
    this.#bytes -= event.bytes;
  }

  #release(event: Open): void {
    this.#bytes -= event.bytes;
    event.bytes = 0;
    event.execve = [];
    event.paths = [];
  }
}

const OF_EVENT: ReadonlySet<number> = new Set([
  ...[TYPE.syscall, TYPE.path, TYPE.socketcall, TYPE.sockaddr, TYPE.cwd, TYPE.execve, TYPE.objPid, TYPE.mmap],
  ...[TYPE.openat2, TYPE.endOfEvent],
]);
/** Whether records of the type are put together. */
export const isOfEvent = (type: number): boolean => OF_EVENT.has(type);

const openEvent = (serial: number, atMs: number, arrivedMs: number): Open => ({
  serial,
  atMs,
  syscall: undefined,
  execve: [],
  paths: [],
  cwd: undefined,
  sockaddr: undefined,
  socketcall: undefined,
  mmap: undefined,
  objPid: undefined,
  openat2: undefined,
  bytes: 0,
  arrivedMs,
  endedMs: undefined,
  isUnwanted: false,
});

/** MAP_ANONYMOUS of linux/mman.h: memory without a file. */
const ANONYMOUS = 0x20;

/** Whether an end can be believed: all the names are there, and what such a call has beside them. */
function isComplete(event: Open): boolean {
  const { syscall } = event;
  if (!syscall || event.paths.length < syscall.items || (syscall.items > 0 && !event.cwd)) return false;
  switch (syscall.name) {
    case 'execve':
    case 'execveat':
      return event.execve.length > 0 && hasAllArguments(event.execve);
    case 'bind':
    case 'connect':
      return event.sockaddr !== undefined;
    case 'accept':
    case 'accept4':
      return event.sockaddr !== undefined || !syscall.success;
    case 'socketcall':
      return event.socketcall !== undefined && event.sockaddr !== undefined;
    case 'kill':
    case 'tkill':
    case 'tgkill':
      return event.objPid !== undefined;
    case 'mmap':
    case 'mmap2':
      return event.mmap !== undefined || (syscall.args[3] & ANONYMOUS) !== 0;
    case 'openat2':
      return event.openat2 !== undefined;
    default:
      return true;
  }
}

const hasSyscall = (event: Open): event is Open & AuditEvent => event.syscall !== undefined;
