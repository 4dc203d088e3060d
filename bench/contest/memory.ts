import { readFileSync, writeFileSync } from 'node:fs';

const statusMiB = (name: string): number =>
  Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;

export const residentMiB = (): number => statusMiB('VmRSS');

/** The most since the last reset. */
export const peakMiB = (): number => statusMiB('VmHWM');

/** Lets go of garbage, and has the kernel forget the peak there was: 5 resets VmHWM, proc_pid_clear_refs(5). */
export function resetPeak(): void {
  globalThis.gc?.();
  writeFileSync('/proc/self/clear_refs', '5');
}
