import { COST, type Lookup, tableOf } from '../../catalog/index.js';
import { readDescriptors } from '../../host/index.js';
import { Containers, containerColumns } from '../container.js';
import { readEach, selectPids } from '../pids.js';

interface OpenFile {
  readonly pid: number;
  readonly fd: number;
  readonly path: string;
  readonly containers: Containers;
}

const { table, bigint, text } = tableOf<OpenFile>();

/** Targets that are no files: they show in process_open_sockets and process_open_pipes, or nowhere. */
const isFile = (target: string): boolean =>
  !target.startsWith('socket:') && !target.startsWith('pipe:') && !target.startsWith('anon_inode:');

/** A test for what a lookup's values and patterns ask for. */
function admittingPaths(lookup: Lookup<string> | undefined): (path: string) => boolean {
  const values = lookup?.values && new Set(lookup.values);
  const patterns = lookup?.patterns;
  return (path) => (values?.has(path) ?? true) && (patterns?.some((pattern) => pattern.matches(path)) ?? true);
}

export const processOpenFiles = table({
  name: 'process_open_files',
  description: 'Files that processes hold open, one row for each descriptor.',
  sources: ['/proc/<pid>/fd'],
  privileges: 'root (CAP_SYS_PTRACE) for processes of others; without it these have no rows',
  examples: [
    "SELECT p.name, f.path FROM process_open_files AS f JOIN processes AS p USING (pid) WHERE f.path LIKE '%(deleted)'",
    'SELECT fd, path FROM process_open_files WHERE pid = 1',
  ],
  columns: {
    pid: bigint('Process id', (file) => file.pid, { key: { ops: ['=', 'range'], rowsPerValue: 10 } }),
    fd: bigint('Number of the descriptor', (file) => file.fd),
    path: text('File as the process sees it, with " (deleted)" where it has no name any more', (file) => file.path, {
      key: { ops: ['=', 'like', 'glob'], rowsPerValue: 2 },
    }),
    ...containerColumns(({ containers, pid }: OpenFile) => containers.of(pid)),
  },
  rows: 2000,
  rowCost: 2 * COST.syscall,
  *scan(request) {
    const { host, lookup } = request;
    const containers = new Containers(host);
    const admits = admittingPaths(lookup.path);
    yield* readEach(selectPids(host, lookup.pid), 'open files', request, function* (pid) {
      for (const { fd, target } of readDescriptors(host, pid))
        if (isFile(target) && admits(target)) yield { pid, fd, path: target, containers };
    });
  },
});
