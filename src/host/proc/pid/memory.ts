import { closeSync, readSync } from 'node:fs';
import type { Host } from '../../host.js';
import { readMaps } from './maps.js';

/** Parts of a process's memory, one after the other. */
export interface ProcessMemory {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly regions: readonly MemoryRegion[];
  /** There is more than was read. */
  readonly isCut: boolean;
}

export interface MemoryRegion {
  /** Address of its first byte. */
  readonly start: number;
  /** Where it begins in the bytes. */
  readonly at: number;
  readonly length: number;
}

/** So far are regions apart in the bytes: what is looked for should not be found across their ends. */
const APART_BYTES = 64;
/** Made by the kernel; reading the first fails, the others say nothing of the process. */
const KERNELS = new Set(['[vvar]', '[vvar_vclock]', '[vsyscall]']);

/**
 * The mappings of a process that it may read itself, in the order of their addresses.
 * @throws Gone, Refused
 */
export function readProcessMemory(host: Host, pid: number, limitBytes: number, checkpoint: () => void): ProcessMemory {
  const mappings = readMaps(host, pid).filter(
    ({ permissions, path }) => permissions.startsWith('r') && !KERNELS.has(path ?? ''),
  );
  const fd = host.openFile(`/proc/${pid}/mem`);
  try {
    const chunks: Uint8Array[] = [];
    const regions: MemoryRegion[] = [];
    let at = 0;
    let isCut = false;
    for (const mapping of mappings) {
      checkpoint();
      const start = Number(mapping.start);
      const length = Number(mapping.end) - start;
      if (!Number.isSafeInteger(start + length) || length <= 0) continue;
      const room = limitBytes - at;
      isCut ||= length > room;
      const chunk = readRegion(fd, start, Math.min(length, room));
      if (chunk.length === 0) continue;
      chunks.push(chunk, new Uint8Array(APART_BYTES));
      regions.push({ start, at, length: chunk.length });
      at += chunk.length + APART_BYTES;
      if (at >= limitBytes) break;
    }
    return { bytes: joined(chunks), regions, isCut };
  } finally {
    closeSync(fd);
  }
}

/** Pages that are not there any more end it early. */
function readRegion(fd: number, start: number, length: number): Uint8Array {
  if (length <= 0) return new Uint8Array(0);
  const bytes = new Uint8Array(length);
  let filled = 0;
  try {
    while (filled < length) {
      const count = readSync(fd, bytes, filled, length - filled, start + filled);
      if (count === 0) break;
      filled += count;
    }
  } catch {
    // EIO: unmapped meanwhile, or behind the end of a file that was cut
  }
  return bytes.subarray(0, filled);
}

function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
