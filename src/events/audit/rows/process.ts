import { decodeText } from '../../../core/index.js';
import type { EventRow } from '../../source.js';
import type { AuditEvent } from '../records/assembler.js';
import { commandLine } from '../records/execve.js';
import { FieldReader } from '../records/fields.js';
import { type PathRecord, parseCwd, parsePaths } from '../records/path.js';
import type { SyscallRecord } from '../records/syscall.js';
import { EXEC, FORK, KILL } from '../syscalls/kinds.js';
import type { Surroundings } from './surroundings.js';

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
  const program: PathRecord | undefined = paths[0];
  const inodes = paths.map(({ inode }) => inode).filter((inode) => inode !== undefined);
  const facts = around.programs.of(syscall.exe, syscall.pid, inodes, around.nowMs);
  return {
    ...common(syscall, around),
    pid: syscall.pid,
    parent: syscall.ppid,
    mode: program?.mode ?? facts?.mode,
    cmdline: command && decodeText(command),
    cmdline_size: command?.length,
    cwd: parseCwd(event.cwd),
    owner_uid: program?.ownerUid,
    owner_gid: program?.ownerGid,
    ...timesOf(facts),
  };
}

function forkRow(syscall: SyscallRecord, around: Surroundings): EventRow {
  const isSibling = syscall.name === 'clone' && (syscall.args[0] & CLONE_PARENT) !== 0;
  return {
    ...common(syscall, around),
    ...programOf(syscall, around),
    pid: syscall.exit,
    parent: isSibling ? syscall.ppid : syscall.pid,
  };
}

const target = new FieldReader(['opid', 'oauid', 'oses', 'ocomm']);

function killRow({ syscall, objPid }: AuditEvent, around: Surroundings): EventRow {
  if (objPid) target.read(objPid, 0, objPid.length);
  const signal = syscall.args[syscall.name === 'tgkill' ? 2 : 1];
  return {
    ...common(syscall, around),
    ...programOf(syscall, around),
    pid: syscall.pid,
    parent: syscall.ppid,
    signal,
    ...(objPid && {
      target_pid: target.decimal(0),
      target_auid: unsigned(target.decimal(1)),
      target_ses: unsigned(target.decimal(2)),
      target_comm: target.text(3),
    }),
  };
}

/** Ids of a target that are not set are -1 there, and 4294967295 everywhere else. */
const unsigned = (id: number | undefined): number | undefined => id && id >>> 0;

/** Flags of clone3(2) are not in its arguments: a thread is known by standing among its process's. */
function isThread({ name, args, exit, pid }: SyscallRecord, { host }: Surroundings): boolean {
  if (name === 'clone') return (args[0] & CLONE_THREAD) !== 0;
  return name === 'clone3' && host.exists(`/proc/${pid}/task/${exit}`);
}

function common(syscall: SyscallRecord, around: Surroundings): EventRow {
  return {
    path: syscall.exe,
    env_count: 0,
    env_size: 0,
    auid: syscall.auid,
    uid: syscall.uid,
    euid: syscall.euid,
    gid: syscall.gid,
    egid: syscall.egid,
    uptime: around.uptime,
    fsuid: syscall.fsuid,
    suid: syscall.suid,
    fsgid: syscall.fsgid,
    sgid: syscall.sgid,
    syscall: syscall.name,
    comm: syscall.comm,
    tty: syscall.tty,
    ses: syscall.ses,
    ...around.containers.of(syscall.pid, syscall.ppid, around.nowMs),
  };
}

function programOf(syscall: SyscallRecord, around: Surroundings): EventRow {
  const facts = around.programs.of(syscall.exe, syscall.pid, [], around.nowMs);
  return { mode: facts?.mode, owner_uid: facts?.ownerUid, owner_gid: facts?.ownerGid, ...timesOf(facts) };
}

const timesOf = (facts: ReturnType<Surroundings['programs']['of']>): EventRow => ({
  atime: facts?.atime,
  mtime: facts?.mtime,
  ctime: facts?.ctime,
  btime: facts?.btime,
});
