const NEWLINE = 0x0a;

/** What {@link LineBuffer} hands over. The bytes hold during the call only. */
export interface LineHandlers {
  /** A line without its end. */
  onLine(line: Buffer): void;
  /** A line was longer than there is room, and passed over to its end. */
  onTooLong(): void;
}

/** Cuts a stream of bytes to lines. */
export class LineBuffer {
  readonly #kept: Buffer;
  #length = 0;
  #isPassingOver = false;

  constructor(
    maxBytes: number,
    private readonly handlers: LineHandlers,
  ) {
    this.#kept = Buffer.allocUnsafe(maxBytes);
  }

  add(bytes: Buffer): void {
    for (let start = 0; start < bytes.length; ) {
      const end = bytes.indexOf(NEWLINE, start);
      const piece = bytes.subarray(start, end < 0 ? bytes.length : end);
      if (end >= 0 && this.#length === 0 && !this.#isPassingOver && piece.length <= this.#kept.length) {
        this.handlers.onLine(piece); // as nearly all are: whole
      } else {
        this.#keep(piece);
        if (end >= 0) this.#end();
      }
      start = end < 0 ? bytes.length : end + 1;
    }
  }

  #keep(piece: Buffer): void {
    if (this.#isPassingOver) return;
    if (this.#length + piece.length > this.#kept.length) {
      this.#isPassingOver = true;
      this.handlers.onTooLong();
      return;
    }
    piece.copy(this.#kept, this.#length);
    this.#length += piece.length;
  }

  #end(): void {
    if (!this.#isPassingOver) this.handlers.onLine(this.#kept.subarray(0, this.#length));
    this.#isPassingOver = false;
    this.#length = 0;
  }
}
