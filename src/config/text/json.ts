import { type Member, type Node, SyntaxFault } from './node.js';

export interface JsonRules {
  /** Levels that are allowed; the root is on level 1, scalars count. */
  readonly maxDepth: number;
}

/**
 * Strict JSON with places, in the rules of osquery's parser: keys may repeat, half a surrogate pair as an escape is an
 * error, bytes that are no UTF-8 pass.
 * @throws SyntaxFault
 */
export function parseJson(text: string, { maxDepth }: JsonRules): Node {
  const reader = new Reader(text, maxDepth);
  const node = reader.value(1);
  reader.blanks();
  if (reader.at < text.length) throw new SyntaxFault('nothing may follow the value', reader.at);
  return node;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** A run of characters that stand for themselves. */
const PLAIN = /[^"\\\0-\x1f]+/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class Reader {
  at = 0;

  constructor(
    readonly text: string,
    readonly maxDepth: number,
  ) {}

  blanks(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.at++;
    }
  }

  value(depth: number): Node {
    this.blanks();
    const { at } = this;
    if (depth > this.maxDepth) throw new SyntaxFault(`more than ${this.maxDepth} levels`, at, 'depth');
    switch (this.text[at]) {
      case '{':
        return { kind: 'object', at, members: this.#members(depth) };
      case '[':
        return { kind: 'array', at, items: this.#items(depth) };
      case '"':
        return { kind: 'text', at, value: this.#string() };
      case undefined:
        throw new SyntaxFault('a value is missing', at);
      default:
        return this.#scalar(at);
    }
  }

  #members(depth: number): Member[] {
    const members: Member[] = [];
    this.at++;
    this.blanks();
    if (this.#takes('}')) return members;
    for (;;) {
      this.blanks();
      const { at } = this;
      if (this.text[at] !== '"') throw new SyntaxFault('a key in double quotes is missing', at);
      const key = this.#string();
      this.blanks();
      if (!this.#takes(':')) throw new SyntaxFault('":" is missing behind the key', this.at);
      members.push({ key, at, value: this.value(depth + 1) });
      this.blanks();
      if (this.#takes('}')) return members;
      if (!this.#takes(',')) throw new SyntaxFault('"," or "}" is missing', this.at);
    }
  }

  #items(depth: number): Node[] {
    const items: Node[] = [];
    this.at++;
    this.blanks();
    if (this.#takes(']')) return items;
    for (;;) {
      items.push(this.value(depth + 1));
      this.blanks();
      if (this.#takes(']')) return items;
      if (!this.#takes(',')) throw new SyntaxFault('"," or "]" is missing', this.at);
    }
  }

  #scalar(at: number): Node {
    if (this.#takes('true')) return { kind: 'boolean', at, value: true };
    if (this.#takes('false')) return { kind: 'boolean', at, value: false };
    if (this.#takes('null')) return { kind: 'null', at };
    NUMBER.lastIndex = at;
    const raw = NUMBER.exec(this.text)?.[0];
    if (raw === undefined) throw new SyntaxFault('this is no JSON value', at);
    if (!Number.isFinite(Number(raw))) throw new SyntaxFault('the number is too large', at);
    this.at = at + raw.length;
    return { kind: 'number', at, raw };
  }

  #takes(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  #string(): string {
    const start = this.at++;
    let value = '';
    for (;;) {
      PLAIN.lastIndex = this.at;
      const plain = PLAIN.exec(this.text)?.[0] ?? '';
      value += plain;
      this.at += plain.length;
      const next = this.text[this.at];
      if (next === undefined) throw new SyntaxFault('the text in quotes has no end', start);
      if (next === '"') {
        this.at++;
        return value;
      }
      if (next !== '\\') throw new SyntaxFault('a control character must be written as an escape', this.at);
      value += this.#escape();
    }
  }

  #escape(): string {
    const { at } = this;
    const letter = this.text[at + 1] ?? '';
    if (letter !== 'u') {
      const meant = ESCAPES[letter];
      if (meant === undefined) throw new SyntaxFault('there is no such escape', at);
      this.at += 2;
      return meant;
    }
    const first = this.#unit(at);
    if (first < 0xd800 || first > 0xdfff) return String.fromCharCode(first);
    const second = first <= 0xdbff && this.text.startsWith('\\u', this.at) ? this.#unit(this.at) : 0;
    if (second < 0xdc00 || second > 0xdfff) throw new SyntaxFault('half a surrogate pair', at);
    return String.fromCharCode(first, second);
  }

  #unit(at: number): number {
    const hex = this.text.slice(at + 2, at + 6);
    if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw new SyntaxFault('four hexadecimal digits are missing', at);
    this.at = at + 6;
    return Number.parseInt(hex, 16);
  }
}
