import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { encodeText } from '../core/index.js';

/** Where text goes. */
export interface TextSink {
  write(text: string): void;
  /** Hands over what was written, once it is `atLeast` characters. @throws ReaderGone */
  flush(atLeast?: number): Promise<void>;
}

/** Thrown when the reader of our output went away: the query stops, nobody is told. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

/** How long to wait for a reader whose pipe is full and was set not to block. */
const FULL_PIPE_MS = 5;

/**
 * Text to a file descriptor in large pieces. What is no UTF-8 goes out as the bytes it came from. Written without
 * `process.stdout`, whose streams take longer to load (10 ms) than most queries to run.
 */
export class Output implements TextSink {
  #pending: string[] = [];
  #size = 0;

  constructor(private readonly fd: number = 1) {}

  /** A file's, emptied first. A pipe that nobody reads is refused, not waited for. @throws the system's error */
  static toFile(path: string): Output {
    const { O_WRONLY, O_CREAT, O_TRUNC, O_NONBLOCK } = constants;
    return new Output(openSync(path, O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK, 0o644));
  }

  write(text: string): void {
    this.#pending.push(text);
    this.#size += text.length;
  }

  /** Hands over what was written, once it is `atLeast` characters. @throws ReaderGone */
  async flush(atLeast = 0): Promise<void> {
    if (this.#pending.length === 0 || this.#size < atLeast) return;
    const bytes = encodeText(this.#pending.join(''));
    this.#pending = [];
    this.#size = 0;
    for (let from = 0; from < bytes.length; ) {
      const written = this.#writeSome(bytes, from);
      if (written === 0) await new Promise((resolve) => setTimeout(resolve, FULL_PIPE_MS));
      from += written;
    }
  }

  /** @returns bytes taken, 0 where the reader is slower than we are */
  #writeSome(bytes: Uint8Array, from: number): number {
    try {
      return writeSync(this.fd, bytes, from);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException; // what node:fs throws
      if (code === 'EAGAIN') return 0;
      // A socket says so of a reader who left something unread.
      if (code === 'EPIPE' || code === 'ECONNRESET') throw new ReaderGone();
      throw error;
    }
  }

  close(): void {
    if (this.fd > 2) closeSync(this.fd);
  }
}

/** A line of talk: to standard error, whose reader may be gone. */
export function tell(line: string): void {
  try {
    writeSync(2, encodeText(`${line}\n`));
  } catch {
    // Nobody listens.
  }
}
