import type { Host } from '../host.js';
import { parseCount } from '../numbers.js';
import { linesOf, words } from '../words.js';

/** What one CPU spent its time on since boot, in clock ticks (USER_HZ, usually a hundredth of a second). */
export interface CpuTimes {
  readonly core: number;
  /** user, nice, system, idle, iowait, irq, softirq, steal, guest, guest_nice, as far as the kernel has them. */
  readonly ticks: readonly (number | bigint | null)[];
}

export interface KernelStat {
  /** Online CPUs only. */
  readonly cpus: readonly CpuTimes[];
  /** Boot, in seconds since the epoch; null where the line is missing. */
  readonly bootTimeSeconds: number | null;
}

/** Throws as `Host.readBytes`. */
export const readKernelStat = (host: Host): KernelStat => parseKernelStat(host.readText('/proc/stat'));

/** `/proc/stat` (proc_stat(5)). The line `cpu` is their sum and left out, as is a line that is cut short. Pure. */
export function parseKernelStat(text: string): KernelStat {
  const cpus: CpuTimes[] = [];
  let bootTimeSeconds: number | null = null;
  for (const line of linesOf(text)) {
    if (line.startsWith('intr')) continue; // thousands of counters
    const [name = '', ...values] = words(line);
    const core = /^cpu(\d{1,9})$/.exec(name)?.[1];
    if (core !== undefined && values.length >= 7)
      cpus.push({ core: Number(core), ticks: values.slice(0, 10).map(parseCount) });
    else if (name === 'btime') bootTimeSeconds = Number(parseCount(values[0]) ?? 0) || null;
  }
  return { cpus, bootTimeSeconds };
}
