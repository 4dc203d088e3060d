import { COST, tableOf } from '../../catalog/index.js';
import { Gone } from '../../core/index.js';
import { type Host, hasProcess, readOr } from '../../host/index.js';
import { Containers, containerColumns } from '../container.js';
import { existingPids } from '../pids.js';

interface ProcessView {
  readonly host: Host;
  readonly pid: number;
  readonly containers: Containers;
}

const { table, integer, text } = tableOf<ProcessView>();

const namespace = (name: string, description: string) =>
  text(`Id of the ${description} namespace, null where it is not for us`, ({ host, pid }) => readId(host, pid, name), {
    cost: COST.syscall,
  });

/** The digits of `net:[4026531840]` (namespaces(7)); older kernels lack some. */
function readId(host: Host, pid: number, name: string): string | null {
  const target = readOr(null, () => host.readLink(`/proc/${pid}/ns/${name}`));
  if (target === null && !hasProcess(host, pid)) throw new Gone(`process ${pid} ended`);
  return new RegExp(`^${name}:\\[(\\d+)\\]$`).exec(target ?? '')?.[1] ?? null;
}

export const processNamespaces = table({
  name: 'process_namespaces',
  description: 'Namespaces that processes are in: two in the same container share them',
  rows: 300,
  rowCost: COST.syscall,
  sources: ['/proc/<pid>/ns'],
  privileges: 'root (CAP_SYS_PTRACE) for processes of others; without it these have no rows',
  examples: [
    'SELECT net_namespace, count(*) AS processes FROM process_namespaces GROUP BY net_namespace',
    "SELECT p.name, n.mnt_namespace FROM processes AS p JOIN process_namespaces AS n USING (pid) WHERE p.name = 'nginx'",
  ],
  columns: {
    pid: integer('Process id', (view) => view.pid, { key: { unique: true, ops: ['=', 'range'] } }),
    cgroup_namespace: namespace('cgroup', 'cgroup'),
    ipc_namespace: namespace('ipc', 'IPC'),
    mnt_namespace: namespace('mnt', 'mount'),
    net_namespace: namespace('net', 'network'),
    pid_namespace: namespace('pid', 'pid'),
    user_namespace: namespace('user', 'user'),
    uts_namespace: namespace('uts', 'host name'),
    ...containerColumns(({ containers, pid }: ProcessView) => containers.of(pid)),
  },
  *scan({ host, lookup, checkpoint }) {
    const containers = new Containers(host);
    for (const pid of existingPids(host, lookup.pid)) {
      checkpoint();
      yield { host, pid, containers };
    }
  },
});
