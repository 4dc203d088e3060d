/** Calls by what they do, over all architectures. */
export const EXEC: readonly string[] = ['execve', 'execveat'];
export const FORK: readonly string[] = ['fork', 'vfork', 'clone', 'clone3'];
export const KILL: readonly string[] = ['kill', 'tkill', 'tgkill'];
export const SOCKET: readonly string[] = ['bind', 'connect'];
export const ACCEPT: readonly string[] = ['accept', 'accept4'];
/** 32-bit x86 has one call for all of sockets; its first argument says which (linux/net.h). */
export const SOCKETCALLS: ReadonlyMap<number, string> = new Map([
  [2, 'bind'],
  [3, 'connect'],
  [5, 'accept'],
  [18, 'accept4'],
]);

export const OPEN: readonly string[] = ['open', 'openat', 'openat2', 'creat', 'mknod', 'mknodat', 'open_by_handle_at'];
export const CLOSE: readonly string[] = ['close', 'close_range'];
/** Those of fcntl(2) are chosen by its command. */
export const DUPLICATE: readonly string[] = ['dup', 'dup2', 'dup3'];
export const READ: readonly string[] = ['read', 'readv', 'pread64', 'preadv', 'preadv2'];
/** Writing calls whose descriptor is the first argument. */
export const WRITE_TO_FIRST: readonly string[] = [
  ...['write', 'writev', 'pwrite64', 'pwritev', 'pwritev2', 'ftruncate', 'ftruncate64', 'fallocate'],
  ...['sendfile', 'sendfile64'],
];
/** Those that copy to the third one. */
export const WRITE_TO_THIRD: readonly string[] = ['copy_file_range', 'splice'];
export const TRUNCATE: readonly string[] = ['truncate', 'truncate64'];
export const MAP: readonly string[] = ['mmap', 'mmap2'];
/** Calls about names. */
export const NAMES: readonly string[] = [
  ...['unlink', 'unlinkat', 'rename', 'renameat', 'renameat2', 'link', 'linkat', 'symlink', 'symlinkat'],
  'name_to_handle_at',
];
