import { readFileSync } from 'node:fs';

export interface CpuMs {
  readonly user: number;
  readonly system: number;
}

/** Newer than the types we compile against: Node 24 has it, 20 does not. */
const measure = (process as { threadCpuUsage?: () => { user: number; system: number } }).threadCpuUsage;

/** proc(5): utime and stime are the 12th and 13th field behind the name, in ticks of 10 ms. */
const TICK_MS = 10;

/** CPU that this thread has used. Without Node's own count it comes in steps of 10 ms, and is 0 where /proc is hidden. */
export function threadCpu(): CpuMs {
  if (measure) {
    const { user, system } = measure.call(process);
    return { user: user / 1000, system: system / 1000 };
  }
  try {
    const stat = readFileSync('/proc/thread-self/stat', 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { user: Number(fields[11]) * TICK_MS, system: Number(fields[12]) * TICK_MS };
  } catch {
    return { user: 0, system: 0 };
  }
}
