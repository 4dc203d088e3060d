import { constants } from 'node:os';
import { Refused } from '../errors.js';
import type { Host } from '../host.js';
import { type Libc, loadLibc } from '../libc.js';
import { libcError } from '../libc-error.js';

const AF_INET = 2;
const SOCK_RAW_CLOEXEC = 0o2000003;
const IPPROTO_IP = 0;
const IPPROTO_RAW = 255;
/** IPT_SO_GET_INFO and IPT_SO_GET_ENTRIES of linux/netfilter_ipv4/ip_tables.h. */
const GET_INFO = 64;
const GET_ENTRIES = 65;
const NAME_BYTES = 32;
export const INFO_BYTES = 84;
/** struct ipt_get_entries: name and size, padded to where the rules start. */
const ENTRIES_HEADER_BYTES = 40;
const MAX_BYTES = 256 * 1024 * 1024;
/** Rules can change between the question how large they are and the question what they are. */
const ATTEMPTS = 5;

/**
 * A table of iptables as the kernel keeps it: struct ipt_getinfo, then its rules. Root alone may ask.
 * @returns undefined for a recorded machine without the answer
 * @throws Gone (no such table), Refused
 */
export const readIptablesImage = (host: Host, table: string): Buffer | undefined =>
  host.answer(`iptables ${table}`, () => askKernel(host, table));

function askKernel(host: Host, table: string): Buffer {
  const libc = loadLibc();
  if (!libc) throw new Refused(`iptables table ${table}`, 'no sockets without the FFI library');
  const fd = libc.socket(AF_INET, SOCK_RAW_CLOEXEC, IPPROTO_RAW);
  if (fd < 0) throw libcError(libc, 'getsockopt', `iptables table ${table}`);
  try {
    for (let attempt = 1; ; attempt++) {
      host.counters.syscalls += 4;
      const image = attemptImage(libc, fd, table);
      if (image) return image;
      const isChanging = libc.errno() === constants.errno.EAGAIN;
      if (!isChanging || attempt === ATTEMPTS) throw libcError(libc, 'getsockopt', `iptables table ${table}`);
    }
  } finally {
    libc.close(fd);
  }
}

/** Undefined where the kernel refuses: errno says why. */
function attemptImage(libc: Libc, fd: number, table: string): Buffer | undefined {
  const info = Buffer.alloc(INFO_BYTES);
  info.write(table, 0, NAME_BYTES - 1, 'latin1');
  if (!ask(libc, fd, GET_INFO, info)) return undefined;
  const size = info.readUInt32LE(80);
  if (size > MAX_BYTES) throw new Refused(`iptables table ${table}`, `larger than ${MAX_BYTES} bytes`);
  const entries = Buffer.alloc(ENTRIES_HEADER_BYTES + size);
  info.copy(entries, 0, 0, NAME_BYTES);
  entries.writeUInt32LE(size, NAME_BYTES);
  if (!ask(libc, fd, GET_ENTRIES, entries)) return undefined;
  return Buffer.concat([info, entries.subarray(ENTRIES_HEADER_BYTES)]);
}

function ask(libc: Libc, fd: number, name: number, value: Buffer): boolean {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(value.length);
  return libc.getsockopt(fd, IPPROTO_IP, name, value, length) === 0;
}
