import { decodeText } from '../../../core/index.js';
import type { EventRow, EventValue } from '../../source.js';
import type { ProgramFacts } from '../../surroundings/programs.js';
import type { Surroundings } from '../../surroundings/surroundings.js';
import type { AuditEvent } from '../records/assembler.js';
import { commandLine } from '../records/execve.js';
import { FieldReader } from '../records/fields.js';
import { parseCwd, parsePaths } from '../records/path.js';
import type { SyscallRecord } from '../records/syscall.js';
import { EXEC, FORK, KILL } from '../syscalls/kinds.js';

type Row = Record<string, EventValue>;

const CLONE_PARENT = 0x8000;
const CLONE_THREAD = 0x10000;

/** A row of process_events; undefined for a thread. */
export function processRow(event: AuditEvent, around: Surroundings): EventRow | undefined {
  const { syscall } = event;
  const name = syscall.name ?? '';
  if (EXEC.includes(name)) return execRow(event, around);
  if (FORK.includes(name)) return isThread(syscall, around) ? undefined : forkRow(syscall, around);
  return KILL.includes(name) ? killRow(event, around) : undefined;
}

function execRow(event: AuditEvent, around: Surroundings): EventRow {
  const { syscall } = event;
  const command = event.execve.length > 0 ? commandLine(event.execve) : undefined;
  const paths = parsePaths(event.paths);
  const program = paths[0];
  const inodes = paths.map(({ inode }) => inode).filter((inode) => inode !== undefined);
  const facts = around.programs.of(syscall.exe, syscall.pid, inodes, around.nowMs);
  const row = rowOf(syscall, facts, around);
  row.mode = program?.mode ?? facts?.mode;
  row.cmdline = command && decodeText(command);
  row.cmdline_size = command?.length;
  row.cwd = parseCwd(event.cwd);
  row.owner_uid = program?.ownerUid;
  row.owner_gid = program?.ownerGid;
  return row;
}

function forkRow(syscall: SyscallRecord, around: Surroundings): EventRow {
  const isSibling = syscall.name === 'clone' && (syscall.args[0] & CLONE_PARENT) !== 0;
  const row = rowOf(syscall, programOf(syscall, around), around);
  row.pid = syscall.exit;
  row.parent = isSibling ? syscall.ppid : syscall.pid;
  return row;
}

const target = new FieldReader(['opid', 'oauid', 'oses', 'ocomm']);

function killRow({ syscall, objPid }: AuditEvent, around: Surroundings): EventRow {
  const row = rowOf(syscall, programOf(syscall, around), around);
  row.signal = syscall.args[syscall.name === 'tgkill' ? 2 : 1];
  if (!objPid) return row;
  target.read(objPid, 0, objPid.length);
  row.target_pid = target.decimal(0);
  row.target_auid = unsigned(target.decimal(1));
  row.target_ses = unsigned(target.decimal(2));
  row.target_comm = target.text(3);
  return row;
}

/** Ids of a target that are not set are -1 there, and 4294967295 everywhere else. */
const unsigned = (id: number | undefined): number | undefined => id && id >>> 0;

/** Flags of clone3(2) are not in its arguments: a thread is known by standing among its process's. */
function isThread({ name, args, exit, pid }: SyscallRecord, { host }: Surroundings): boolean {
  if (name === 'clone') return (args[0] & CLONE_THREAD) !== 0;
  return name === 'clone3' && host.exists(`/proc/${pid}/task/${exit}`);
}

const programOf = (syscall: SyscallRecord, { programs, nowMs }: Surroundings): ProgramFacts | null =>
  programs.of(syscall.exe, syscall.pid, [], nowMs);

/** What all have in common, for the process that made the call. */
function rowOf(syscall: SyscallRecord, facts: ProgramFacts | null, around: Surroundings): Row {
  const container = around.containers.of(syscall.pid, syscall.ppid, around.nowMs);
  return {
    pid: syscall.pid,
    path: syscall.exe,
    mode: facts?.mode,
    env_count: 0,
    env_size: 0,
    auid: syscall.auid,
    uid: syscall.uid,
    euid: syscall.euid,
    gid: syscall.gid,
    egid: syscall.egid,
    owner_uid: facts?.ownerUid,
    owner_gid: facts?.ownerGid,
    atime: facts?.atime,
    mtime: facts?.mtime,
    ctime: facts?.ctime,
    btime: facts?.btime,
    parent: syscall.ppid,
    uptime: around.uptime,
    fsuid: syscall.fsuid,
    suid: syscall.suid,
    fsgid: syscall.fsgid,
    sgid: syscall.sgid,
    syscall: syscall.name,
    comm: syscall.comm,
    tty: syscall.tty,
    ses: syscall.ses,
    container_id: container.container_id,
    container_runtime: container.container_runtime,
    pod_uid: container.pod_uid,
  };
}
