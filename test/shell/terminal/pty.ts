import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ReadStream } from 'node:tty';

/** A real pseudo-terminal with a program in it: what a person's terminal window has, without the window. */
export interface Pty {
  /** What the program wrote, as it comes. */
  onData(hear: (bytes: Buffer) => void): void;
  /** What a person types. Waits while the terminal is full. */
  write(bytes: string | Uint8Array): Promise<void>;
  resize(columns: number, rows: number): void;
  readonly child: ChildProcess;
  /** The program's exit status, or its signal's name. */
  readonly ended: Promise<number | string>;
  /** Takes the terminal away from under the program. */
  hangUp(): void;
  /** Ends the program, if it still runs, and gives the terminal back. */
  close(): Promise<void>;
}

export interface PtyOptions {
  readonly columns: number;
  readonly rows: number;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

// <fcntl.h> and <asm-generic/ioctls.h> of Linux, on x86-64 and arm64.
const O_RDWR = 2;
const O_NOCTTY = 0o400;
const O_NONBLOCK = 0o4000;
const O_CLOEXEC = 0o2000000;
const TIOCSWINSZ = 0x5414;

/**
 * Starts a program in a new pseudo-terminal of that size.
 * @throws Error where the system gives none
 */
export function openPty(command: readonly string[], { columns, rows, env, cwd }: PtyOptions): Pty {
  const { posix_openpt, grantpt, unlockpt, ptsname, ioctl } = libc();
  const master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (master < 0 || grantpt(master) !== 0 || unlockpt(master) !== 0) throw new Error('no pseudo-terminal to be had');
  const slave = ptsname(master);
  const resize = (columns: number, rows: number): void => {
    ioctl(master, TIOCSWINSZ, new Uint16Array([rows, columns, 0, 0]));
  };
  resize(columns, rows);
  // A session leader that opens a terminal gets it as its controlling terminal: so `sh` opens it, being detached.
  const child = spawn('/bin/sh', ['-c', 'exec "$@" <"$T" >"$T" 2>&1', 'sh', ...command], {
    detached: true,
    stdio: 'ignore',
    env: { ...env, T: slave },
    ...(cwd && { cwd }),
  });
  const stream = new ReadStream(master);
  // The last program in the terminal has gone: Linux says so by EIO.
  stream.on('error', () => stream.destroy());
  const ended = new Promise<number | string>((done) => {
    child.on('exit', (status, signal) => done(status ?? signal ?? 'unknown'));
  });
  return {
    child,
    ended,
    resize,
    onData: (hear) => void stream.on('data', hear),
    async write(bytes) {
      const all = Buffer.from(bytes);
      for (let from = 0; from < all.length; ) from += await writeSome(master, all, from);
    },
    hangUp: () => void stream.destroy(),
    async close() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
      stream.destroy();
    },
  };
}

async function writeSome(fd: number, bytes: Buffer, from: number): Promise<number> {
  try {
    return writeSync(fd, bytes, from, Math.min(1024, bytes.length - from));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error; // what node:fs throws
    await new Promise((resolve) => setTimeout(resolve, 2));
    return 0;
  }
}

interface Libc {
  posix_openpt(flags: number): number;
  grantpt(fd: number): number;
  unlockpt(fd: number): number;
  ptsname(fd: number): string;
  ioctl(fd: number, request: number, argument: Uint16Array): number;
}

let loaded: Libc | undefined;

function libc(): Libc {
  if (loaded) return loaded;
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi'); // require gives no types
  const library = koffi.load(null);
  loaded = {
    posix_openpt: library.func('int posix_openpt(int flags)'),
    grantpt: library.func('int grantpt(int fd)'),
    unlockpt: library.func('int unlockpt(int fd)'),
    ptsname: library.func('const char *ptsname(int fd)'),
    ioctl: library.func('int ioctl(int fd, unsigned long request, void *argument)'),
  };
  return loaded;
}

/** Whether this machine can give pseudo-terminals: a container may have none. */
export function hasPty(): boolean {
  try {
    const fd = libc().posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (fd >= 0) closeSync(fd);
    return fd >= 0;
  } catch {
    return false;
  }
}
