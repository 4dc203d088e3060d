import { words } from '../../words.js';
import type { Lens } from '../lens.js';
import { type AugeasNode, comment as commentNode, node } from '../node.js';

export const nginx: Lens = {
  name: 'Nginx',
  files: [
    ...['/etc/nginx/nginx.conf', '/etc/nginx/conf.d/*.conf', '/etc/nginx/sites-available/*'],
    ...['/etc/nginx/sites-enabled/*', '/usr/local/etc/nginx/nginx.conf', '/usr/local/etc/nginx/conf.d/*.conf'],
    ...['/usr/local/etc/nginx/sites-available/*', '/usr/local/etc/nginx/sites-enabled/*'],
  ],
  parse(text, skip) {
    return new Reader(text, skip).block(0);
  },
};

const MAX_DEPTH = 50;
/** What one of its kind ends: a directive, a block's head, a block, or the file within a directive. */
type End = ';' | '{' | '}' | '';

class Reader {
  #at = 0;
  #hasSkipped = false;

  constructor(
    readonly text: string,
    readonly skip: (line: number) => void,
  ) {}

  block(depth: number): AugeasNode[] {
    const found: AugeasNode[] = [];
    for (;;) {
      const hasLineBreak = this.#passBlanks();
      const character = this.text[this.#at];
      if (character === undefined) return found;
      if (character === '#') {
        const comment = commentNode(this.#line());
        const last = found.at(-1);
        const isBehind = !hasLineBreak && last !== undefined && last.label !== '#comment';
        if (isBehind) found[found.length - 1] = { ...last, children: [...last.children, ...comment] };
        else found.push(...comment);
        continue;
      }
      if (character === '}') {
        this.#at++;
        if (depth > 0) return found;
        this.#skipAt(this.#at);
        continue;
      }
      const made = this.#directive(depth);
      if (made) found.push(made);
    }
  }

  /** @returns whether a line ended on the way */
  #passBlanks(): boolean {
    const start = this.#at;
    while (/\s/.test(this.text[this.#at] ?? '')) this.#at++;
    return start === 0 || this.text.slice(start, this.#at).includes('\n');
  }

  /** The rest of a line behind its first character. */
  #line(): string {
    const newline = this.text.indexOf('\n', this.#at);
    const end = newline < 0 ? this.text.length : newline;
    const line = this.text.slice(this.#at + 1, end);
    this.#at = end;
    return line;
  }

  #directive(depth: number): AugeasNode | undefined {
    const start = this.#at;
    const end = this.#passWords();
    const text = this.text.slice(start, this.#at).trim();
    if (end !== '}') this.#at++;
    if (end === ';' && text !== '') return simpleNode(text);
    if (end === '{' && depth < MAX_DEPTH) return blockNode(text, this.block(depth + 1));
    this.#skipAt(start);
    return undefined;
  }

  /** Stands at what ends a directive: outside quotes, and no `${name}`. */
  #passWords(): End {
    for (; this.#at < this.text.length; this.#at++) {
      const character = this.text[this.#at];
      if (character === '\\') this.#at++;
      else if (character === '"' || character === "'") this.#passQuoted(character);
      else if (character === '$' && this.text[this.#at + 1] === '{') this.#passQuoted('}');
      else if (character === ';' || character === '{' || character === '}') return character;
    }
    return '';
  }

  #passQuoted(quote: string): void {
    while (++this.#at < this.text.length && this.text[this.#at] !== quote) if (this.text[this.#at] === '\\') this.#at++;
  }

  /** Lines are counted for the first one alone. */
  #skipAt(at: number): void {
    if (!this.#hasSkipped) this.skip(this.text.slice(0, at).split('\n').length);
    this.#hasSkipped = true;
  }
}

function simpleNode(text: string): AugeasNode {
  const [, name = '', value = null] = /^(\S+)(?:\s+(.*))?$/s.exec(text) ?? [];
  if (name === 'server' && value !== null) return serverNode(value);
  const [, network, mask] = /^(.+)\/(\d+)$/.exec(name) ?? [];
  return network === undefined ? node(name, value) : node(network, value, [node('mask', mask ?? '')]);
}

/** A server of an upstream block. */
function serverNode(text: string): AugeasNode {
  const [address = '', ...options] = words(text);
  const option = (word: string): AugeasNode => {
    const equals = word.indexOf('=');
    return equals < 0 ? node(word) : node(word.slice(0, equals), word.slice(equals + 1));
  };
  return node('@server', null, [node('@address', address), ...options.map(option)]);
}

/** What the words behind a block's name are. */
const HEADS: Readonly<Record<string, readonly string[]>> = {
  map: ['#source', '#variable'],
  split_clients: ['#string', '#variable'],
  upstream: ['#name'],
};

function blockNode(head: string, children: readonly AugeasNode[]): AugeasNode {
  const [, name = head, rest = ''] = /^(\S+)\s*(.*)$/s.exec(head) ?? [];
  const parts = rest.match(/"(?:\\.|[^"\\])*"|\S+/gs) ?? [];
  if (name === 'if') return node(name, null, [node('#cond', rest), ...children]);
  if (name === 'location') {
    const hasComparison = /^(=|~|~\*|\^~)$/.test(parts[0] ?? '');
    const uri = parts.slice(hasComparison ? 1 : 0).join(' ');
    return node(name, null, [...(hasComparison ? [node('#comp', parts[0])] : []), node('#uri', uri), ...children]);
  }
  if (name === 'geo')
    return node(name, null, [
      ...(parts.length > 1 ? [node('#address', parts[0])] : []),
      node('#geo', parts.at(-1)),
      ...children,
    ]);
  const labels = Object.hasOwn(HEADS, name) ? HEADS[name] : undefined;
  if (!labels) return node(name, rest || null, children);
  return node(name, null, [...labels.map((label, at) => node(label, parts[at])), ...children]);
}
