import type { TableSpec } from '../catalog/index.js';
import { etcHosts } from './network/etc-hosts.js';
import { interfaceAddresses } from './network/interface-addresses.js';
import { osqueryInfo } from './self/osquery-info.js';
import { cpuTime } from './system/cpu-time.js';
import { kernelInfo } from './system/kernel-info.js';
import { loadAverage } from './system/load-average.js';
import { memoryInfo } from './system/memory-info.js';
import { mounts } from './system/mounts.js';
import { osVersion } from './system/os-version.js';
import { systemInfo } from './system/system-info.js';
import { time } from './system/time.js';
import { uptime } from './system/uptime.js';

/** Every table of Linux, one a line, by name. */
export const linuxTables: readonly TableSpec[] = [
  cpuTime,
  etcHosts,
  interfaceAddresses,
  kernelInfo,
  loadAverage,
  memoryInfo,
  mounts,
  osVersion,
  osqueryInfo,
  systemInfo,
  time,
  uptime,
];
