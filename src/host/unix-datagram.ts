import { loadLibc } from './libc.js';
import { unixAddress } from './unix-address.js';

const AF_UNIX = 1;
const SOCK_DGRAM_CLOEXEC = 0o2000002;
const MSG_NOSIGNAL_DONTWAIT = 0x4040;
const EAGAIN = 11;
const EMSGSIZE = 90;
const ENOBUFS = 105;

/**
 * - `full`: whoever reads is behind; try again later
 * - `too-long`: it will never fit
 * - `gone`: nobody reads any more; a new socket may find somebody
 */
export type SendOutcome = 'sent' | 'full' | 'too-long' | 'gone';

/** A datagram socket that is connected to a path, as syslog's is. Node has none. */
export interface UnixDatagram {
  /** Never waits. */
  send(bytes: Uint8Array): SendOutcome;
  close(): void;
}

/** @throws Error where nobody listens at the path, or this machine has no build of the FFI library */
export function connectUnixDatagram(path: string): UnixDatagram {
  const libc = loadLibc();
  if (!libc) throw new Error('no datagram sockets on this machine: the FFI library has no build for it');
  const address = unixAddress(path);
  const fd = libc.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
  if (fd < 0) throw new Error(`cannot make a socket: errno ${libc.errno()}`);
  if (libc.connect(fd, address, address.length) !== 0) {
    const errno = libc.errno();
    libc.close(fd);
    throw new Error(`cannot connect to ${path}: errno ${errno}`);
  }
  return {
    send(bytes) {
      const sent = libc.send(fd, Buffer.from(bytes), bytes.length, MSG_NOSIGNAL_DONTWAIT);
      return Number(sent) >= 0 ? 'sent' : outcomeOf(libc.errno());
    },
    close: () => void libc.close(fd),
  };
}

function outcomeOf(errno: number): SendOutcome {
  if (errno === EAGAIN || errno === ENOBUFS) return 'full';
  return errno === EMSGSIZE ? 'too-long' : 'gone';
}
