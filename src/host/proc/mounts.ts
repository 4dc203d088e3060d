import { decodeText, encodeText } from '../../core/index.js';
import type { Host } from '../host.js';

/** One mounted file system, by the words of fstab(5). */
export interface Mount {
  /** A device, or whatever stands for one: `proc`, `server:/export`. */
  readonly device: string;
  readonly path: string;
  readonly type: string;
  /** Options, separated by commas. */
  readonly options: string;
}

/** What our own process sees mounted, in the order of mounting. Throws as `Host.readBytes`. */
export const readMounts = (host: Host): Mount[] => parseMounts(host.readText('/proc/self/mounts'));

/**
 * `/proc/self/mounts` (proc_pid_mounts(5)). Fields stand between single blanks, so that a device without a name is an
 * empty field; blanks, tabs, newlines, backslashes and `#` in them are octal. A line with fewer than four is passed over. Pure.
 */
export function parseMounts(text: string): Mount[] {
  const mounts: Mount[] = [];
  for (const line of text.split('\n')) {
    const [device, path, type, options] = line.split(' ', 4);
    if (device === undefined || path === undefined || type === undefined || options === undefined) continue;
    mounts.push({ device: unescape(device), path: unescape(path), type: unescape(type), options: unescape(options) });
  }
  return mounts;
}

/** `\040` and the like as the bytes they stand for. */
function unescape(field: string): string {
  if (!field.includes('\\')) return field;
  let isWide = false;
  const text = field.replace(/\\([0-3][0-7]{2})/g, (_, octal: string) => {
    const byte = Number.parseInt(octal, 8);
    if (byte < 0x80) return String.fromCharCode(byte);
    isWide = true;
    return String.fromCharCode(0xdc00 + byte);
  });
  return isWide ? decodeText(encodeText(text)) : text; // several bytes may be one character
}
