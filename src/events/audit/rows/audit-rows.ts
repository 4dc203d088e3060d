import { decodeText } from '../../../core/index.js';
import type { EventTable } from '../../names.js';
import type { Gap, SourceContext } from '../../source.js';
import { Surroundings } from '../../surroundings/surroundings.js';
import { FileRows } from '../files/file-rows.js';
import { Assembler, type AuditEvent, isOfEvent } from '../records/assembler.js';
import { type RecordHeader, readHeader } from '../records/header.js';
import type { SyscallRecord } from '../records/syscall.js';
import { SELINUX_LABELS, TYPE } from '../records/types.js';
import type { AuditSettings } from '../settings.js';
import { EXEC, FORK, KILL } from '../syscalls/kinds.js';
import { apparmorRow } from './apparmor.js';
import { processRow } from './process.js';
import { seccompRow } from './seccomp.js';
import { actionOf, socketRow } from './socket.js';
import { userRow } from './user.js';

/** Longer texts are no records: the kernel's own have less than 9 KiB, and a dispatcher adds names to them. */
const MAX_RECORD_BYTES = 64 * 1024;
const APPARMOR = Buffer.from('apparmor=', 'latin1');
/** Tables whose rows are made of several records. */
const ASSEMBLED: readonly EventTable[] = ['process_events', 'process_file_events', 'socket_events'];
const PROCESS_CALLS: ReadonlySet<string> = new Set([...EXEC, ...FORK, ...KILL]);

/** Makes rows of audit records, wherever they come from. */
export class AuditRows {
  readonly #header: RecordHeader = { atMs: 0, serial: 0, start: 0 };
  readonly #around: Surroundings;
  readonly #assembler: Assembler;
  #settings: AuditSettings;
  #files: FileRows | undefined;
  #torn = 0;

  /** @param ownPid whose events are left out */
  constructor(
    settings: AuditSettings,
    private readonly context: SourceContext,
    private readonly ownPid: number,
  ) {
    this.#settings = settings;
    this.#around = new Surroundings(context.host);
    this.#assembler = new Assembler({
      wants: (syscall) => this.#wants(syscall),
      onEvent: (event) => this.#event(event),
    });
    this.configure(settings);
  }

  /** Events that are not complete yet. */
  get openEvents(): number {
    return this.#assembler.openCount;
  }

  configure(settings: AuditSettings): void {
    this.#settings = settings;
    const { files } = settings;
    if (!files) this.#files = undefined;
    else if (this.#files) this.#files.configure(files);
    else {
      const { emit, say } = this.context;
      this.#files = new FileRows(
        files,
        this.#around,
        (row, atMs) => emit.row('process_file_events', row, atMs),
        (severity, message) => say(severity, message),
      );
    }
  }

  /** To be called before a batch of records. */
  startBatch(): void {
    this.#around.update(this.context.now());
  }

  /** A record's text, `audit(<time>:<serial>): …`, from `start` to `end`. The bytes are not kept. */
  record(type: number, bytes: Buffer, start: number, end: number): void {
    if (!isRead(type)) return;
    let last = end;
    while (last > start && (bytes[last - 1] === 0 || bytes[last - 1] === 0x0a)) last--;
    if (last - start > MAX_RECORD_BYTES || !readHeader(bytes, start, last, this.#header)) {
      this.#torn++;
      return;
    }
    if (this.#settings.debug) this.context.say('info', `audit: ${type} ${decodeText(bytes, start, last)}`);
    if (SELINUX_LABELS.has(type)) this.#security(type, bytes, start, last);
    else if (type <= TYPE.lastUser) this.#user(type, bytes, last);
    else if (type === TYPE.seccomp) this.#seccomp(bytes, last);
    else this.#assembler.add(type, this.#header, bytes, last, this.#around.nowMs);
  }

  /** Ends what waited, and tells what was lost. To be called some times a second. */
  tick(): void {
    this.startBatch();
    this.#assembler.expire(this.#around.nowMs);
    const { expired, evicted, incomplete } = this.#assembler.takeLosses();
    this.#lost(expired, 'audit events never ended');
    this.#lost(evicted, 'too many audit events were open at a time');
    this.#lost(incomplete, 'records of audit events are missing');
    if (this.#torn > 0) this.#gap({ reason: 'audit records were torn', lost: this.#torn });
    this.#torn = 0;
  }

  #lost(count: number, reason: string): void {
    if (count > 0) this.#gap({ reason, lost: count }, ASSEMBLED);
  }

  #gap(gap: Gap, tables?: readonly EventTable[]): void {
    this.context.emit.gap(
      gap,
      tables?.filter((table) => this.#feeds(table)),
    );
  }

  #feeds(table: EventTable): boolean {
    const { process, sockets, files } = this.#settings;
    if (table === 'process_events') return process !== undefined;
    return table === 'socket_events' ? sockets !== undefined : files !== undefined;
  }

  #wants(syscall: SyscallRecord): boolean {
    if (syscall.pid === this.ownPid) return false;
    const { process, sockets } = this.#settings;
    if (sockets && actionOf(syscall)) return true;
    if (!syscall.success || syscall.name === undefined) return false;
    return this.#files !== undefined || (process !== undefined && PROCESS_CALLS.has(syscall.name));
  }

  #event(event: AuditEvent): void {
    const { process, sockets } = this.#settings;
    const { emit } = this.context;
    const { name = '', success } = event.syscall;
    if (sockets && actionOf(event.syscall)) {
      const row = socketRow(event, sockets, this.#around);
      if (row) emit.row('socket_events', row, event.atMs);
    }
    if (!success) return;
    if (
      process &&
      (EXEC.includes(name) || (process.fork && FORK.includes(name)) || (process.kill && KILL.includes(name)))
    ) {
      const row = processRow(event, this.#around);
      if (row) emit.row('process_events', row, event.atMs);
    }
    this.#files?.take(event);
  }

  /** What a security module has decided: AppArmor where it says so, else SELinux. */
  #security(type: number, bytes: Buffer, start: number, end: number): void {
    const { atMs, start: fields } = this.#header;
    const { emit } = this.context;
    const found = bytes.indexOf(APPARMOR, fields);
    if (found >= 0 && found < end) {
      if (!this.#settings.apparmor) return;
      const row = apparmorRow(bytes, start, fields, end, this.#around.uptime);
      if (row) emit.row('apparmor_events', row, atMs);
    } else if (this.#settings.selinux) {
      const message = decodeText(bytes, start, end);
      emit.row('selinux_events', { type: SELINUX_LABELS.get(type), message, uptime: this.#around.uptime }, atMs);
    }
  }

  #user(type: number, bytes: Buffer, end: number): void {
    if (!this.#settings.user) return;
    const { atMs, start } = this.#header;
    this.context.emit.row('user_events', userRow(type, bytes, start, end, this.#around.uptime), atMs);
  }

  #seccomp(bytes: Buffer, end: number): void {
    if (!this.#settings.seccomp) return;
    const { atMs, start } = this.#header;
    this.context.emit.row('seccomp_events', seccompRow(bytes, start, end, this.#around.uptime), atMs);
  }
}

/** Records that no table is made of are not even looked into: titles of processes, above all. */
const isRead = (type: number): boolean =>
  isOfEvent(type) ||
  (type >= TYPE.firstUser && type <= TYPE.lastUser) ||
  type === TYPE.seccomp ||
  SELINUX_LABELS.has(type);
