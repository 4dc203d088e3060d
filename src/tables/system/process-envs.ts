import { COST, tableOf } from '../../catalog/index.js';
import { type EnvironmentEntry, readEnviron } from '../../host/index.js';
import { Containers, containerColumns } from '../container.js';
import { readEach, selectPids } from '../pids.js';

interface ProcessEnvironmentEntry extends EnvironmentEntry {
  readonly pid: number;
  readonly containers: Containers;
}

const { table, integer, text } = tableOf<ProcessEnvironmentEntry>();

/** What a process was started with: later changes are in its own memory only. */
export const processEnvs = table({
  name: 'process_envs',
  description: 'Environment variables that processes were started with.',
  sources: ['/proc/<pid>/environ'],
  privileges: 'root (CAP_SYS_PTRACE) for processes of others; without it these have no rows',
  examples: [
    "SELECT pid, value FROM process_envs WHERE key = 'LD_PRELOAD'",
    "SELECT p.name, e.value FROM process_envs AS e JOIN processes AS p USING (pid) WHERE e.key = 'HTTP_PROXY'",
  ],
  columns: {
    pid: integer('Process id', (entry) => entry.pid, { key: { ops: ['=', 'range'], rowsPerValue: 25 } }),
    key: text('Name of the variable', (entry) => entry.key),
    value: text('Its value, null where the entry holds no "="', (entry) => entry.value),
    ...containerColumns(({ containers, pid }: ProcessEnvironmentEntry) => containers.of(pid)),
  },
  rows: 4000,
  rowCost: COST.file / 20,
  *scan(request) {
    const { host, lookup } = request;
    const containers = new Containers(host);
    yield* readEach(selectPids(host, lookup.pid), 'environment', request, function* (pid) {
      for (const { key, value } of readEnviron(host, pid)) yield { pid, key, value, containers };
    });
  },
});
