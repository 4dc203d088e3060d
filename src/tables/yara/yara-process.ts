import { COST, tableOf } from '../../catalog/index.js';
import { Gone } from '../../core/index.js';
import { matchColumns, type ProcessMemory, Refused, readProcessMemory } from '../../host/index.js';
import { existingPids } from '../pids.js';
import { type Scanned, Signatures, scanColumns } from './signatures.js';

interface ScannedProcess extends Scanned {
  readonly pid: number;
}

const { table, integer } = tableOf<ScannedProcess>();

/** Of one process. */
const MEMORY_BYTES = 64 * 1024 * 1024;

export const yaraProcess = table({
  name: 'yara_process',
  description: 'What YARA rules find in the memory of processes: processes and rules are required',
  rows: 10,
  rowCost: 20 * COST.hashing,
  sources: ['/proc/<pid>/maps', '/proc/<pid>/mem', '/etc/osquery/yara'],
  privileges: "root with CAP_SYS_PTRACE for other users' processes",
  examples: [
    'SELECT pid, matches FROM yara_process WHERE pid = 1 AND sigrule = \'rule shell { strings: $a = "/bin/sh" condition: $a }\'',
    "SELECT p.name, y.matches FROM processes AS p JOIN yara_process AS y USING (pid) WHERE y.sigfile = '/etc/osquery/yara/tools.yar' AND p.on_disk = 0",
  ],
  columns: {
    pid: integer('Process', (row) => row.pid, { key: { required: true, rowsPerValue: 1, maxValues: 1024 } }),
    ...scanColumns,
    pid_with_namespace: integer('0: processes are numbered as we see them', () => 0, {
      hidden: true,
      key: { exact: false },
    }),
  },
  async *scan(request) {
    const { host, lookup, warn } = request;
    const signatures = await Signatures.open(request);
    try {
      if (signatures.isEmpty) return;
      for (const pid of existingPids(host, lookup.pid)) {
        request.checkpoint();
        try {
          const memory = readProcessMemory(host, pid, MEMORY_BYTES, request.checkpoint);
          if (memory.isCut) warn(`only the first ${MEMORY_BYTES} bytes of some processes are scanned`);
          yield* signatures.scan(memory.bytes, `process ${pid}`, (matches, signature) => ({
            pid,
            signature,
            ...matchColumns(matches, (offset) => addressOf(memory, offset)),
          }));
        } catch (error) {
          if (error instanceof Refused) warn(`the memory of some processes cannot be read: ${error.reason}`);
          else if (!(error instanceof Gone)) throw error;
        }
      }
    } finally {
      signatures.close();
    }
  },
});

function addressOf({ regions }: ProcessMemory, offset: number): number {
  const region = regions.findLast(({ at }) => at <= offset);
  return region ? region.start + offset - region.at : offset;
}
