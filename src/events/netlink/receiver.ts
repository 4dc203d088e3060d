import type { KernelCalls } from '../../host/index.js';
import { SourceUnavailable } from '../source.js';

/** A datagram and its sender. The bytes hold during the call only. */
export interface Datagram {
  readonly bytes: Buffer;
  /** The sender's netlink port; 0 is the kernel. */
  readonly senderPort: number;
  /** User that sent it; null where the socket does not ask for credentials, or there were none. */
  readonly senderUid: number | null;
  /** It was longer than there was room. */
  readonly isCut: boolean;
}

export interface NetlinkOptions {
  /** Such as NETLINK_KOBJECT_UEVENT. */
  readonly protocol: number;
  /** Multicast groups, a bit each. */
  readonly groups: number;
  /** Longest datagram that is taken whole. */
  readonly maxBytes: number;
  /** What the kernel may keep until it is read. */
  readonly bufferBytes: number;
  /** Asks the kernel who sent each datagram. */
  readonly credentials?: boolean;
}

const AF_NETLINK = 16;
const SOCK_DGRAM_CLOEXEC = 0o2000002;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const SO_PASSCRED = 16;
const SO_RCVBUFFORCE = 33;
const SCM_CREDENTIALS = 2;
const MSG_DONTWAIT = 0x40;
const MSG_TRUNC = 0x20;
const [EINTR, EPERM, ENOBUFS] = [4, 1, 105];

const BATCH = 64;
const ADDRESS_BYTES = 12; // struct sockaddr_nl
const IOVEC_BYTES = 16;
/** struct mmsghdr: a struct msghdr of 56 bytes, and the bytes received. */
const MESSAGE_BYTES = 64;
const [AT_ADDRESS, AT_ADDRESS_LENGTH, AT_IOV, AT_IOV_COUNT, AT_CONTROL, AT_CONTROL_LENGTH, AT_FLAGS, AT_RECEIVED] = [
  0, 8, 16, 24, 32, 40, 48, 56,
];
/** A struct cmsghdr of 16 bytes with a struct ucred of 12, in steps of 8. */
const CONTROL_BYTES = 32;

/** A netlink socket in multicast groups, read in batches (netlink(7), recvmmsg(2)). */
export class NetlinkReceiver {
  readonly fd: number;
  readonly #bytes: Buffer;
  readonly #addresses = Buffer.alloc(BATCH * ADDRESS_BYTES);
  readonly #controls = Buffer.alloc(BATCH * CONTROL_BYTES);
  readonly #vectors = Buffer.alloc(BATCH * IOVEC_BYTES);
  readonly #messages = Buffer.alloc(BATCH * MESSAGE_BYTES);

  /** @throws SourceUnavailable where the kernel has no such protocol, or it is not for us */
  constructor(
    private readonly calls: KernelCalls,
    private readonly options: NetlinkOptions,
  ) {
    this.fd = calls.socket(AF_NETLINK, SOCK_DGRAM_CLOEXEC, options.protocol);
    if (this.fd < 0) throw new SourceUnavailable(`no netlink socket: errno ${calls.errno()}`);
    this.#set(SO_RCVBUFFORCE, options.bufferBytes, SO_RCVBUF);
    if (options.credentials) this.#set(SO_PASSCRED, 1);
    const address = netlinkAddress(options.groups);
    if (calls.bind(this.fd, address, address.length) !== 0) {
      const errno = calls.errno();
      this.close();
      throw new SourceUnavailable(
        errno === EPERM ? 'needs CAP_NET_ADMIN' : `cannot join the kernel's group: errno ${errno}`,
      );
    }
    this.#bytes = Buffer.alloc(BATCH * options.maxBytes);
    this.#point();
  }

  /** Takes what is there, for so many milliseconds at most. */
  drain(forMs: number, onDatagram: (datagram: Datagram) => void, onOverflow: () => void): void {
    const untilMs = performance.now() + forMs;
    for (let count: number | 'overflow' = 1; count !== 0 && performance.now() < untilMs; ) {
      count = this.read(onDatagram);
      if (count === 'overflow') onOverflow();
    }
  }

  /**
   * Takes up to 64 datagrams.
   * @returns how many; `overflow` where the kernel dropped some before those that come next
   */
  read(onDatagram: (datagram: Datagram) => void): number | 'overflow' {
    const room = this.options.credentials ? CONTROL_BYTES : 0;
    for (let i = 0; i < BATCH; i++) {
      this.#messages.writeUInt32LE(ADDRESS_BYTES, i * MESSAGE_BYTES + AT_ADDRESS_LENGTH);
      this.#messages.writeUInt32LE(room, i * MESSAGE_BYTES + AT_CONTROL_LENGTH);
    }
    const count = this.calls.recvmmsg(this.fd, this.#messages, BATCH, MSG_DONTWAIT, null);
    if (count < 0) {
      const errno = this.calls.errno();
      if (errno === ENOBUFS) return 'overflow';
      return errno === EINTR ? this.read(onDatagram) : 0;
    }
    for (let i = 0; i < count; i++) onDatagram(this.#datagram(i));
    return count;
  }

  /** @returns whether the kernel took it */
  send(message: Buffer): boolean {
    const address = netlinkAddress(0);
    return this.calls.sendto(this.fd, message, message.length, 0, address, address.length) === message.length;
  }

  close(): void {
    this.calls.close(this.fd);
  }

  #datagram(index: number): Datagram {
    const { maxBytes } = this.options;
    const message = index * MESSAGE_BYTES;
    const received = Math.min(maxBytes, this.#messages.readUInt32LE(message + AT_RECEIVED));
    return {
      bytes: this.#bytes.subarray(index * maxBytes, index * maxBytes + received),
      senderPort: this.#addresses.readUInt32LE(index * ADDRESS_BYTES + 4),
      senderUid: this.#senderUid(index),
      isCut: (this.#messages.readUInt32LE(message + AT_FLAGS) & MSG_TRUNC) !== 0,
    };
  }

  #senderUid(index: number): number | null {
    const at = index * CONTROL_BYTES;
    const length = this.#messages.readUInt32LE(index * MESSAGE_BYTES + AT_CONTROL_LENGTH);
    const isCredentials =
      length >= 28 &&
      this.#controls.readInt32LE(at + 8) === SOL_SOCKET &&
      this.#controls.readInt32LE(at + 12) === SCM_CREDENTIALS;
    return isCredentials ? this.#controls.readUInt32LE(at + 20) : null;
  }

  #set(option: number, value: number, otherwise = option): void {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    if (this.calls.setsockopt(this.fd, SOL_SOCKET, option, bytes, 4) !== 0 && otherwise !== option) {
      this.calls.setsockopt(this.fd, SOL_SOCKET, otherwise, bytes, 4); // what a user without CAP_NET_ADMIN may have
    }
  }

  /** Points the messages to their addresses and bytes, once. */
  #point(): void {
    const { maxBytes, credentials } = this.options;
    const addressOf = (buffer: Buffer): bigint => this.calls.address(buffer);
    const [bytes, addresses, controls] = [
      addressOf(this.#bytes),
      addressOf(this.#addresses),
      addressOf(this.#controls),
    ];
    const vectors = addressOf(this.#vectors);
    for (let i = 0; i < BATCH; i++) {
      const [vector, message] = [i * IOVEC_BYTES, i * MESSAGE_BYTES];
      this.#vectors.writeBigUInt64LE(bytes + BigInt(i * maxBytes), vector);
      this.#vectors.writeBigUInt64LE(BigInt(maxBytes), vector + 8);
      this.#messages.writeBigUInt64LE(addresses + BigInt(i * ADDRESS_BYTES), message + AT_ADDRESS);
      this.#messages.writeBigUInt64LE(vectors + BigInt(vector), message + AT_IOV);
      this.#messages.writeBigUInt64LE(1n, message + AT_IOV_COUNT);
      if (credentials) this.#messages.writeBigUInt64LE(controls + BigInt(i * CONTROL_BYTES), message + AT_CONTROL);
    }
  }
}

function netlinkAddress(groups: number): Buffer {
  const address = Buffer.alloc(ADDRESS_BYTES);
  address.writeUInt16LE(AF_NETLINK, 0);
  address.writeUInt32LE(groups, 8);
  return address;
}
