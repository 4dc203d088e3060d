import { decodeText } from '../../../core/index.js';
import type { Host } from '../../host.js';
import type { ProcessFolder } from './pids.js';

/** Real, effective and saved id. */
export type Ids = readonly [real: number | null, effective: number | null, saved: number | null];

/** What `/proc/<pid>/status` says of a process (proc_pid_status(5)). */
export interface ProcessStatus {
  /** In the kernel's spelling, see `escapeComm`; null where the line is missing. */
  readonly name: string | null;
  /** The process that a thread belongs to; null where the line is missing. */
  readonly threadGroup: number | null;
  readonly uids: Ids;
  readonly gids: Ids;
  /** In bytes; null for kernel threads and zombies, which have no memory of their own. */
  readonly residentBytes: number | null;
  readonly totalBytes: number | null;
}

/** Throws as `Host.readBytes`. */
export const readProcessStatus = (host: Host, pid: ProcessFolder): ProcessStatus =>
  parseProcessStatus(host.readRecord(`/proc/${pid}/status`));

/** Pure. A line that is missing or malformed leaves its fields null. */
export function parseProcessStatus(bytes: Buffer): ProcessStatus {
  const text = bytes.toString('latin1'); // all but the name is ASCII, so that positions in text and bytes agree
  const nameEnd = text.indexOf('\n');
  return {
    name: text.startsWith('Name:\t') ? decodeText(bytes, 6, nameEnd < 0 ? bytes.length : nameEnd) : null,
    threadGroup: parseGroup(text),
    uids: parseIds(text, '\nUid:'),
    gids: parseIds(text, '\nGid:'),
    residentBytes: parseKilobytes(text, '\nVmRSS:'),
    totalBytes: parseKilobytes(text, '\nVmSize:'),
  };
}

function parseIds(text: string, key: string): Ids {
  const at = text.indexOf(key);
  if (at < 0) return [null, null, null];
  const end = text.indexOf('\n', at + key.length);
  const ids = text
    .slice(at + key.length, end < 0 ? text.length : end)
    .trim()
    .split('\t')
    .map(parseDigits);
  return [ids[0] ?? null, ids[1] ?? null, ids[2] ?? null];
}

function parseGroup(text: string): number | null {
  const at = text.indexOf('\nTgid:\t');
  return at < 0 ? null : parseDigits(text.slice(at + 7, text.indexOf('\n', at + 7)));
}

function parseKilobytes(text: string, key: string): number | null {
  const at = text.indexOf(key);
  if (at < 0) return null;
  const unit = text.indexOf(' kB', at);
  const kilobytes = unit < 0 ? null : parseDigits(text.slice(at + key.length, unit).trim());
  return kilobytes === null ? null : kilobytes * 1024;
}

const parseDigits = (text: string): number | null => (/^\d{1,15}$/.test(text) ? Number(text) : null);
