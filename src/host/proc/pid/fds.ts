import { Gone } from '../../../core/index.js';
import type { Host } from '../../host.js';

/** An open descriptor and what its link says: a path, or `socket:[4711]`, `pipe:[12]`, `anon_inode:[eventpoll]`. */
export interface OpenDescriptor {
  readonly fd: number;
  readonly target: string;
}

/** A process's descriptors, ascending; one closed meanwhile is left out. Throws as `Host.list`. */
export function* readDescriptors(host: Host, pid: number): Generator<OpenDescriptor> {
  const folder = `/proc/${pid}/fd`;
  for (const fd of host.listNumbers(folder)) {
    const target = readTarget(host, `${folder}/${fd}`);
    if (target !== undefined) yield { fd, target };
  }
}

function readTarget(host: Host, path: string): string | undefined {
  try {
    return host.readLink(path);
  } catch (error) {
    if (error instanceof Gone) return undefined;
    throw error;
  }
}

/** The inode in `socket:[4711]`, undefined for every other target. Pure. */
export function parseSocketInode(target: string): number | undefined {
  return target.startsWith('socket:[') ? Number.parseInt(target.slice(8), 10) : undefined;
}
