import { COST, tableOf } from '../../catalog/index.js';
import { type HostsEntry, readHosts, readOrWarn } from '../../host/index.js';
import { type InNamespace, mountNamespaces, pidWithNamespace } from '../mount-namespace.js';

const { table, text } = tableOf<HostsEntry & InNamespace>();

/** A row per line that holds an address. */
export const etcHosts = table({
  name: 'etc_hosts',
  aliases: ['hosts'],
  description: 'Addresses and names of hosts in /etc/hosts',
  rows: 8,
  rowCost: COST.syscall,
  sources: ['/etc/hosts'],
  examples: [
    "SELECT * FROM etc_hosts WHERE address NOT IN ('127.0.0.1', '::1')",
    "SELECT p.pid, h.address, h.hostnames FROM processes AS p JOIN etc_hosts AS h ON h.pid_with_namespace = p.pid WHERE p.name = 'nginx'",
  ],
  columns: {
    address: text('Address, as it is written', (entry) => entry.address),
    hostnames: text('Names separated by blanks, the canonical one first', ({ names }) => names.join(' ') || null),
    pid_with_namespace: pidWithNamespace(8),
  },
  *scan({ host, lookup, warn }) {
    for (const namespace of mountNamespaces(host, lookup.pid_with_namespace)) {
      for (const entry of readOrWarn([], warn, () => readHosts(namespace.host))) yield { ...entry, namespace };
    }
  },
});
