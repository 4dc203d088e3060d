import type { Writable } from 'node:stream';

/** Thrown when the reader of our output went away: the query stops, nobody is told. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

/** Text to a stream in large pieces, waiting where the reader is slower than the query. */
export class Output {
  #pending: (string | Uint8Array)[] = [];
  #size = 0;
  #gone = false;

  constructor(
    private readonly stream: Writable,
    private readonly encode: (text: string) => string | Uint8Array = (text) => text,
  ) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      this.#gone = true;
    });
  }

  write(text: string): void {
    this.#pending.push(this.encode(text));
    this.#size += text.length;
  }

  /** Hands over what was written once it is worth it. @throws ReaderGone */
  async flush(atLeast = 0): Promise<void> {
    if (this.#gone) throw new ReaderGone();
    if (this.#size <= atLeast && atLeast > 0) return;
    if (this.#pending.length === 0) return;
    const pieces = this.#pending;
    this.#pending = [];
    this.#size = 0;
    const chunk = pieces.every((piece) => typeof piece === 'string')
      ? pieces.join('')
      : Buffer.concat(pieces.map((piece) => Buffer.from(piece as Uint8Array))); // Buffer.from takes both
    await new Promise<void>((resolve, reject) => {
      this.stream.write(chunk, (error) => {
        if (!error) resolve();
        else if ((error as NodeJS.ErrnoException).code === 'EPIPE') reject(new ReaderGone());
        else reject(error);
      });
    });
  }
}
