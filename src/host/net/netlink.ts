import * as fs from 'node:fs';
import type { Host } from '../host.js';
import { isLibcLoaded, loadLibc } from '../libc.js';

const AF_NETLINK = 16;
const SOCK_RAW_CLOEXEC = 0o2000003;
const SOL_SOCKET = 1;
const SO_RCVTIMEO = 20;
const NLMSG_ERROR = 2;
const NLMSG_DONE = 3;
const HEADER_BYTES = 16;
const NLM_F_REQUEST_DUMP = 0x301;
/** The kernel fills messages of 32 KiB where the reader has room for them. */
const BUFFER_BYTES = 64 * 1024;
const TIMEOUT_SECONDS = 5;

/** Whether sockets of netlink can be had here: loads the FFI library on the first call (12 ms, 2.5 MB). */
export const hasNetlink = (): boolean => loadLibc() !== null;

/** Whether {@link hasNetlink} has been asked, and said yes. */
export const isNetlinkLoaded = isLibcLoaded;

/** Called with each message of a dump: `start` and `end` of its payload. Both hold during the call only. */
export type OnMessage = (buffer: Buffer, start: number, end: number) => void;

/**
 * Asks a netlink protocol for all it has (netlink(7), NLM_F_DUMP), in our own network namespace.
 * @param protocol such as NETLINK_SOCK_DIAG
 * @param type of the request
 * @returns syscalls made
 * @throws Error where the kernel refuses, knows no such request, or does not answer in 5 s
 */
export function dumpNetlink(protocol: number, type: number, payload: Buffer, onMessage: OnMessage): number {
  const fd = openNetlink(protocol);
  try {
    fs.writeSync(fd, requestOf(type, payload));
    const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
    let syscalls = 4;
    for (let isDone = false; !isDone; syscalls++) {
      const length = fs.readSync(fd, buffer, 0, BUFFER_BYTES, null);
      if (length === 0) throw new Error('netlink: connection ended');
      isDone = forEachMessage(buffer, length, onMessage);
    }
    return syscalls;
  } finally {
    closeSocket(fd);
  }
}

/**
 * As {@link dumpNetlink}, for answers that a recorded machine keeps.
 * @returns whether there was one
 * @throws as dumpNetlink
 */
export function dumpRecordable(
  host: Host,
  protocol: number,
  type: number,
  payload: Buffer,
  onMessage: OnMessage,
): boolean {
  const bytes = host.answer(`netlink ${protocol} ${type} ${payload.toString('hex')}`, () => {
    const messages: Buffer[] = [];
    host.counters.syscalls += dumpNetlink(protocol, type, payload, (buffer, start, end) => {
      const message = Buffer.alloc(HEADER_BYTES + ((end - start + 3) & ~3));
      buffer.copy(message, 0, start - HEADER_BYTES, end);
      messages.push(message);
    });
    return Buffer.concat(messages);
  });
  if (bytes) forEachMessage(bytes, bytes.length, onMessage);
  return bytes !== undefined;
}

/** Node has all we need of a socket but its making: read(2), write(2) and close(2) are those of files. */
function openNetlink(protocol: number): number {
  const libc = loadLibc();
  const fd = libc?.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, protocol) ?? -1;
  if (!libc || fd < 0) throw new Error('netlink: cannot make a socket');
  const timeout = Buffer.alloc(16); // struct timeval of a 64-bit machine: seconds, microseconds
  timeout.writeBigInt64LE(BigInt(TIMEOUT_SECONDS));
  if (libc.setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, timeout, timeout.length) === 0) return fd;
  closeSocket(fd);
  throw new Error('netlink: cannot set a time limit');
}

function requestOf(type: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(HEADER_BYTES + payload.length, 0);
  header.writeUInt16LE(type, 4);
  header.writeUInt16LE(NLM_F_REQUEST_DUMP, 6);
  header.writeUInt32LE(1, 8);
  return Buffer.concat([header, payload]);
}

const closeSocket = (fd: number): unknown => loadLibc()?.close(fd);

/** Returns whether the dump is complete. */
function forEachMessage(buffer: Buffer, length: number, onMessage: OnMessage): boolean {
  for (let at = 0; at + HEADER_BYTES <= length; ) {
    const size = buffer.readUInt32LE(at);
    if (size < HEADER_BYTES || at + size > length) throw new Error('netlink: malformed message');
    const type = buffer.readUInt16LE(at + 4);
    const start = at + HEADER_BYTES;
    if (type === NLMSG_DONE || type === NLMSG_ERROR) {
      const code = size >= HEADER_BYTES + 4 ? buffer.readInt32LE(start) : 0;
      if (code < 0) throw new Error(`netlink: error ${-code}`);
      return true;
    }
    onMessage(buffer, start, at + size);
    at += (size + 3) & ~3;
  }
  return false;
}
