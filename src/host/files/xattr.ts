import { constants } from 'node:os';
import { Gone } from '../../core/index.js';
import { hostError, Refused, systemError } from '../errors.js';
import type { Host } from '../host.js';
import { type Libc, loadLibc } from '../libc.js';
import { textOf } from '../text.js';

/** An extended attribute (xattr(7)). */
export interface ExtendedAttribute {
  readonly name: string;
  readonly value: Buffer;
}

/** The kernel's own limit for a value and for the list of names. */
const MAX_BYTES = 64 * 1024;
/** No such attribute, or a file system that keeps none (errno(3)). */
const ENODATA = 61;
const { ENOTSUP } = constants.errno;

/** Those of a file of this machine: see `Host.extendedAttributes`. @throws Gone, Refused */
export function readExtendedAttributes(host: Host, path: string): ExtendedAttribute[] {
  const libc = loadLibc();
  if (!libc) throw new Refused(path, 'no extended attributes without the FFI library');
  if (path.includes('\0')) throw new Gone(`ENOENT: ${path}`);
  const real = Buffer.concat([Buffer.from(host.realPath(path)), Buffer.alloc(1)]);
  const buffer = Buffer.allocUnsafe(MAX_BYTES);
  host.counters.syscalls++;
  const size = libc.listxattr(real, buffer, buffer.length);
  if (size < 0) return failed(libc, path);
  return splitNames(buffer.subarray(0, size)).flatMap((name) => readOne(host, libc, real, name, buffer));
}

function splitNames(list: Buffer): Buffer[] {
  const names: Buffer[] = [];
  for (let start = 0; start < list.length; ) {
    const end = list.indexOf(0, start);
    if (end < 0) break;
    names.push(Buffer.from(list.subarray(start, end + 1)));
    start = end + 1;
  }
  return names;
}

/** None where it is gone by now, or closed to us: `trusted.…` shows its name to root alone, but modules can hide others. */
function readOne(host: Host, libc: Libc, path: Buffer, name: Buffer, buffer: Buffer): ExtendedAttribute[] {
  host.counters.syscalls++;
  const size = libc.getxattr(path, name, buffer, buffer.length);
  if (size < 0) return [];
  return [{ name: textOf(name.subarray(0, -1)), value: Buffer.from(buffer.subarray(0, size)) }];
}

function failed(libc: Libc, path: string): [] {
  const code = libc.errno();
  if (code === ENODATA || code === ENOTSUP) return [];
  const name = Object.entries(constants.errno).find(([, number]) => number === code)?.[0] ?? `error ${code}`;
  throw hostError(Object.assign(systemError(name), { syscall: 'listxattr' }), path);
}
