import { decodeText } from '../../core/index.js';
import { type Container, parseContainer, readOr } from '../../host/index.js';
import type { EventTable } from '../names.js';
import { readExe } from '../process-connector/details.js';
import { ProcessCache } from '../process-connector/process-cache.js';
import type { EventRow } from '../source.js';
import type { Surroundings } from '../surroundings/surroundings.js';
import { parseExecStack } from './exec-stack.js';
import type { CallRecord, LifeRecord } from './record.js';
import { AF_UNIX, parseSocketAddress } from './socket-address.js';

const EINPROGRESS = 115n;
const MOST_GROUPS = 1024;

/** Makes rows of records. */
export class BpfRows {
  readonly #processes = new ProcessCache();
  /** Containers by control group: a process that is gone ran where others of its group still do. */
  readonly #containers = new Map<bigint, Container | null>();

  constructor(
    private readonly around: Surroundings,
    private readonly emit: (table: EventTable, row: EventRow, startNs: bigint) => void,
  ) {}

  take(record: CallRecord | LifeRecord, tables: ReadonlySet<EventTable>): void {
    switch (record.kind) {
      case 'fork':
        this.#processes.fork(record.parent, record.pid);
        break;
      case 'exit':
        this.#processes.exit(record.pid);
        break;
      case 'exec':
        this.#exec(record, tables);
        break;
      default:
        this.#socket(record, tables);
    }
  }

  #exec(record: CallRecord, tables: ReadonlySet<EventTable>): void {
    const { host } = this.around;
    const stack = parseExecStack(record.bytes, record.stackPointer, record.isNarrow);
    const cwd = readOr(undefined, () => host.readLink(`/proc/${record.pid}/cwd`));
    const exe = readExe(host, record.pid);
    const path = pathOf(stack.fileName, cwd) ?? exe;
    const parent = this.#parentOf(record);
    // A program of its own name is what runs; of a script it is what runs the script, which only /proc knows.
    const program = exe ?? path;
    this.#processes.exec(record.pid, parent, program);
    if (tables.has('bpf_process_events')) {
      const row = {
        ...this.#common(record, parent),
        probe_error: stack.isCut || stack.fileName === null ? 1 : 0,
        path,
        cwd,
        cmdline: stack.args?.map(quoted).join(' '),
        json_cmdline: stack.args && JSON.stringify(stack.args),
      };
      this.emit('bpf_process_events', row, record.startNs);
    }
    if (!tables.has('process_events')) return;
    const cmdline = stack.args?.join(' ');
    const row = {
      ...this.#audited(record, parent),
      path: program,
      cmdline,
      cmdline_size: cmdline === undefined ? undefined : Buffer.byteLength(cmdline),
      env_count: stack.envCount,
      env_size: stack.envBytes,
      cwd,
      parent,
      syscall: 'execve',
      comm: record.comm,
      ...this.#factsOf(program, record.pid),
    };
    this.emit('process_events', row, record.startNs);
  }

  #socket(record: CallRecord, tables: ReadonlySet<EventTable>): void {
    const { kind, result, bytes, pid } = record;
    const found = parseSocketAddress(bytes);
    const parent = this.#parentOf(record);
    const path = this.#programOf(pid, parent);
    const fd = String(kind === 'accept' ? result : record.descriptor);
    const side = kind === 'bind' ? 'local' : 'remote';
    const ends = found && { [`${side}_address`]: found.address, [`${side}_port`]: found.port };
    if (tables.has('bpf_socket_events')) {
      const row = {
        ...this.#common(record, parent),
        probe_error: found || kind === 'listen' || kind === 'accept' ? 0 : 1,
        path,
        fd,
        family: found?.family ?? -1,
        type: -1,
        protocol: -1,
        ...ends,
      };
      this.emit('bpf_socket_events', row, record.startNs);
    }
    if (!tables.has('socket_events') || kind === 'listen' || found?.family === AF_UNIX) return;
    const isSuccess = result >= 0n;
    const isUnderWay = kind === 'connect' && result === -EINPROGRESS;
    if (!isSuccess && !isUnderWay) return;
    const row = {
      action: kind,
      ...this.#audited(record, parent),
      path,
      fd,
      family: found?.family,
      protocol: 0,
      local_port: 0,
      remote_port: 0,
      ...ends,
      success: 1,
      status: isSuccess ? 'succeeded' : 'in_progress',
    };
    this.emit('socket_events', row, record.startNs);
  }

  /** Columns that both of osquery's tables have. */
  #common(record: CallRecord, parent: number | undefined): EventRow {
    return {
      tid: record.tid,
      pid: record.pid,
      parent,
      uid: record.uid,
      gid: record.gid,
      cid: record.controlGroup,
      exit_code: String(BigInt.asUintN(64, record.result)),
      syscall: record.kind,
      duration: record.durationNs,
      ntime: String(record.startNs),
      ...this.#containerOf(record, parent),
    };
  }

  /** Columns of the tables that the audit system feeds, too. */
  #audited(record: CallRecord, parent: number | undefined): EventRow {
    const [uid, gid, suid, sgid, euid, egid, fsuid, fsgid] = record.task?.ids ?? [record.uid, record.gid];
    const ids = record.kind === 'exec' ? { uid, gid, suid, sgid, euid, egid, fsuid, fsgid } : {};
    return {
      pid: record.pid,
      auid: record.task?.loginuid,
      ...ids,
      uptime: this.around.uptime,
      ...this.#containerOf(record, parent),
    };
  }

  #parentOf({ pid, task }: CallRecord): number | undefined {
    return task?.parent ?? this.#processes.get(pid)?.parent;
  }

  #programOf(pid: number, parent: number | undefined): string | undefined {
    const known = this.#processes.get(pid)?.exe;
    if (known !== undefined) return known;
    const exe = readExe(this.around.host, pid);
    if (exe !== undefined) this.#processes.exec(pid, parent, exe);
    return exe;
  }

  #factsOf(program: string | undefined, pid: number): EventRow {
    const { host, programs, nowMs } = this.around;
    if (program === undefined) return {};
    const inode = readOr(undefined, () => Number(host.stat(`/proc/${pid}/exe`).ino));
    const facts = programs.of(program, pid, inode === undefined ? [] : [inode], nowMs);
    if (!facts) return {};
    const { mode, ownerUid, ownerGid, atime, mtime, ctime, btime } = facts;
    return { mode, owner_uid: ownerUid, owner_gid: ownerGid, atime, mtime, ctime, btime };
  }

  #containerOf({ controlGroup, pid }: CallRecord, parent: number | undefined): EventRow {
    let container = this.#containers.get(controlGroup);
    if (container === undefined) {
      const read = (of: number): Container | null =>
        parseContainer(decodeText(this.around.host.readRecord(`/proc/${of}/cgroup`)));
      const found = readOr(undefined, () => read(pid)) ?? (parent ? readOr(undefined, () => read(parent)) : undefined);
      if (found === undefined) return {};
      if (this.#containers.size >= MOST_GROUPS) this.#containers.clear();
      this.#containers.set(controlGroup, found);
      container = found;
    }
    if (!container) return {};
    return { container_id: container.id, container_runtime: container.runtime, pod_uid: container.podUid };
  }
}

/** The program's name, absolute. Undefined where that hangs on a folder or a descriptor that nobody has seen. Pure. */
function pathOf(name: string | null, cwd: string | undefined): string | undefined {
  if (!name || name.startsWith('/dev/fd/')) return undefined;
  if (name.startsWith('/')) return name;
  const inside = name.startsWith('./') ? name.slice(2) : name;
  return cwd === undefined ? undefined : `${cwd === '/' ? '' : cwd}/${inside}`;
}

const quoted = (argument: string): string => (/\s/.test(argument) ? `'${argument}'` : argument);
