/** Where in a statement a text ends. The states are those of SQLite's own test for complete statements. */
type Place = 'start' | 'statement' | 'explain' | 'create' | 'trigger' | 'trigger-semicolon' | 'trigger-end';
type Token = 'semicolon' | 'explain' | 'create' | 'temp' | 'trigger' | 'end' | 'other';

const WORDS: Readonly<Record<string, Token>> = {
  explain: 'explain',
  create: 'create',
  temp: 'temp',
  temporary: 'temp',
  trigger: 'trigger',
  end: 'end',
};
const CLOSERS: Readonly<Record<string, string>> = { "'": "'", '"': '"', '`': '`', '[': ']' };
const BLANK = /(?:[ \t\n\f\r]+|--[^\n]*)+/y;
const WORD = /[A-Za-z0-9_$\u0080-\uffff]+/y;

/**
 * Follows SQL as it comes, piece by piece, and knows whether it is complete: ends with a semicolon outside of strings,
 * names and comments, and in CREATE TRIGGER after END. Takes time for each piece once. A piece ends where a line does.
 */
export class StatementScanner {
  #place: Place = 'start';
  /** What closes the string, name or comment that is open. */
  #closer: string | undefined;
  #hasToken = false;

  /** @param onStatement hears the offset in `text` behind each semicolon that ends a statement */
  feed(text: string, onStatement?: (end: number) => void): void {
    for (let at = 0; at < text.length; ) at = this.#step(text, at, onStatement);
  }

  /** The last token is the semicolon of a statement. */
  get isComplete(): boolean {
    return this.#hasToken && this.#place === 'start' && this.#closer === undefined;
  }

  /** There are but blanks and comments, and no comment is open. */
  get isBlank(): boolean {
    return !this.#hasToken && this.#closer === undefined;
  }

  /** As {@link isBlank}, an open comment counted in: it swallows what follows. */
  get isNothing(): boolean {
    return !this.#hasToken;
  }

  #step(text: string, at: number, onStatement: ((end: number) => void) | undefined): number {
    if (this.#closer !== undefined) return this.#close(text, at, this.#closer);
    const blank = ending(BLANK, text, at);
    if (blank > at) return blank;
    if (text.startsWith('/*', at)) {
      this.#closer = '*/';
      return at + 2;
    }
    this.#hasToken = true;
    const word = ending(WORD, text, at);
    if (word > at) {
      this.#place = next(this.#place, WORDS[text.slice(at, word).toLowerCase()] ?? 'other');
      return word;
    }
    const char = text[at] ?? '';
    this.#closer = CLOSERS[char];
    this.#place = next(this.#place, char === ';' ? 'semicolon' : 'other');
    if (char === ';' && this.#place === 'start') onStatement?.(at + 1);
    return at + 1;
  }

  #close(text: string, at: number, closer: string): number {
    const end = text.indexOf(closer, at);
    if (end < 0) return text.length;
    this.#closer = undefined;
    return end + closer.length;
  }
}

function ending(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function next(place: Place, token: Token): Place {
  switch (place) {
    case 'trigger':
      return token === 'semicolon' ? 'trigger-semicolon' : 'trigger';
    case 'trigger-semicolon':
      return token === 'semicolon' ? place : token === 'end' ? 'trigger-end' : 'trigger';
    case 'trigger-end':
      return token === 'semicolon' ? 'start' : 'trigger';
  }
  if (token === 'semicolon') return 'start';
  if (place === 'create') return token === 'temp' ? 'create' : token === 'trigger' ? 'trigger' : 'statement';
  if (place !== 'statement' && token === 'create') return 'create';
  return place === 'start' && token === 'explain' ? 'explain' : 'statement';
}

/** The statements of a text, each through its semicolon; what follows the last one too, where it is more than blanks. */
export function statementsIn(sql: string): string[] {
  const found: string[] = [];
  let from = 0;
  const scanner = new StatementScanner();
  scanner.feed(sql, (end) => {
    found.push(sql.slice(from, end));
    from = end;
  });
  const rest = sql.slice(from);
  const tail = new StatementScanner();
  tail.feed(rest);
  if (!tail.isNothing) found.push(rest);
  return found.map((statement) => statement.replace(LEADING_BLANK, ''));
}

const LEADING_BLANK = /^(?:[ \t\n\f\r]+|--[^\n]*|\/\*[^]*?\*\/)+/;
