import { decodeText } from '../../../core/index.js';
import type { Host } from '../../host.js';
import type { ProcessFolder } from './pids.js';

const NEWLINE = 0x0a;
const BACKSLASH = 0x5c;

/** `/proc/<pid>/comm`, the smallest of the three files that hold the name. Throws as `Host.readBytes`. */
export const readComm = (host: Host, pid: ProcessFolder): string => parseComm(host.readRecord(`/proc/${pid}/comm`));

/** The name in `/proc/<pid>/comm`, in the kernel's spelling (see {@link escapeComm}). Pure. */
export function parseComm(bytes: Buffer): string {
  return escapeComm(bytes, 0, bytes[bytes.length - 1] === NEWLINE ? bytes.length - 1 : bytes.length);
}

/**
 * A process name as `/proc/<pid>/status` spells it: a newline as `\n`, a backslash doubled, all else as it is. `comm` and
 * `stat` hold the same name bare. Pure.
 */
export function escapeComm(bytes: Buffer, start: number, end: number): string {
  let isPlain = true;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if (byte >= 0x80 || byte === NEWLINE || byte === BACKSLASH) isPlain = false;
  }
  if (isPlain) return bytes.toString('latin1', start, end);
  return decodeText(bytes, start, end).replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
