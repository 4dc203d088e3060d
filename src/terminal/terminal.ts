import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import type { ReadStream } from 'node:tty';
import { type Key, KeyDecoder } from './keys.js';

/** Who hears of the keyboard. The last one to {@link Terminal.listen} hears alone. */
export interface Listener {
  key(key: Key): void;
  /** The terminal has another size. */
  resize?(): void;
  /** Nobody types any more: the terminal is gone. */
  end(): void;
}

/** How long the rest of a sequence may take to arrive; then Escape was a key of its own. */
const ESCAPE_MS = 40;
const PASTES_ON = '\u001b[?2004h';
const PASTES_OFF = '\u001b[?2004l';
const SHOW_CURSOR = '\u001b[?25h';
const KEPT_KEYS = 10_000;
const FULL_MS = 2;
const BUFFER_BYTES = 48 * 1024;

/**
 * The terminal a person sits at: raw keys in, text out. What is typed while nobody listens is kept for who listens next.
 * Keys are heard when the event loop turns, and when {@link poll} asks for them amid long work.
 */
export class Terminal {
  readonly #input: ReadStream = process.stdin;
  readonly #decoder = new KeyDecoder();
  readonly #listeners: Listener[] = [];
  #kept: Key[] = [];
  #polled: number | undefined;
  #escape: NodeJS.Timeout | undefined;
  readonly #encoder = new TextEncoder();
  readonly #bytes = new Uint8Array(BUFFER_BYTES);
  #isOpen = false;
  #hasEnded = false;

  /** Takes the keyboard over: no echo, no signals, each key at once. */
  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#input.setRawMode(true);
    this.#input.on('data', this.#take);
    this.#input.on('end', this.#end);
    this.#input.on('error', this.#end);
    process.stdout.on('resize', this.#resize);
    process.on('exit', this.#atExit);
    this.#input.resume();
    this.write(PASTES_ON);
  }

  /** Gives the keyboard back as it was. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.write(PASTES_OFF);
    this.#input.setRawMode(false);
    this.#input.pause();
    this.#input.off('data', this.#take);
    this.#input.off('end', this.#end);
    this.#input.off('error', this.#end);
    process.stdout.off('resize', this.#resize);
    process.off('exit', this.#atExit);
    if (this.#polled !== undefined) closeSync(this.#polled);
    this.#polled = undefined;
    clearTimeout(this.#escape);
  }

  /** Stops the program until the person who stopped it lets it go on. */
  suspend(): void {
    this.close();
    // All of the job: whoever started us may wait for us.
    process.kill(0, 'SIGTSTP');
    this.open();
  }

  get columns(): number {
    return Math.max(1, process.stdout.columns || 80);
  }
  get rows(): number {
    return Math.max(1, process.stdout.rows || 24);
  }

  /** Sends text at once, however long the terminal takes. */
  write(text: string): void {
    // One buffer for all: a million rows would leave as many behind.
    for (let rest = text; rest !== ''; ) {
      const { read, written } = this.#encoder.encodeInto(rest, this.#bytes);
      rest = rest.slice(read);
      this.#send(this.#bytes.subarray(0, written));
    }
  }

  #send(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; ) {
      try {
        from += writeSync(1, bytes, from);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException; // what node:fs throws
        if (code !== 'EAGAIN') {
          this.#end();
          break;
        }
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL_MS);
      }
    }
  }

  /** Hears the keyboard until the returned function is called. What was kept comes first. */
  listen(listener: Listener): () => void {
    this.#listeners.push(listener);
    if (this.#hasEnded) setImmediate(() => listener.end());
    else if (this.#kept.length > 0) setImmediate(() => this.#handKept());
    return () => {
      const index = this.#listeners.lastIndexOf(listener);
      if (index >= 0) this.#listeners.splice(index, 1);
    };
  }

  /** Puts keys back that were not for who heard them: they are the next to be heard. */
  keep(...keys: Key[]): void {
    this.#kept = [...this.#kept, ...keys].slice(0, KEPT_KEYS);
  }

  /** Hears what has been typed without waiting for the event loop to turn. */
  poll(): void {
    if (!this.#isOpen || this.#hasEnded) return;
    const bytes = Buffer.allocUnsafe(1024);
    try {
      // A descriptor of its own, not to block: standard input's may be shared with others who want it to.
      this.#polled ??= openSync('/dev/tty', constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
      const length = readSync(this.#polled, bytes, 0, bytes.length, null);
      if (length > 0) this.#take(bytes.subarray(0, length));
    } catch {
      // Nothing was typed, or there is no such device: the event loop will hear of it.
    }
  }

  readonly #take = (bytes: Buffer): void => {
    clearTimeout(this.#escape);
    for (const key of this.#decoder.push(bytes)) this.#hand(key);
    if (this.#decoder.isWaiting) {
      this.#escape = setTimeout(() => {
        for (const key of this.#decoder.flush()) this.#hand(key);
      }, ESCAPE_MS);
    }
  };

  #hand(key: Key): void {
    const listener = this.#listeners.at(-1);
    if (!listener || this.#kept.length > 0) this.keep(key);
    else listener.key(key);
    if (listener && this.#kept.length > 0) this.#handKept();
  }

  /** A key may end its listener: what is left is then for the next. */
  #handKept(): void {
    for (let next = this.#kept[0]; next; next = this.#kept[0]) {
      const listener = this.#listeners.at(-1);
      if (!listener) return;
      this.#kept = this.#kept.slice(1);
      listener.key(next);
    }
  }

  readonly #resize = (): void => {
    this.#listeners.at(-1)?.resize?.();
  };

  readonly #end = (): void => {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    for (const listener of [...this.#listeners]) listener.end();
  };

  readonly #atExit = (): void => {
    this.write(PASTES_OFF + SHOW_CURSOR);
    this.#input.setRawMode(false);
  };
}
