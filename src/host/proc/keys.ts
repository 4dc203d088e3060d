import type { Host } from '../host.js';
import { linesOf } from '../words.js';

/** A key or keyring that the kernel keeps (keyrings(7)). */
export interface KernelKey {
  /** Hexadecimal digits. */
  readonly serial: string;
  /** A letter per flag or `-`: I instantiated, R revoked, D dead, Q in a quota, U under construction, N negative, i invalidated. */
  readonly flags: string;
  /** References to it in the kernel. */
  readonly usage: number;
  /** Time until it expires, such as `30s` or `2w`; `perm` for never, `expd` for expired. */
  readonly timeout: string;
  /** Eight hexadecimal digits: possessor, owner, group, others. */
  readonly permissions: string;
  readonly uid: number;
  /** -1 for none. */
  readonly gid: number;
  /** Cut by the kernel at nine characters. */
  readonly type: string;
  readonly description: string;
}

/** Those we may view. Throws as `Host.readBytes`. */
export const readKernelKeys = (host: Host): KernelKey[] => parseKernelKeys(host.readText('/proc/keys'));

const LINE =
  /^([0-9a-f]{1,8})\s+(\S+)\s+(\d{1,10})\s+(\S+)\s+([0-9a-f]{1,8})\s+(-?\d{1,10})\s+(-?\d{1,10})\s+(\S+)(.*)$/;

/** `/proc/keys` (keyrings(7)); the description is the rest of the line, whatever words it has. Pure. */
export function parseKernelKeys(text: string): KernelKey[] {
  const keys: KernelKey[] = [];
  for (const line of linesOf(text)) {
    const [, serial = '', flags = '', usage, timeout = '', permissions = '', uid, gid, type = '', description = ''] =
      LINE.exec(line) ?? [];
    if (serial === '') continue;
    keys.push({
      serial,
      flags,
      usage: Number(usage),
      timeout,
      permissions,
      uid: Number(uid),
      gid: Number(gid),
      type,
      description: description.trim(),
    });
  }
  return keys;
}
