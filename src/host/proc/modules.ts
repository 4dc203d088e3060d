import type { Host } from '../host.js';
import { parseCount } from '../numbers.js';
import { linesOf, words } from '../words.js';

/** A loaded module of the kernel; what is built in is not listed. */
export interface KernelModule {
  readonly name: string;
  /** Bytes. */
  readonly size: number | bigint | null;
  /** Modules that depend on it, separated by commas; `-` for none. */
  readonly usedBy: string;
  /** Live, Loading or Unloading. */
  readonly status: string;
  /** As the kernel shows it: zeros for whoever may not know. */
  readonly address: string;
}

/** Throws as `Host.readBytes`. */
export const readKernelModules = (host: Host): KernelModule[] => parseKernelModules(host.readText('/proc/modules'));

/** `/proc/modules` (proc_modules(5)). Without CONFIG_MODULE_UNLOAD there is a `-` for references, too. Pure. */
export function parseKernelModules(text: string): KernelModule[] {
  const modules: KernelModule[] = [];
  for (const line of linesOf(text)) {
    const [name, size, , usedBy, status, address] = words(line);
    if (name === undefined || usedBy === undefined || status === undefined || address === undefined) continue;
    modules.push({ name, size: parseCount(size), usedBy: usedBy.replace(/,$/, ''), status, address });
  }
  return modules;
}
