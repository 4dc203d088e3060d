import { type ColumnDef, type Lookup, tableOf } from '../catalog/index.js';
import { Gone } from '../core/index.js';
import { type Host, Refused } from '../host/index.js';

/**
 * Tables that can look into containers: `WHERE pid_with_namespace = 4711` reads the files that process sees.
 *
 * ```ts
 * const { table, text } = tableOf<HostsEntry & InNamespace>();
 * columns: { …, pid_with_namespace: pidWithNamespace(), mount_namespace_id: mountNamespaceId },
 * *scan({ host, lookup, warn }) {
 *   for (const namespace of mountNamespaces(host, lookup.pid_with_namespace))
 *     for (const entry of readHosts(namespace.host)) yield { ...entry, namespace };
 * },
 * ```
 */
export interface InNamespace {
  readonly namespace: MountNamespace;
}

/** Where a row was read. */
export interface MountNamespace {
  /** The machine as that process sees it. Processes of one namespace share one. */
  readonly host: Host;
  /** The process that was asked for, 0 where none was. */
  readonly pid: number;
  /** Digits of `/proc/<pid>/ns/mnt`, null where none was asked for. */
  readonly id: string | null;
}

const { integer, text } = tableOf<InNamespace>();

/** The hidden column that asks for a process's view. `rowsPerValue`: rows the table has in one namespace. */
export const pidWithNamespace = (rowsPerValue = 1): ColumnDef<InNamespace, number> =>
  integer(
    'Process whose mount namespace (container) the files are read in; 0 for our own',
    (row) => row.namespace.pid,
    {
      hidden: true,
      key: { rowsPerValue, maxValues: 64 },
    },
  );

/** The hidden column beside it, for the tables that declare it. */
export const mountNamespaceId: ColumnDef<InNamespace, string> = text(
  'Id of that mount namespace, null where none was asked for',
  (row) => row.namespace.id,
  { hidden: true },
);

/**
 * The views a query asks for, in the order of the pids; ours alone where it asks for none, and for 0, which is what
 * rows of our own show. A process that is not there, or that we may not look into, has no view.
 */
export function* mountNamespaces(host: Host, lookup: Lookup<number> | undefined): Generator<MountNamespace> {
  if (!lookup?.values) {
    yield { host, pid: 0, id: null };
    return;
  }
  const hosts = new Map<string, Host>();
  for (const pid of lookup.values) {
    const namespace = pid === 0 ? { host, pid, id: null } : namespaceOf(host, pid, hosts);
    if (namespace) yield namespace;
  }
}

function namespaceOf(host: Host, pid: number, hosts: Map<string, Host>): MountNamespace | undefined {
  try {
    if (!Number.isSafeInteger(pid) || pid < 0) return undefined;
    const id = host.mountNamespaceId(pid);
    const known = hosts.get(id);
    if (known?.exists('/')) return { host: known, pid, id };
    const inside = host.inMountNamespace(pid);
    hosts.set(id, inside);
    return { host: inside, pid, id };
  } catch (error) {
    if (error instanceof Gone || error instanceof Refused) return undefined;
    throw error;
  }
}
