import { asciiLower } from '../../../core/index.js';
import { Document, FLAG, KIND, NODE_SIZE } from './document.js';
import { identifierEnd, looseSpaceEnd, numberToken, textToken } from './tokens.js';

/** SQLite 3.42: `JSON_MAX_DEPTH`. */
export const MAX_DEPTH = 1000;
/** A scratch area that grew beyond this is let go again. */
const KEPT_SCRATCH = 1 << 18;

/** Where a text stops being JSON, in UTF-16 units. */
export interface BadJson {
  readonly at: number;
}

/** A text taken apart: JSON as RFC 8259 has it, and JSON5 (SQLite 3.42 takes both). A NUL ends the text, as in SQLite. */
export function parseJson(text: string): Document | BadJson {
  const nul = text.indexOf('\0');
  const parser = new Parser(nul < 0 ? text : text.slice(0, nul));
  return parser.run();
}

let scratch = new Int32Array(1024);

class Parser {
  #at = 0;
  #nodes = 0;
  #depth = 0;
  #isCompact = true;
  #isStrict = true;
  #errorAt = 0;

  constructor(private readonly text: string) {}

  run(): Document | BadJson {
    this.#skipSpace();
    const isValue = this.#value();
    if (isValue) this.#skipSpace();
    if (!isValue || this.#at < this.text.length) return { at: isValue ? this.#at : this.#errorAt };
    const nodes = scratch.slice(0, this.#nodes * NODE_SIZE);
    if (scratch.length > KEPT_SCRATCH) scratch = new Int32Array(1024);
    return new Document(this.text, nodes, this.#isCompact && this.#isStrict, this.#isStrict);
  }

  /** Reads a value; false where there is none. */
  #value(): boolean {
    const code = this.text.charCodeAt(this.#at);
    switch (code) {
      case 0x7b: // {
        return this.#object();
      case 0x5b: // [
        return this.#array();
      case 0x22: // "
      case 0x27: // '
        return this.#string(code);
      default:
        if (code >= 0x61) return this.#word(code);
        return this.#number() || this.#word(code);
    }
  }

  #array(): boolean {
    const node = this.#open(KIND.array);
    if (node < 0) return false;
    for (let count = 0; ; count++) {
      this.#skipSpace();
      if (this.#takes(0x5d)) {
        if (count > 0) this.#isStrict = false; // after a comma
        return this.#close(node);
      }
      if (!this.#value()) return false;
      this.#skipSpace();
      if (this.#takes(0x2c)) continue;
      if (this.#takes(0x5d)) return this.#close(node);
      return this.#fail(this.#at);
    }
  }

  #object(): boolean {
    const node = this.#open(KIND.object);
    if (node < 0) return false;
    for (let count = 0; ; count++) {
      this.#skipSpace();
      if (this.#takes(0x7d)) {
        if (count > 0) this.#isStrict = false; // after a comma
        return this.#close(node);
      }
      if (!this.#label()) return false;
      this.#skipSpace();
      if (!this.#takes(0x3a)) return this.#fail(this.#at);
      this.#skipSpace();
      if (!this.#value()) return false;
      this.#skipSpace();
      if (this.#takes(0x2c)) continue;
      if (this.#takes(0x7d)) return this.#close(node);
      return this.#fail(this.#at);
    }
  }

  #label(): boolean {
    const quote = this.text.charCodeAt(this.#at);
    if (quote === 0x22 || quote === 0x27) return this.#string(quote);
    const end = identifierEnd(this.text, this.#at);
    if (end === this.#at) return this.#fail(this.#at);
    this.#isStrict = false;
    const isEscaped = this.text.slice(this.#at, end).includes('\\');
    this.#add(KIND.text | FLAG.loose | (isEscaped ? FLAG.escaped : 0), this.#at, end);
    this.#at = end;
    return true;
  }

  #string(quote: number): boolean {
    const { text } = this;
    const start = this.#at + 1;
    const token = textToken(text, start, quote);
    if (token.end < 0) return this.#fail(token.at);
    if (token.isLoose || quote === 0x27) this.#isStrict = false;
    const loose = token.isLoose || quote === 0x27 ? FLAG.loose : 0;
    this.#add(KIND.text | loose | (token.isEscaped ? FLAG.escaped : 0), start, token.end);
    this.#at = token.end + 1;
    return true;
  }

  #number(): boolean {
    const token = numberToken(this.text, this.#at);
    if (!token) return this.#fail(this.#at);
    if (token.isLoose) this.#isStrict = false;
    this.#add((token.isReal ? KIND.real : KIND.integer) | (token.isLoose ? FLAG.loose : 0), this.#at, token.end);
    this.#at = token.end;
    return true;
  }

  /** `null`, `true`, `false`, and in any case of letters JSON5's `NaN` and `Infinity`. */
  #word(first: number): boolean {
    const { text } = this;
    const start = this.#at;
    const end = wordEnd(text, start);
    const word = text.slice(start, Math.min(end, start + 9));
    const kind = first >= 0x61 ? WORDS.get(word) : undefined;
    const loose = kind === undefined ? LOOSE_WORDS.get(asciiLower(word)) : undefined;
    if (end - start > 8 || (kind === undefined && loose === undefined)) return this.#fail(start);
    if (loose !== undefined) this.#isStrict = false;
    this.#add(kind ?? (loose as number) | FLAG.loose, start, end); // one of them is there
    this.#at = end;
    return true;
  }

  #open(kind: number): number {
    if (++this.#depth > MAX_DEPTH) {
      this.#fail(this.#at);
      return -1;
    }
    this.#add(kind, this.#at++, 0);
    return this.#nodes - 1;
  }

  #close(node: number): boolean {
    this.#depth--;
    scratch[node * NODE_SIZE + 2] = this.#at;
    scratch[node * NODE_SIZE + 3] = this.#nodes;
    return true;
  }

  #add(head: number, start: number, end: number): void {
    const at = this.#nodes * NODE_SIZE;
    if (at + NODE_SIZE > scratch.length) {
      const larger = new Int32Array(scratch.length * 2);
      larger.set(scratch);
      scratch = larger;
    }
    scratch[at] = head;
    scratch[at + 1] = start;
    scratch[at + 2] = end;
    scratch[at + 3] = ++this.#nodes;
  }

  #takes(code: number): boolean {
    if (this.text.charCodeAt(this.#at) !== code) return false;
    this.#at++;
    return true;
  }

  #skipSpace(): void {
    const { text } = this;
    let at = this.#at;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) at++;
      else if (code === 0x2f || code === 0x0b || code === 0x0c || code >= 0x80) {
        const end = looseSpaceEnd(text, at);
        if (end === at) break;
        this.#isStrict = false;
        at = end;
      } else break;
    }
    if (at === this.#at) return;
    this.#isCompact = false;
    this.#at = at;
  }

  #fail(at: number): false {
    this.#errorAt = at;
    return false;
  }
}

const WORDS: ReadonlyMap<string, number> = new Map([
  ['null', KIND.null],
  ['true', KIND.true],
  ['false', KIND.false],
]);
const LOOSE_WORDS: ReadonlyMap<string, number> = new Map<string, number>([
  ['inf', KIND.real],
  ['infinity', KIND.real],
  ['nan', KIND.null],
  ['qnan', KIND.null],
  ['snan', KIND.null],
]);

function wordEnd(text: string, start: number): number {
  let end = start;
  while (/[0-9A-Za-z]/.test(text.charAt(end)) && end - start < 10) end++;
  return end;
}
