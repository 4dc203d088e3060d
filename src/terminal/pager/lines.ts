import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Small enough that a block is an ordinary object to the garbage collector. */
const BLOCK_CHARS = 16 * 1024;
/** Blocks beyond these are written to a file: soon enough that they never become old objects. */
const IN_MEMORY = 8;
/** Blocks read back that are kept. */
const READ_BACK = 8;

interface Block {
  readonly first: number;
  readonly count: number;
  /** Its lines, or where they stand in the file. */
  text: string | undefined;
  offset: number;
  bytes: number;
}

/**
 * Lines of text as they come, of which any can be seen again: the last of them in memory, the rest in a file that
 * has no name and ends with the program.
 */
export class Lines {
  readonly #blocks: Block[] = [];
  /** What is in no block yet. */
  #open = '';
  /** Ends of lines in it. */
  #openEnds = 0;
  #split: { readonly text: string; readonly lines: readonly string[] } | undefined;
  #fd: number | undefined;
  #written = 0;
  #spilled = 0;
  readonly #readBack = new Map<Block, string[]>();
  readonly #encoder = new TextEncoder();
  /** One for all blocks: each of its own would be garbage at once. */
  readonly #bytes = new Uint8Array(BLOCK_CHARS);

  /** Lines that have their end, and one that has not. */
  get count(): number {
    return this.#inBlocks + this.#openEnds + (this.#open === '' || this.#open.endsWith('\n') ? 0 : 1);
  }

  get #inBlocks(): number {
    const last = this.#blocks.at(-1);
    return last ? last.first + last.count : 0;
  }

  append(text: string): void {
    this.#open += text;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) this.#openEnds++;
    if (this.#open.length >= BLOCK_CHARS && this.#openEnds > 0) this.#close();
  }

  /** Makes a block of all whole lines. */
  #close(): void {
    const end = this.#open.lastIndexOf('\n');
    const text = this.#open.slice(0, end);
    this.#blocks.push({ first: this.#inBlocks, count: this.#openEnds, text, offset: 0, bytes: 0 });
    this.#open = this.#open.slice(end + 1);
    this.#openEnds = 0;
    if (this.#blocks.length - this.#spilled > IN_MEMORY) this.#spill();
  }

  #spill(): void {
    const block = this.#blocks[this.#spilled];
    if (block?.text === undefined) return;
    this.#fd ??= nameless();
    block.offset = this.#written;
    for (let rest = block.text; rest !== ''; ) {
      const { read, written } = this.#encoder.encodeInto(rest, this.#bytes);
      rest = rest.slice(read);
      writeAll(this.#fd, this.#bytes.subarray(0, written), this.#written);
      this.#written += written;
    }
    block.bytes = this.#written - block.offset;
    block.text = undefined;
    this.#spilled++;
  }

  /** A line by its number from 0. */
  line(number: number): string | undefined {
    const inBlocks = this.#inBlocks;
    if (number < 0 || number >= this.count) return undefined;
    if (number >= inBlocks) return this.#openLines()[number - inBlocks];
    const block = this.#blockOf(number);
    return block && this.#linesOf(block)[number - block.first];
  }

  #openLines(): readonly string[] {
    if (this.#split?.text !== this.#open) this.#split = { text: this.#open, lines: this.#open.split('\n') };
    return this.#split.lines;
  }

  #blockOf(number: number): Block | undefined {
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#blocks[middle]?.first ?? 0) <= number) low = middle;
      else high = middle - 1;
    }
    return this.#blocks[low];
  }

  #linesOf(block: Block): string[] {
    const known = this.#readBack.get(block);
    if (known) return known;
    const lines = (block.text ?? this.#fromFile(block)).split('\n');
    this.#readBack.set(block, lines);
    if (this.#readBack.size > READ_BACK) {
      for (const oldest of this.#readBack.keys()) {
        this.#readBack.delete(oldest);
        break;
      }
    }
    return lines;
  }

  #fromFile({ offset, bytes }: Block): string {
    const buffer = Buffer.allocUnsafe(bytes);
    let got = 0;
    while (this.#fd !== undefined && got < bytes) {
      const length = readSync(this.#fd, buffer, got, bytes - got, offset + got);
      if (length === 0) break;
      got += length;
    }
    return buffer.toString('utf8', 0, got);
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }
}

function writeAll(fd: number, bytes: Uint8Array, at: number): void {
  for (let from = 0; from < bytes.length; ) from += writeSync(fd, bytes, from, bytes.length - from, at + from);
}

/** A file that nobody else can open, and that is gone when it is closed. */
function nameless(): number {
  const folder = mkdtempSync(join(tmpdir(), 'hostql-'));
  try {
    return openSync(join(folder, 'lines'), 'wx+', 0o600);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
