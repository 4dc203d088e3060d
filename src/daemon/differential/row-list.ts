import type { StoredRows } from './stored-rows.js';

const NEW = -1;

/** The rows of a run: most are the stored ones, given by their place. */
export class RowList {
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #texts = new Map<number, string>();
  #length = 0;

  constructor(
    private readonly stored: StoredRows,
    length: number,
  ) {
    this.#starts = new Int32Array(length);
    this.#ends = new Int32Array(length);
  }

  keep(start: number, end: number): void {
    this.#starts[this.#length] = start;
    this.#ends[this.#length++] = end;
  }

  add(text: string): void {
    this.#texts.set(this.#length, text);
    this.#starts[this.#length++] = NEW;
  }

  /** From the end on takes out as many rows of each text as are wanted. @returns them in order */
  lastOf(wanted: Map<string, number>): string[] {
    const found: string[] = [];
    const marks = new Set([...wanted.keys()].map((text) => markOf(text, 0, text.length)));
    for (let at = this.#length - 1; at >= 0 && wanted.size > 0; at--) {
      const text = this.#textAt(at, marks);
      const count = text === undefined ? undefined : wanted.get(text);
      if (text === undefined || count === undefined) continue;
      found.push(text);
      if (count === 1) wanted.delete(text);
      else wanted.set(text, count - 1);
    }
    return found.reverse();
  }

  /** As an array. Stored rows that follow each other are taken over at once. */
  toString(): string {
    const parts: string[] = [];
    for (let at = 0; at < this.#length; at++) {
      const first = this.#starts[at] ?? NEW;
      if (first === NEW) {
        parts.push(this.#texts.get(at) ?? '');
        continue;
      }
      while (at + 1 < this.#length && this.#starts[at + 1] === (this.#ends[at] ?? 0) + 1) at++;
      parts.push(this.stored.text.slice(first, this.#ends[at]));
    }
    return `[${parts.join(',')}]`;
  }

  #textAt(at: number, marks: ReadonlySet<number>): string | undefined {
    const start = this.#starts[at] ?? NEW;
    if (start === NEW) return this.#texts.get(at);
    const end = this.#ends[at] ?? 0;
    return marks.has(markOf(this.stored.text, start, end)) ? this.stored.text.slice(start, end) : undefined;
  }
}

/** A number that differs for most texts that differ: cheaper than to cut the text out and look it up. */
function markOf(text: string, start: number, end: number): number {
  const length = end - start;
  const step = Math.max(1, length >> 4);
  let mark = length;
  for (let at = start; at < end; at += step) mark = (Math.imul(mark, 31) + text.charCodeAt(at)) | 0;
  return mark;
}
