import { Buffer } from 'node:buffer';
import { type Koffi, loadKoffi } from './libc.js';

/**
 * Calls of the C library for those who wait for what the kernel tells: event sources, in threads of their own. All give -1 on
 * failure, with {@link KernelCalls.errno} set.
 */
export interface KernelCalls {
  socket(domain: number, type: number, protocol: number): number;
  bind(fd: number, address: Buffer, length: number): number;
  connect(fd: number, address: Buffer, length: number): number;
  setsockopt(fd: number, level: number, name: number, value: Buffer, length: number): number;
  /** The sender's address is written to `address`, whose room `length` holds as a 32-bit number. */
  recvfrom(
    fd: number,
    buffer: Buffer,
    length: number,
    flags: number,
    address: Buffer | null,
    room: Buffer | null,
  ): number;
  /** `header` is a struct msghdr that holds addresses: see {@link KernelCalls.address}. */
  recvmsg(fd: number, header: Buffer, flags: number): number;
  /** `messages` are structs mmsghdr that hold addresses. Takes as many as are there, without waiting for more. */
  recvmmsg(fd: number, messages: Buffer, count: number, flags: number, timeout: null): number;
  sendto(
    fd: number,
    bytes: Buffer,
    length: number,
    flags: number,
    address: Buffer | null,
    addressLength: number,
  ): number;
  /** `descriptors` are structs pollfd. */
  poll(descriptors: Buffer, count: number, timeoutMs: number): number;
  read(fd: number, buffer: Buffer, length: number): number;
  write(fd: number, bytes: Buffer, length: number): number;
  close(fd: number): number;
  ioctl(fd: number, request: number, argument: number): number;
  inotify_init1(flags: number): number;
  /** The path ends in a NUL. */
  inotify_add_watch(fd: number, path: Buffer, mask: number): number;
  inotify_rm_watch(fd: number, watch: number): number;
  /** bpf(2), which the C library does not wrap. */
  bpf(command: number, attributes: Buffer, size: number): number;
  /** A mapping as bytes of ours, without a copy; null on failure. It lasts until {@link KernelCalls.munmap}. */
  mmap(length: number, protection: number, flags: number, fd: number, offset: number): Buffer | null;
  munmap(mapping: Buffer): number;
  /** Where a buffer's bytes stand in memory, for structures that point to them. Keep the buffer alive meanwhile. */
  address(buffer: Buffer): bigint;
  errno(): number;
}

let loaded: KernelCalls | null | undefined;

/** Null where there is no build of the FFI library for this machine. */
export function loadKernelCalls(): KernelCalls | null {
  if (loaded === undefined) {
    const koffi = loadKoffi();
    loaded = koffi ? declare(koffi) : null;
  }
  return loaded;
}

const SYS_BPF: Readonly<Record<string, number>> = { x64: 321, arm64: 280 };

function declare(koffi: Koffi): KernelCalls {
  const library = koffi.load(null);
  const map = library.func('void *mmap(void *at, size_t length, int protection, int flags, int fd, int64_t offset)');
  const unmap = library.func('int munmap(void *at, size_t length)');
  const syscall = library.func('int64_t syscall(int64_t number, int64_t a, const void *b, int64_t c)');
  const mapped = new WeakMap<Buffer, unknown>();
  return {
    socket: library.func('int socket(int domain, int type, int protocol)'),
    bind: library.func('int bind(int fd, const void *address, uint32_t length)'),
    connect: library.func('int connect(int fd, const void *address, uint32_t length)'),
    setsockopt: library.func('int setsockopt(int fd, int level, int name, const void *value, uint32_t length)'),
    recvfrom: library.func(
      'intptr_t recvfrom(int fd, void *buffer, size_t length, int flags, void *address, void *room)',
    ),
    recvmsg: library.func('intptr_t recvmsg(int fd, void *header, int flags)'),
    recvmmsg: library.func('int recvmmsg(int fd, void *messages, unsigned int count, int flags, const void *timeout)'),
    sendto: library.func(
      'intptr_t sendto(int fd, const void *bytes, size_t length, int flags, const void *address, uint32_t addressLength)',
    ),
    poll: library.func('int poll(void *descriptors, unsigned long count, int timeoutMs)'),
    read: library.func('intptr_t read(int fd, void *buffer, size_t length)'),
    write: library.func('intptr_t write(int fd, const void *bytes, size_t length)'),
    close: library.func('int close(int fd)'),
    ioctl: library.func('int ioctl(int fd, unsigned long request, long argument)'),
    inotify_init1: library.func('int inotify_init1(int flags)'),
    inotify_add_watch: library.func('int inotify_add_watch(int fd, const void *path, uint32_t mask)'),
    inotify_rm_watch: library.func('int inotify_rm_watch(int fd, int watch)'),
    bpf: (command, attributes, size) => Number(syscall(SYS_BPF[process.arch] ?? -1, command, attributes, size)),
    mmap(length, protection, flags, fd, offset) {
      const at = map(null, length, protection, flags, fd, offset);
      if (koffi.address(at) === MAP_FAILED) return null;
      const mapping = Buffer.from(koffi.view(at, length));
      mapped.set(mapping, at);
      return mapping;
    },
    munmap: (mapping) => unmap(mapped.get(mapping), mapping.length),
    address: (buffer) => koffi.address(buffer),
    errno: () => koffi.errno(),
  };
}

const MAP_FAILED = 0xffff_ffff_ffff_ffffn;
