import { gunzipSync } from 'node:zlib';
import { Refused, readOr, TooLarge } from './errors.js';
import { readRegularBytes } from './files/regular.js';
import { type Host, READ_MAX_BYTES } from './host.js';
import { textOf } from './text.js';

/** A record of utmp(5). */
export interface LoginRecord {
  /** EMPTY is 0, USER_PROCESS 7, DEAD_PROCESS 8, … */
  readonly type: number;
  readonly pid: number;
  /** The device without /dev/. */
  readonly line: string;
  readonly user: string;
  readonly host: string;
  /** Seconds since the epoch. */
  readonly time: number;
}

/** Machines whose records kept 32-bit times for the sake of older programs (__WORDSIZE_TIME64_COMPAT32 of glibc). */
const COMPACT = /^(x86_64|i[3-6]86|arm|ppc64|mips)/;
const COMPACT_BYTES = 384;
const WIDE_BYTES = 400;

const LINE_AT = 8;
const USER_AT = 44;
const HOST_AT = 76;
const HOST_END = 332;

/** Who is logged in. Throws Gone, Refused. */
export const readUtmp = (host: Host): Generator<LoginRecord> => readRecords(host, '/var/run/utmp');

/**
 * Logins and logouts from one of the files that hold them, such as `/var/log/wtmp.1`; one that ends in .gz is unpacked.
 * @throws Gone, Refused, TooLarge
 */
export const readRecords = (host: Host, path: string): Generator<LoginRecord> =>
  parseLoginRecords(unpacked(readRegularBytes(host, path), path), host.facts.uname.machine);

/** `/var/log/wtmp` and what was rotated away from it, oldest first. */
export function listWtmp(host: Host): string[] {
  const rotated = readOr<string[]>([], () => host.list('/var/log')).filter((name) => ROTATED.test(name));
  const files = rotated.map((name) => ({ name, order: orderOf(name) })).sort((a, b) => a.order - b.order);
  return [...files.map(({ name }) => `/var/log/${name}`), '/var/log/wtmp'];
}

/** logrotate(8): wtmp.1 is younger than wtmp.2; with `dateext`, wtmp-20260101. */
const ROTATED = /^wtmp(\.\d{1,6}|-\d{8,14})(\.gz)?$/;

function orderOf(name: string): number {
  const digits = Number(/\d+/.exec(name)?.[0]);
  return name.startsWith('wtmp.') ? -digits : digits;
}

function unpacked(bytes: Buffer, path: string): Buffer {
  if (!path.endsWith('.gz')) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: READ_MAX_BYTES });
  } catch (error) {
    if (error instanceof RangeError) throw new TooLarge(path, READ_MAX_BYTES);
    throw new Refused(path, 'no gzip file');
  }
}

/** A record that the end of the file cuts off does not count. Pure. */
export function* parseLoginRecords(bytes: Buffer, machine: string): Generator<LoginRecord> {
  const isCompact = COMPACT.test(machine);
  const size = isCompact ? COMPACT_BYTES : WIDE_BYTES;
  for (let at = 0; at + size <= bytes.length; at += size) {
    yield {
      type: bytes.readInt16LE(at),
      pid: bytes.readInt32LE(at + 4),
      line: field(bytes, at + LINE_AT, 32),
      user: field(bytes, at + USER_AT, 32),
      host: field(bytes, at + HOST_AT, HOST_END - HOST_AT),
      // The compact field is unsigned where it is read today: it lasts until 2106.
      time: isCompact ? bytes.readUInt32LE(at + 340) : Number(bytes.readBigInt64LE(at + 344)),
    };
  }
}

function field(bytes: Buffer, start: number, size: number): string {
  const end = bytes.indexOf(0, start);
  return textOf(bytes.subarray(start, end < 0 ? start + size : Math.min(end, start + size)));
}
