import type { Host } from '../host.js';
import { words } from '../words.js';

/** What the boot loader told the kernel; null for what it did not tell. */
export interface KernelCommandLine {
  /** `BOOT_IMAGE=`: the kernel's image. */
  readonly image: string | null;
  /** `root=`: the root file system's device. */
  readonly root: string | null;
  /** All else, one blank between words. */
  readonly rest: string | null;
}

/** Throws as `Host.readBytes`. */
export const readKernelCommandLine = (host: Host): KernelCommandLine =>
  parseKernelCommandLine(host.readText('/proc/cmdline'));

/** `/proc/cmdline`. The last of a repeated argument counts; quotes are left in place. Pure. */
export function parseKernelCommandLine(text: string): KernelCommandLine {
  let image: string | null = null;
  let root: string | null = null;
  const rest: string[] = [];
  for (const word of words(text)) {
    if (word.startsWith('BOOT_IMAGE=')) image = word.slice('BOOT_IMAGE='.length);
    else if (word.startsWith('root=')) root = word.slice('root='.length);
    else rest.push(word);
  }
  return { image: image || null, root: root || null, rest: rest.join(' ') || null };
}
