import { COST, tableOf } from '../../catalog/index.js';
import { type Json, jsonCount, jsonFlag, jsonInteger, jsonText } from '../../host/index.js';
import { ENGINE_PRIVILEGES, ENGINE_SOURCES, type OfEngine, runtimeColumn } from './columns.js';
import { vendorless } from './names.js';
import { asking } from './questions.js';

interface Info extends OfEngine {
  readonly info: Json;
}

const { table, bigint, integer, text } = tableOf<Info>();

const words = (description: string, field: string, collation: 'nocase' | 'version' | 'binary' = 'binary') =>
  text(description, ({ info }) => jsonText(info, field), { collation });
/** An engine leaves out what it has none of. */
const count = (description: string, field: string) => integer(description, ({ info }) => jsonInteger(info, field) ?? 0);
const flag = (description: string, field: string) =>
  integer(`1 where ${description}, else 0`, ({ info }) => jsonFlag(info, field) ?? 0);

/** A row per engine. */
export const dockerInfo = table({
  name: 'docker_info',
  aliases: vendorless('docker_info'),
  description: 'Container engines that run, Docker and Podman: what they hold, what they can, and how they are set up',
  rows: 1,
  rowCost: COST.process,
  sources: ENGINE_SOURCES,
  privileges: ENGINE_PRIVILEGES,
  examples: [
    'SELECT containers_running, containers_stopped, images FROM docker_info',
    "SELECT name, server_version FROM docker_info WHERE logging_driver = 'none'",
  ],
  isAsync: true,
  columns: {
    id: words('Id of the engine', 'ID', 'nocase'),
    containers: count('Containers', 'Containers'),
    containers_running: count('Containers that run', 'ContainersRunning'),
    containers_paused: count('Containers that are paused', 'ContainersPaused'),
    containers_stopped: count('Containers that are stopped', 'ContainersStopped'),
    images: count('Images', 'Images'),
    storage_driver: words('Driver that keeps the layers, such as overlay2', 'Driver'),
    memory_limit: flag("containers' memory can be limited", 'MemoryLimit'),
    swap_limit: flag("containers' swap can be limited", 'SwapLimit'),
    kernel_memory: flag("the kernel's memory for containers can be limited", 'KernelMemory'),
    cpu_cfs_period: flag('the period of the CPU scheduler can be set', 'CpuCfsPeriod'),
    cpu_cfs_quota: flag('the quota of the CPU scheduler can be set', 'CpuCfsQuota'),
    cpu_shares: flag('shares of CPUs can be weighed', 'CPUShares'),
    cpu_set: flag('CPUs can be chosen', 'CPUSet'),
    ipv4_forwarding: flag('the kernel forwards IPv4', 'IPv4Forwarding'),
    bridge_nf_iptables: flag('bridged IPv4 goes through iptables', 'BridgeNfIptables'),
    bridge_nf_ip6tables: flag('bridged IPv6 goes through ip6tables', 'BridgeNfIp6tables'),
    oom_kill_disable: flag('killing for want of memory can be switched off', 'OomKillDisable'),
    logging_driver: words('Driver that takes what containers print', 'LoggingDriver'),
    cgroup_driver: words('Who makes the control groups: systemd or cgroupfs', 'CgroupDriver'),
    kernel_version: words('Version of the kernel', 'KernelVersion', 'version'),
    os: words('The system with its version', 'OperatingSystem'),
    os_type: words('Kind of system', 'OSType'),
    architecture: words('Architecture', 'Architecture'),
    cpus: count('CPUs', 'NCPU'),
    memory: bigint('Memory of the machine in bytes', ({ info }) => jsonCount(info, 'MemTotal') ?? 0),
    http_proxy: words('Proxy for HTTP', 'HttpProxy'),
    https_proxy: words('Proxy for HTTPS', 'HttpsProxy'),
    no_proxy: words('Hosts for which no proxy is asked', 'NoProxy'),
    name: words('Host name', 'Name'),
    server_version: words('Version of the engine', 'ServerVersion', 'version'),
    root_dir: words('Folder where it keeps its data', 'DockerRootDir'),
    ...runtimeColumn<Info>(),
  },
  scan: (request) =>
    asking(request, async function* (questions) {
      for await (const { runtime, answer } of questions.engines((engine) => engine.info()))
        yield { runtime, info: answer };
    }),
});
