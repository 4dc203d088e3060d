import * as fs from 'node:fs';
import { hostError, Refused } from '../errors.js';
import { loadLibc } from '../libc.js';
import { libcError } from '../libc-error.js';
import { unixAddress } from '../unix-address.js';
import { type DbusCall, decodeMessage, encodeCall, messageBytes } from './message.js';

const AF_UNIX = 1;
const SOCK_STREAM_CLOEXEC = 0o2000001;
const SOL_SOCKET = 1;
const SO_RCVTIMEO = 20;
const SO_SNDTIMEO = 21;
const TIMEOUT_SECONDS = 5n;
const READ_BYTES = 64 * 1024;
/** A greeting is shorter, and messages that nobody asked for are few. */
const MAX_LINE_BYTES = 16 * 1024;
const MAX_STRAY_MESSAGES = 10_000;

/** A connection that waits for each answer: with a message bus, or with a service that needs none between. */
export class DbusConnection {
  readonly #fd: number;
  readonly #path: string;
  #received = Buffer.alloc(0);
  #serial = 0;

  /**
   * @param isBus whether a message bus listens there, which wants a greeting
   * @throws Gone where nobody listens, Refused
   */
  constructor(path: string, isBus: boolean) {
    this.#path = path;
    this.#fd = connectTo(path);
    try {
      this.#authenticate();
      if (isBus) this.call([HELLO]);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /**
   * The answers to some calls, which are all sent before the first one is read: message after message.
   * @throws Refused where the other side does not answer within 5 s, or not in D-Bus
   */
  call(calls: readonly DbusCall[]): Buffer {
    try {
      const first = this.#serial + 1;
      this.#serial += calls.length;
      this.#send(Buffer.concat(calls.map((call, index) => encodeCall(call, first + index))));
      const answers = new Map<number, Buffer>();
      for (let strays = 0; answers.size < calls.length; ) {
        const message = this.#receive();
        const { replySerial } = decodeMessage(message);
        if (replySerial >= first && replySerial <= this.#serial) answers.set(replySerial, message);
        else if (++strays > MAX_STRAY_MESSAGES) throw new Error('D-Bus: no answer among many messages');
      }
      return Buffer.concat(calls.map((_, index) => answers.get(first + index) ?? Buffer.alloc(0)));
    } catch (error) {
      throw this.#failure(error);
    }
  }

  close(): void {
    loadLibc()?.close(this.#fd);
  }

  /**
   * As the user we are, which the kernel vouches for. BEGIN goes along at once: systemd stalls where it comes together
   * with the first call, and its answer to AUTH says that both have been read.
   */
  #authenticate(): void {
    const uid = Buffer.from(String(process.geteuid?.() ?? 0)).toString('hex');
    try {
      this.#send(Buffer.from(`\0AUTH EXTERNAL ${uid}\r\nBEGIN\r\n`));
      if (!this.#line().startsWith('OK')) throw new Refused(this.#path);
    } catch (error) {
      throw this.#failure(error);
    }
  }

  #line(): string {
    for (;;) {
      const end = this.#received.indexOf('\r\n');
      if (end >= 0) return this.#consume(end + 2).toString('latin1');
      if (this.#received.length > MAX_LINE_BYTES) throw new Error('D-Bus: no greeting');
      this.#readMore();
    }
  }

  #receive(): Buffer {
    for (;;) {
      const size = messageBytes(this.#received);
      if (size !== undefined && size <= this.#received.length) return this.#consume(size);
      this.#readMore(size);
    }
  }

  #consume(size: number): Buffer {
    const taken = this.#received.subarray(0, size);
    this.#received = this.#received.subarray(size);
    return taken;
  }

  /** @param wanted bytes of the message that is coming in, where that is known */
  #readMore(wanted = 0): void {
    const chunk = Buffer.allocUnsafe(Math.max(READ_BYTES, wanted - this.#received.length));
    const count = fs.readSync(this.#fd, chunk, 0, chunk.length, null);
    if (count === 0) throw new Error('D-Bus: connection ended');
    this.#received = Buffer.concat([this.#received, chunk.subarray(0, count)]);
  }

  #send(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) at += fs.writeSync(this.#fd, bytes, at);
  }

  #failure(error: unknown): unknown {
    if (error instanceof Refused) return error;
    const isLate = error instanceof Error && 'code' in error && error.code === 'EAGAIN';
    if (isLate) return new Refused(this.#path, `no answer in ${TIMEOUT_SECONDS} s`);
    const known = hostError(error, this.#path);
    return known === error && error instanceof Error ? new Refused(this.#path, error.message) : known;
  }
}

const HELLO: DbusCall = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
  member: 'Hello',
  arguments: [],
};

function connectTo(path: string): number {
  const libc = loadLibc();
  if (!libc) throw new Refused(path, 'no sockets without the FFI library');
  const address = unixAddress(path);
  const fd = libc.socket(AF_UNIX, SOCK_STREAM_CLOEXEC, 0);
  if (fd < 0) throw libcError(libc, 'socket', path);
  const limit = Buffer.alloc(16); // struct timeval of a 64-bit machine: seconds, microseconds
  limit.writeBigInt64LE(TIMEOUT_SECONDS);
  for (const option of [SO_RCVTIMEO, SO_SNDTIMEO]) libc.setsockopt(fd, SOL_SOCKET, option, limit, limit.length);
  if (libc.connect(fd, address, address.length) === 0) return fd;
  const failure = libcError(libc, 'connect', path);
  libc.close(fd);
  throw failure;
}
