import { tableOf } from '../../catalog/index.js';
import {
  type Json,
  jsonCount,
  jsonEntries,
  jsonInteger,
  jsonObjects,
  jsonText,
  parseInstant,
  wideCount,
} from '../../host/index.js';
import { ENGINE_PRIVILEGES, ENGINE_SOURCES, type OfEngine, REQUIRED_ID, runtimeColumn } from './columns.js';
import { namedContainers } from './listed-containers.js';
import { vendorless } from './names.js';
import { asking } from './questions.js';
import { WantedIds } from './wanted-ids.js';

interface Statistics extends OfEngine {
  readonly id: string;
  readonly stats: Json;
}

const { table, bigint, integer, text } = tableOf<Statistics>();

/** Two readings, a second apart. */
const READING = 1_500_000;

const count = (description: string, ...names: readonly string[]) =>
  bigint(description, ({ stats }) => jsonCount(stats, ...names));
const few = (description: string, ...names: readonly string[]) =>
  integer(description, ({ stats }) => jsonInteger(stats, ...names));

const columns = {
  id: text('Id of the container', ({ id }) => id, REQUIRED_ID),
  name: text('Name, with a slash before it', ({ stats }) => jsonText(stats, 'name'), { key: { exact: false } }),
  pids: few('Processes and threads', 'pids_stats', 'current'),
  read: bigint('When this was read, in seconds since the epoch', ({ stats }) => secondsAt(stats, 'read')),
  preread: bigint('When the reading before was taken', ({ stats }) => secondsAt(stats, 'preread')),
  interval: bigint('Time between the two, in nanoseconds', ({ stats }) => between(stats)),
  disk_read: bigint('Bytes read from disks', ({ stats }) => blockBytes(stats, 'read')),
  disk_write: bigint('Bytes written to disks', ({ stats }) => blockBytes(stats, 'write')),
  num_procs: few('Processors; Windows alone tells it', 'num_procs'),
  cpu_total_usage: count('CPU time in nanoseconds', 'cpu_stats', 'cpu_usage', 'total_usage'),
  cpu_kernelmode_usage: count('Of it in the kernel', 'cpu_stats', 'cpu_usage', 'usage_in_kernelmode'),
  cpu_usermode_usage: count('Of it outside of the kernel', 'cpu_stats', 'cpu_usage', 'usage_in_usermode'),
  system_cpu_usage: count('CPU time of the whole machine in nanoseconds', 'cpu_stats', 'system_cpu_usage'),
  online_cpus: few('CPUs at work', 'cpu_stats', 'online_cpus'),
  pre_cpu_total_usage: count('CPU time at the reading before', 'precpu_stats', 'cpu_usage', 'total_usage'),
  pre_cpu_kernelmode_usage: count('Of it in the kernel', 'precpu_stats', 'cpu_usage', 'usage_in_kernelmode'),
  pre_cpu_usermode_usage: count('Of it outside of the kernel', 'precpu_stats', 'cpu_usage', 'usage_in_usermode'),
  pre_system_cpu_usage: count(
    'CPU time of the whole machine at the reading before',
    'precpu_stats',
    'system_cpu_usage',
  ),
  pre_online_cpus: few('CPUs at work at the reading before', 'precpu_stats', 'online_cpus'),
  memory_usage: count('Memory in use, in bytes', 'memory_stats', 'usage'),
  memory_cached: count('Of it for cached files; null under cgroup v2', 'memory_stats', 'stats', 'cache'),
  memory_inactive_file: count('Of it for files not used lately', 'memory_stats', 'stats', 'inactive_file'),
  memory_total_inactive_file: count(
    'The same, groups below counted in; null under cgroup v2',
    'memory_stats',
    'stats',
    'total_inactive_file',
  ),
  memory_max_usage: count('Most that was in use; null under cgroup v2', 'memory_stats', 'max_usage'),
  memory_limit: count('Most that may be in use', 'memory_stats', 'limit'),
  network_rx_bytes: bigint('Bytes received', ({ stats }) => networkBytes(stats, 'rx_bytes')),
  network_tx_bytes: bigint('Bytes sent', ({ stats }) => networkBytes(stats, 'tx_bytes')),
  ...runtimeColumn<Statistics>(),
};

/** Without them one reading is enough, and nobody waits a second for another. */
const COMPARES = Object.keys(columns).filter((name) => name === 'interval' || name.startsWith('pre'));

/** What a container uses. It must be named. */
export const dockerContainerStats = table({
  name: 'docker_container_stats',
  aliases: vendorless('docker_container_stats'),
  description: 'CPU time, memory, disk and network traffic of containers; the id of a container is required',
  rows: 1,
  rowCost: READING,
  sources: ENGINE_SOURCES,
  privileges: ENGINE_PRIVILEGES,
  examples: [
    "SELECT name, memory_usage, memory_limit FROM docker_container_stats WHERE id = '4f2a'",
    'SELECT c.name, s.pids, s.network_rx_bytes FROM docker_containers AS c JOIN docker_container_stats AS s USING (id)',
  ],
  isAsync: true,
  columns,
  scan: (request) =>
    asking(request, async function* (questions) {
      const ids = new WantedIds(request.lookup.id);
      if (ids.isNone) return;
      const isOneShot = !COMPARES.some((column) => request.columns.has(column));
      for await (const { engine, runtime, answer } of questions.engines((engine) => namedContainers(engine, ids))) {
        const all = questions.each(answer, async ({ wholeId, id }) => ({
          id,
          stats: await questions.refusedIsNull(engine.statistics(wholeId, isOneShot)),
        }));
        for await (const { id, stats } of all) if (stats !== null) yield { id, runtime, stats };
      }
    }),
});

/** Null for the year 1, Go's word for never. */
function timeAt(stats: Json, name: string): bigint | null {
  const text = jsonText(stats, name) ?? '';
  return text.startsWith('0001-') ? null : parseInstant(text);
}

function secondsAt(stats: Json, name: string): number | null {
  const ns = timeAt(stats, name);
  return ns === null ? null : Number(ns / 1_000_000_000n);
}

function between(stats: Json): number | bigint | null {
  const [read, before] = [timeAt(stats, 'read'), timeAt(stats, 'preread')];
  return read === null || before === null ? null : wideCount(read - before);
}

function blockBytes(stats: Json, operation: string): number | bigint | null {
  const entries = jsonObjects(stats, 'blkio_stats', 'io_service_bytes_recursive');
  return sum(
    entries
      .filter((entry) => jsonText(entry, 'op')?.toLowerCase() === operation)
      .map((entry) => jsonCount(entry, 'value')),
  );
}

const networkBytes = (stats: Json, name: string): number | bigint | null =>
  sum(jsonEntries(stats, 'networks').map(([, network]) => jsonCount(network, name)));

const sum = (counts: readonly (number | bigint | null)[]): number | bigint | null =>
  wideCount(counts.reduce<bigint>((total, count) => total + BigInt(count ?? 0), 0n));
