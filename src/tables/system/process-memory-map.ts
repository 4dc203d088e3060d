import { COST, tableOf } from '../../catalog/index.js';
import { type Mapping, readMaps } from '../../host/index.js';
import { Containers, containerColumns } from '../container.js';
import { readEach, selectPids } from '../pids.js';

interface ProcessMapping {
  readonly pid: number;
  readonly mapping: Mapping;
  readonly containers: Containers;
}

const { table, bigint, integer, text } = tableOf<ProcessMapping>();

export const processMemoryMap = table({
  name: 'process_memory_map',
  description: 'What is mapped into the memory of processes: files, heap, stack.',
  sources: ['/proc/<pid>/maps'],
  privileges: 'root (CAP_SYS_PTRACE) for processes of others; without it these have no rows',
  examples: [
    "SELECT DISTINCT pid, path FROM process_memory_map WHERE path LIKE '%(deleted)' AND permissions LIKE '__x_'",
    'SELECT path, count(*) AS areas FROM process_memory_map WHERE pid = 1 GROUP BY path',
  ],
  columns: {
    pid: integer('Process id', (row) => row.pid, { key: { ops: ['=', 'range'], rowsPerValue: 100 } }),
    start: text('First address, hexadecimal', (row) => row.mapping.start),
    end: text('Address past the last, hexadecimal', (row) => row.mapping.end),
    permissions: text('r read, w write, x execute; then p private or s shared', (row) => row.mapping.permissions),
    offset: bigint('Where in the file it starts, in bytes', (row) => row.mapping.offset),
    device: text('Device of the file, as major:minor in hexadecimal', (row) => row.mapping.device),
    // Declared INTEGER, yet an inode has 64 bits.
    inode: { ...bigint('Inode of the file, 0 for none', (row) => row.mapping.inode), type: 'integer' },
    path: text('File, or a name such as [heap]; null for nameless memory', (row) => row.mapping.path),
    pseudo: integer('1 if it has a name but is no file', (row) => (row.mapping.isPseudo ? 1 : 0)),
    ...containerColumns(({ containers, pid }: ProcessMapping) => containers.of(pid)),
  },
  rows: 15_000,
  rowCost: COST.file / 10,
  *scan(request) {
    const { host, lookup } = request;
    const containers = new Containers(host);
    yield* readEach(selectPids(host, lookup.pid), 'memory map', request, function* (pid) {
      for (const mapping of readMaps(host, pid)) yield { pid, mapping, containers };
    });
  },
});
