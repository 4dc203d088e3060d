import type { KernelCalls } from '../../../host/index.js';
import { AuditRefusal, EAGAIN, EINTR, ENOBUFS } from './errno.js';
import { AUDIT, MAX_RECORD_BYTES, NETLINK, netlinkAddress, requestMessage } from './netlink.js';
import { settingBytes } from './status.js';

/** What a receiver meets. */
export interface ReceiverHandlers {
  /** A record's text from `start` to `end`; the bytes are valid during the call only. */
  onRecord(type: number, bytes: Buffer, start: number, end: number): void;
  /** Records did not get into the socket's buffer. */
  onOverflow(): void;
  /** A message that is no record: of another sender than the kernel, cut, or too long for one. */
  onRefused(why: 'sender' | 'length'): void;
}

const BATCH = 64;
const SLOT_BYTES = 9216; // a record and its header
const MESSAGE_BYTES = 64; // struct mmsghdr: a struct msghdr of 56 bytes, and the bytes received
const [AT_ADDRESS, AT_ADDRESS_LENGTH, AT_IOV, AT_IOV_COUNT, AT_FLAGS, AT_RECEIVED] = [0, 8, 16, 24, 48, 56];
const IOVEC_BYTES = 16;
const MSG_DONTWAIT = 0x40;
const MSG_TRUNC = 0x20;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const SO_RCVBUFFORCE = 33;
/** A record takes some 2.3 KiB of it: room for half a second at 50,000 records a second. */
const RECEIVE_BUFFER_BYTES = 64 * 1024 * 1024;
const POLLIN = 1;
const ACK_TIMEOUT_MS = 5000;

/** A socket that gets the records: as the one whom the kernel sends them to, or as one who reads along. */
export class AuditReceiver {
  readonly fd: number;
  readonly #bytes = Buffer.alloc(BATCH * SLOT_BYTES);
  readonly #addresses = Buffer.alloc(BATCH * NETLINK.addressBytes);
  readonly #vectors = Buffer.alloc(BATCH * IOVEC_BYTES);
  readonly #messages = Buffer.alloc(BATCH * MESSAGE_BYTES);
  #sequence = 0;
  #acknowledged: { readonly sequence: number; readonly errno: number } | undefined;

  /**
   * @param groups of multicast
   * @throws AuditRefusal
   */
  constructor(
    private readonly calls: KernelCalls,
    private readonly handlers: ReceiverHandlers,
    groups = 0,
  ) {
    this.fd = calls.socket(NETLINK.family, NETLINK.socketRawCloexec, NETLINK.audit);
    if (this.fd < 0) throw new AuditRefusal('open a socket', calls.errno());
    const address = netlinkAddress(groups);
    if (calls.bind(this.fd, address, address.length) !== 0) {
      const errno = calls.errno();
      calls.close(this.fd);
      throw new AuditRefusal(groups === 0 ? 'bind a socket' : 'let others read along', errno);
    }
    const size = Buffer.alloc(4);
    size.writeUInt32LE(RECEIVE_BUFFER_BYTES);
    if (calls.setsockopt(this.fd, SOL_SOCKET, SO_RCVBUFFORCE, size, size.length) !== 0) {
      calls.setsockopt(this.fd, SOL_SOCKET, SO_RCVBUF, size, size.length);
    }
    this.#point();
  }

  /**
   * Asks the kernel to send the records here. Those that come meanwhile are handed over.
   * @throws AuditRefusal; with EEXIST where a living process gets them
   */
  register(pid: number): void {
    const sequence = ++this.#sequence;
    const message = requestMessage(AUDIT.set, sequence, settingBytes({ pid }));
    const address = netlinkAddress();
    if (this.calls.sendto(this.fd, message, message.length, 0, address, address.length) < 0) {
      throw new AuditRefusal('send records', this.calls.errno());
    }
    const descriptor = Buffer.alloc(8);
    descriptor.writeInt32LE(this.fd, 0);
    const untilMs = Date.now() + ACK_TIMEOUT_MS;
    while (this.#acknowledged?.sequence !== sequence) {
      descriptor.writeInt16LE(POLLIN, 4);
      const leftMs = untilMs - Date.now();
      if (leftMs <= 0 || this.calls.poll(descriptor, 1, leftMs) <= 0) throw new AuditRefusal('send records', EAGAIN);
      this.read();
    }
    const { errno } = this.#acknowledged;
    if (errno !== 0) throw new AuditRefusal('send records', errno);
  }

  /** Takes up to 64 messages. @returns whether there may be more */
  read(): boolean {
    for (let i = 0; i < BATCH; i++)
      this.#messages.writeUInt32LE(NETLINK.addressBytes, i * MESSAGE_BYTES + AT_ADDRESS_LENGTH);
    const count = this.calls.recvmmsg(this.fd, this.#messages, BATCH, MSG_DONTWAIT, null);
    if (count >= 0) {
      for (let i = 0; i < count; i++) this.#take(i);
      return count === BATCH;
    }
    const errno = this.calls.errno();
    if (errno === ENOBUFS) this.handlers.onOverflow();
    // An overflow is told once, and there is more to read behind it.
    return errno === ENOBUFS || errno === EINTR;
  }

  close(): void {
    this.calls.close(this.fd);
  }

  #take(index: number): void {
    const message = index * MESSAGE_BYTES;
    const length = this.#messages.readUInt32LE(message + AT_RECEIVED);
    const flags = this.#messages.readUInt32LE(message + AT_FLAGS);
    const sender = this.#addresses.readUInt32LE(index * NETLINK.addressBytes + 4);
    const start = index * SLOT_BYTES;
    if (sender !== 0) this.handlers.onRefused('sender');
    else if ((flags & MSG_TRUNC) !== 0 || length < NETLINK.headerBytes) this.handlers.onRefused('length');
    else this.#message(start, start + length);
  }

  #message(start: number, end: number): void {
    const type = this.#bytes.readUInt16LE(start + 4);
    // The length in the header of a record leaves out the header itself: the datagram's counts.
    const textStart = start + NETLINK.headerBytes;
    if (type === NETLINK.error && end >= textStart + 4) {
      const sequence = this.#bytes.readUInt32LE(start + 8);
      this.#acknowledged = { sequence, errno: -this.#bytes.readInt32LE(textStart) };
    } else {
      this.handlers.onRecord(type, this.#bytes, textStart, end);
    }
  }

  /** Points the messages to their addresses and bytes, once. */
  #point(): void {
    const [bytes, addresses, vectors] = [this.#bytes, this.#addresses, this.#vectors].map((buffer) =>
      this.calls.address(buffer),
    ) as [bigint, bigint, bigint];
    for (let i = 0; i < BATCH; i++) {
      const vector = i * IOVEC_BYTES;
      this.#vectors.writeBigUInt64LE(bytes + BigInt(i * SLOT_BYTES), vector);
      this.#vectors.writeBigUInt64LE(BigInt(NETLINK.headerBytes + MAX_RECORD_BYTES), vector + 8);
      const message = i * MESSAGE_BYTES;
      this.#messages.writeBigUInt64LE(addresses + BigInt(i * NETLINK.addressBytes), message + AT_ADDRESS);
      this.#messages.writeBigUInt64LE(vectors + BigInt(vector), message + AT_IOV);
      this.#messages.writeBigUInt64LE(1n, message + AT_IOV_COUNT);
    }
  }
}
