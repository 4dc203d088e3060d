import { COST, type Lookup, tableOf } from '../../catalog/index.js';
import { type Host, listThreads, readOr, readProcessStatus } from '../../host/index.js';
import { containerColumns } from '../container.js';
import { admitting } from '../lookup.js';
import { existingPids, selectPids } from '../pids.js';
import { type NameSource, Process } from './process.js';

const { table, bigint, integer, text } = tableOf<Process>();

const comm = { cost: COST.file, group: 'comm' };
const stat = { cost: COST.file, group: 'stat' };
const status = { cost: COST.file, group: 'status' };
const io = { cost: COST.file, group: 'io' };
const exe = { cost: 2 * COST.syscall, group: 'exe' };
const foreign = { hidden: true };
const none = (): null => null;

/** Columns that come from /proc/<pid>/stat and /proc/<pid>/status: where one is read, the name costs nothing more. */
const FROM_STAT = ['state', 'user_time', 'system_time', 'start_time', 'parent', 'pgroup', 'threads', 'nice'];
const FROM_STATUS = ['thread_group', 'uid', 'gid', 'euid', 'egid', 'suid', 'sgid', 'resident_size', 'total_size'];

/**
 * One row a process (thread group); a thread's id finds its own row where it is asked for by name. With
 * `include_threads = 1` every thread has a row, with what it used itself.
 */
export const processes = table({
  name: 'processes',
  description: 'Processes running on the host, one row each.',
  sources: [
    '/proc/<pid>/stat',
    '/proc/<pid>/status',
    '/proc/<pid>/cmdline',
    '/proc/<pid>/exe, cwd, root',
    '/proc/<pid>/io',
    '/proc/<pid>/cgroup',
  ],
  privileges:
    'none for most columns; root (CAP_SYS_PTRACE) for path, cwd, root and bytes of processes of others, else null',
  examples: [
    'SELECT pid, name, path FROM processes WHERE on_disk = 0',
    'SELECT pid, name, user_time FROM processes WHERE include_threads = 1 AND thread_group = 1',
    'SELECT container_id, count(*) AS processes FROM processes WHERE container_id IS NOT NULL GROUP BY container_id',
    'SELECT name, count(*) AS n, sum(resident_size) AS bytes FROM processes GROUP BY name ORDER BY bytes DESC LIMIT 10',
  ],
  columns: {
    pid: bigint('Process id', (p) => p.pid, { key: { unique: true, ops: ['=', 'range'] } }),
    name: text('Command name, cut at 15 bytes by the kernel; newlines and backslashes escaped', (p) => p.name, comm),
    path: text('Executable, null where there is none or the kernel hides it', (p) => p.path, exe),
    cmdline: text('Arguments joined by blanks', (p) => p.cmdline, { cost: COST.file }),
    state: text(
      'R running, S sleeping, D in uninterruptible sleep, T stopped, t traced, Z zombie, I idle',
      (p) => p.stat?.state,
      stat,
    ),
    cwd: text('Working directory, as the process sees it', (p) => p.cwd, { cost: COST.syscall }),
    root: text('Root directory, as its mount namespace sees it', (p) => p.root, { cost: COST.syscall }),
    uid: bigint('User id', (p) => p.status?.uids[0], status),
    gid: bigint('Group id', (p) => p.status?.gids[0], status),
    euid: bigint('Effective user id', (p) => p.status?.uids[1], status),
    egid: bigint('Effective group id', (p) => p.status?.gids[1], status),
    suid: bigint('Saved user id', (p) => p.status?.uids[2], status),
    sgid: bigint('Saved group id', (p) => p.status?.gids[2], status),
    on_disk: integer('1 if the executable is on disk, 0 if not, -1 if unknown', (p) => p.onDisk, {
      cost: 3 * COST.syscall,
      group: 'exe',
    }),
    wired_size: bigint('Bytes of memory that cannot be paged out; always 0', () => 0),
    resident_size: bigint('Bytes of memory in RAM', (p) => p.status?.residentBytes, status),
    total_size: bigint('Bytes of virtual memory', (p) => p.status?.totalBytes, status),
    user_time: bigint('Milliseconds of CPU spent in user space', (p) => p.milliseconds(p.stat?.userTicks), stat),
    system_time: bigint('Milliseconds of CPU spent in the kernel', (p) => p.milliseconds(p.stat?.systemTicks), stat),
    disk_bytes_read: bigint('Bytes read from disk', (p) => p.io?.readBytes, io),
    disk_bytes_written: bigint(
      'Bytes written to disk, less those dropped before they got there',
      (p) => p.io?.writtenBytes,
      io,
    ),
    start_time: bigint('Start in seconds since the epoch, -1 if unknown', (p) => p.startTimeSeconds, stat),
    parent: bigint('Process id of the parent', (p) => p.stat?.parent, stat),
    pgroup: bigint('Process group', (p) => p.stat?.group, stat),
    threads: integer('Number of threads', (p) => p.stat?.threads, stat),
    nice: integer('Nice level, from -20 (favoured) to 19', (p) => p.stat?.nice, stat),
    elevated_token: integer('Windows: 1 if the process runs elevated', none, foreign),
    secure_process: integer('Windows: 1 if the process is secure (IUM)', none, foreign),
    protection_type: text('Windows: protection level', none, foreign),
    virtual_process: integer('Windows: 1 if the process is virtual, such as System or Registry', none, foreign),
    elapsed_time: bigint('Windows: seconds since the start', none, foreign),
    handle_count: bigint('Windows: number of open handles', none, foreign),
    percent_processor_time: bigint('Windows: processor time in units of 100 ns', none, foreign),
    upid: bigint('macOS: id that is never used again', none, foreign),
    uppid: bigint('macOS: the same of the parent', none, foreign),
    cpu_type: integer('macOS: processor type', none, foreign),
    cpu_subtype: integer('macOS: processor subtype', none, foreign),
    translated: integer('macOS: 1 if it runs under Rosetta', none, foreign),
    cgroup_path: text('Control group, relative to its hierarchy', (p) => p.cgroupPath, { cost: COST.file }),
    ...containerColumns((p: Process) => p.container),
    thread_group: bigint('Process that a thread belongs to; a process belongs to itself', (p) => p.threadGroup, {
      ...status,
      hidden: true,
      key: { exact: false, rowsPerValue: 10 },
    }),
    include_threads: integer('1: a row for each thread, under its own id', (p) => (p.threadOf === null ? 0 : 1), {
      hidden: true,
      key: { rowsPerValue: 1500 },
    }),
  },
  rows: 300,
  *scan(request) {
    const { host, lookup } = request;
    const nameSource = nameSourceFor(request.columns);
    const modes = lookup.include_threads?.values ?? [0];
    if (!modes.includes(1)) {
      const known = lookup.pid ?? lookup.thread_group;
      const pids = isProven(request.columns) ? selectPids(host, known) : existingPids(host, known);
      for (const pid of modes.includes(0) ? pids : []) {
        request.checkpoint();
        yield new Process(host, pid, nameSource);
      }
      return;
    }
    // The rows of processes are not given beside those of their threads, so that no id has two.
    const admits = admitting(lookup.pid);
    for (const pid of processesOf(host, lookup)) {
      request.checkpoint();
      for (const thread of readOr([], () => listThreads(host, pid)))
        if (admits(thread)) yield new Process(host, thread, nameSource, pid);
    }
  },
});

/** Processes whose threads a query can be about: those it names, or those of the threads it names. */
function processesOf(
  host: Host,
  lookup: { readonly pid?: Lookup<number>; readonly thread_group?: Lookup<number> },
): readonly number[] {
  if (lookup.thread_group?.values || !lookup.pid?.values) return existingPids(host, lookup.thread_group);
  const groups = existingPids(host, lookup.pid).map((pid) =>
    readOr(null, () => readProcessStatus(host, pid).threadGroup),
  );
  return [...new Set(groups)].filter((group) => group !== null).sort((a, b) => a - b);
}

/** A column is read that no process has that does not exist: such a row is dropped then. */
const isProven = (columns: ReadonlySet<string>): boolean =>
  columns.has('name') || [...FROM_STAT, ...FROM_STATUS].some((column) => columns.has(column));

function nameSourceFor(columns: ReadonlySet<string>): NameSource {
  if (FROM_STATUS.some((column) => columns.has(column))) return 'status';
  return FROM_STAT.some((column) => columns.has(column)) ? 'stat' : 'comm';
}
