import { integer } from '../../../core/index.js';
import type { Host } from '../../host.js';
import { parseCount } from '../../numbers.js';
import type { ProcessFolder } from './pids.js';

/** What a process moved to and from disks, in bytes (proc_pid_io(5)); null where the line is missing. */
export interface ProcessIo {
  readonly readBytes: number | bigint | null;
  /** Less what was truncated before it got to the disk: can be negative. */
  readonly writtenBytes: number | bigint | null;
}

/** Throws as `Host.readBytes`. */
export const readProcessIo = (host: Host, pid: ProcessFolder): ProcessIo =>
  parseProcessIo(host.readRecord(`/proc/${pid}/io`).toString('latin1'));

/** Pure. */
export function parseProcessIo(text: string): ProcessIo {
  const written = field(text, 'write_bytes: ');
  const cancelled = field(text, 'cancelled_write_bytes: ');
  return {
    readBytes: field(text, 'read_bytes: '),
    writtenBytes: written === null ? null : subtract(written, cancelled ?? 0),
  };
}

function field(text: string, key: string): number | bigint | null {
  const at = text.startsWith(key) ? 0 : text.indexOf(`\n${key}`) + 1; // one key is the tail of another
  if (!text.startsWith(key, at)) return null;
  const end = text.indexOf('\n', at);
  return parseCount(text.slice(at + key.length, end < 0 ? text.length : end));
}

function subtract(a: number | bigint, b: number | bigint): number | bigint {
  return typeof a === 'number' && typeof b === 'number' ? a - b : integer(BigInt(a) - BigInt(b));
}
