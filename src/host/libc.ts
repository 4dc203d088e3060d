import { createRequire } from 'node:module';

/** What we need of the C library and Node has no word for. All give -1 on failure, with {@link Libc.errno} set. */
export interface Libc {
  socket(domain: number, type: number, protocol: number): number;
  setsockopt(fd: number, level: number, name: number, value: Buffer, length: number): number;
  /** `length` holds a 32-bit number: the room there is, then the bytes there are. */
  getsockopt(fd: number, level: number, name: number, value: Buffer, length: Buffer): number;
  connect(fd: number, address: Buffer, length: number): number;
  /** send(2): unlike write(2) it can be told not to raise SIGPIPE. */
  send(fd: number, bytes: Buffer, length: number, flags: number): number;
  flock(fd: number, operation: number): number;
  /** For what was opened here: Node warns when its own close meets a descriptor that a thread did not open by Node. */
  close(fd: number): number;
  /** Names of extended attributes, a NUL behind each; the path ends in a NUL, links are followed. With size 0, the bytes needed. */
  listxattr(path: Buffer, list: Buffer, size: number): number;
  /** An extended attribute's value, likewise. */
  getxattr(path: Buffer, name: Buffer, value: Buffer, size: number): number;
  errno(): number;
}

let loaded: Libc | null | undefined;

/** The C library; null where there is no build of the FFI library for this machine. The first call takes 12 ms and 2.5 MB. */
export function loadLibc(): Libc | null {
  if (loaded === undefined) {
    const koffi = loadKoffi();
    loaded = koffi ? declare(koffi) : null;
  }
  return loaded;
}

export type Koffi = typeof import('koffi');

/** It is loaded here alone, when somebody needs it: not every machine has a build of it, and not every query the time. */
export function loadKoffi(): Koffi | undefined {
  try {
    return createRequire(import.meta.url)('koffi') as Koffi; // require gives no types
  } catch {
    return undefined;
  }
}

function declare(koffi: Koffi): Libc {
  const library = koffi.load(null);
  return {
    socket: library.func('int socket(int domain, int type, int protocol)'),
    setsockopt: library.func('int setsockopt(int fd, int level, int name, const void *value, uint32_t length)'),
    getsockopt: library.func('int getsockopt(int fd, int level, int name, void *value, void *length)'),
    connect: library.func('int connect(int fd, const void *address, uint32_t length)'),
    send: library.func('intptr_t send(int fd, const void *bytes, size_t length, int flags)'),
    close: library.func('int close(int fd)'),
    flock: library.func('int flock(int fd, int operation)'),
    listxattr: library.func('intptr_t listxattr(const void *path, void *list, size_t size)'),
    getxattr: library.func('intptr_t getxattr(const void *path, const void *name, void *value, size_t size)'),
    errno: () => koffi.errno(),
  };
}

/** Whether {@link loadLibc} was called, and there is one. */
export const isLibcLoaded = (): boolean => loaded !== undefined && loaded !== null;
