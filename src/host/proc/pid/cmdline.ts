import { decodeText } from '../../../core/index.js';
import type { Host } from '../../host.js';
import type { ProcessFolder } from './pids.js';

/** Throws as `Host.readBytes`. */
export const readCmdline = (host: Host, pid: ProcessFolder): string =>
  parseCmdline(host.readRecord(`/proc/${pid}/cmdline`));

/**
 * The arguments in `/proc/<pid>/cmdline` joined by blanks, without white space around the whole; '' for kernel threads
 * and zombies. An empty argument shows as two blanks; nothing is quoted. Writes over `bytes`, else pure.
 */
export function parseCmdline(bytes: Uint8Array): string {
  let start = 0;
  let end = bytes.length;
  while (end > start && isBlank(bytes[end - 1])) end--;
  while (start < end && isBlank(bytes[start])) start++;
  for (let i = start; i < end; i++) if (bytes[i] === 0) bytes[i] = 0x20;
  return decodeText(bytes, start, end);
}

/** NUL, or isspace(3) in the C locale. */
const isBlank = (byte: number | undefined): boolean =>
  byte === 0 || byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);
