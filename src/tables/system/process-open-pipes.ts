import { COST, type ScanRequest, tableOf } from '../../catalog/index.js';
import { type Host, listPids, type OpenDescriptor, readDescriptors, readOr } from '../../host/index.js';
import { Containers, containerColumns } from '../container.js';
import { readEach } from '../pids.js';

/** A descriptor of a pipe. */
interface PipeEnd {
  readonly pid: number;
  readonly fd: number;
  /** What it was opened for: `r`, `w` or `rw`; `-` where that is not for us. */
  readonly mode: string;
  readonly inode: bigint;
  readonly isNamed: boolean;
  /** Two file systems may number FIFOs alike. */
  readonly device: bigint;
}

interface PipePair {
  readonly end: PipeEnd;
  readonly partner: PipeEnd | null;
  readonly containers: Containers;
}

const { table, bigint, text } = tableOf<PipePair>();

/** Who talks with whom. A pipe with one descriptor in all has a row without partner. */
export const processOpenPipes = table({
  name: 'process_open_pipes',
  description: 'Pipes that processes hold open, one row for each two ends that can talk with each other',
  rows: 200,
  rowCost: 3 * COST.syscall,
  sources: ['/proc/<pid>/fd', '/proc/<pid>/fdinfo'],
  privileges: 'root (CAP_SYS_PTRACE) for processes of others; without it these have no rows',
  examples: [
    "SELECT pid, partner_pid FROM process_open_pipes WHERE mode = 'w' AND type = 'anonymous'",
    'SELECT a.name AS writer, b.name AS reader FROM process_open_pipes AS o JOIN processes AS a USING (pid) JOIN processes AS b ON b.pid = o.partner_pid',
  ],
  columns: {
    pid: bigint('Process id', ({ end }) => end.pid),
    fd: bigint('Number of the descriptor', ({ end }) => end.fd),
    mode: text('What it is open for: r, w or rw', ({ end }) => end.mode),
    inode: bigint('Inode of the pipe', ({ end }) => end.inode),
    type: text('named for a FIFO, else anonymous', ({ end }) => (end.isNamed ? 'named' : 'anonymous')),
    partner_pid: bigint('Process at the other end, null where nobody is', ({ partner }) => partner?.pid),
    partner_fd: bigint('Its descriptor', ({ partner }) => partner?.fd),
    partner_mode: text('What that one is open for', ({ partner }) => partner?.mode),
    ...containerColumns(({ containers, end }: PipePair) => containers.of(end.pid)),
  },
  *scan(request) {
    const containers = new Containers(request.host);
    for (const ends of gatherPipes(request.host, request))
      for (const pair of pairsOf(ends, request)) yield { ...pair, containers };
  },
});

/** The ends of each pipe. */
function gatherPipes(host: Host, request: Pick<ScanRequest, 'checkpoint' | 'warn'>): Iterable<PipeEnd[]> {
  const pipes = new Map<string, PipeEnd[]>();
  const ends = readEach(listPids(host), 'open files', request, function* (pid) {
    for (const descriptor of readDescriptors(host, pid)) {
      const end = endOf(host, pid, descriptor);
      if (end) yield end;
    }
  });
  for (const end of ends) {
    const id = `${end.device}:${end.inode}`;
    const known = pipes.get(id);
    if (known) known.push(end);
    else pipes.set(id, [end]);
  }
  return pipes.values();
}

function endOf(host: Host, pid: number, { fd, target }: OpenDescriptor): PipeEnd | undefined {
  const path = `/proc/${pid}/fd/${fd}`;
  const inode = /^pipe:\[(\d{1,20})\]$/.exec(target)?.[1];
  if (inode !== undefined)
    return { pid, fd, mode: modeOf(host, path), inode: BigInt(inode), isNamed: false, device: -1n };
  if (!target.startsWith('/')) return undefined;
  // Through the link, as the name means another file in another mount namespace, or none once it is deleted.
  const stat = readOr(null, () => host.stat(path));
  if (!stat?.isFIFO()) return undefined;
  return { pid, fd, mode: modeOf(host, path), inode: stat.ino, isNamed: true, device: stat.dev };
}

/** The permissions of the link tell what the descriptor is open for (proc_pid_fd(5)). */
function modeOf(host: Host, path: string): string {
  const mode = readOr(0n, () => host.lstat(path).mode);
  return `${mode & 0o400n ? 'r' : ''}${mode & 0o200n ? 'w' : ''}` || '-';
}

const canTalk = (a: PipeEnd, b: PipeEnd): boolean => a.mode !== b.mode || a.mode === 'rw';

function* pairsOf(
  ends: readonly PipeEnd[],
  request: Pick<ScanRequest, 'checkpoint'>,
): Generator<Omit<PipePair, 'containers'>> {
  if (ends.length === 1 && ends[0]) yield { end: ends[0], partner: null };
  for (const end of ends) {
    request.checkpoint();
    for (const partner of ends) if (end !== partner && canTalk(end, partner)) yield { end, partner };
  }
}
