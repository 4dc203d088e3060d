/** What a person did at the keyboard. */
export type Key =
  /** Characters to be inserted; several where they came at once. */
  | { readonly kind: 'text'; readonly text: string }
  /** Anything else, by its name: `enter`, `C-a`, `M-b`, `up`, `C-left`, `S-tab`, `page-up`. */
  | { readonly kind: 'key'; readonly name: string }
  /** What the terminal says was pasted. Line ends are `\n`. */
  | { readonly kind: 'paste'; readonly text: string };

/** More than this of one paste is thrown away. */
const PASTE_LIMIT = 1024 * 1024;
/** A sequence longer than this is none of a keyboard's. */
const SEQUENCE_LIMIT = 64;
const PASTE_END = '\u001b[201~';

/**
 * Turns a terminal's bytes into keys. Sequences and characters may arrive in parts. A lone Escape cannot be told from
 * the beginning of a sequence: where {@link isWaiting} stays true for some 50 ms, call {@link flush}.
 */
export class KeyDecoder {
  readonly #decoder = new TextDecoder('utf-8');
  #rest = '';
  /** Pasted so far; absent outside a paste. */
  #pasted: string | undefined;

  /** The keys that these bytes complete. */
  push(bytes: Uint8Array): Key[] {
    this.#rest += this.#decoder.decode(bytes, { stream: true });
    return this.#take(false);
  }

  /** True while an unfinished sequence is kept. */
  get isWaiting(): boolean {
    return this.#rest !== '' && this.#pasted === undefined;
  }

  /** What was kept, taken for keys as it stands. */
  flush(): Key[] {
    return this.#take(true);
  }

  #take(isLast: boolean): Key[] {
    const keys: Key[] = [];
    while (this.#rest !== '') {
      const step = this.#pasted === undefined ? nextKey(this.#rest, isLast) : this.#paste();
      if (!step) break;
      this.#rest = this.#rest.slice(step.length);
      if (step.key === 'paste-begins') this.#pasted = '';
      else if (step.key) join(keys, step.key);
    }
    return keys;
  }

  #paste(): Step | undefined {
    const end = this.#rest.indexOf(PASTE_END);
    // The end may have arrived in part: as much as it could be is kept.
    const length = end < 0 ? Math.max(0, this.#rest.length - PASTE_END.length + 1) : end;
    const text = (this.#pasted ?? '') + this.#rest.slice(0, length);
    this.#pasted = text.slice(0, PASTE_LIMIT);
    if (end < 0) {
      this.#rest = this.#rest.slice(length);
      return undefined;
    }
    const key: Key = { kind: 'paste', text: this.#pasted.replace(/\r\n?/g, '\n') };
    this.#pasted = undefined;
    return { length: end + PASTE_END.length, key };
  }
}

interface Step {
  readonly length: number;
  /** Absent for a sequence that means nothing here. */
  readonly key?: Key | 'paste-begins' | undefined;
}

const named = (name: string): Key => ({ kind: 'key', name });

/** Characters that come at once are one insertion. */
function join(keys: Key[], key: Key): void {
  const last = keys.at(-1);
  if (key.kind === 'text' && last?.kind === 'text')
    keys[keys.length - 1] = { kind: 'text', text: last.text + key.text };
  else keys.push(key);
}

/** The first key of a text; nothing where more has to come. */
function nextKey(text: string, isLast: boolean): Step | undefined {
  const code = text.charCodeAt(0);
  if (code === 0x1b) return escaped(text, isLast);
  const name = CONTROLS.get(code);
  if (name !== undefined) return { length: 1, key: named(name) };
  const [run = ''] = /^[^\u0000-\u001f\u007f]+/.exec(text) ?? [];
  return { length: run.length, key: { kind: 'text', text: run } };
}

const CONTROLS: ReadonlyMap<number, string> = new Map([
  ...Array.from({ length: 26 }, (_, index) => [index + 1, `C-${String.fromCharCode(0x61 + index)}`] as const),
  [0x00, 'C-space'],
  [0x08, 'backspace'],
  [0x09, 'tab'],
  [0x0a, 'enter'],
  [0x0d, 'enter'],
  [0x1c, 'C-\\'],
  [0x1d, 'C-]'],
  [0x1e, 'C-^'],
  [0x1f, 'C-_'],
  [0x7f, 'backspace'],
]);

function escaped(text: string, isLast: boolean): Step | undefined {
  if (text.length === 1) return isLast ? { length: 1, key: named('escape') } : undefined;
  if (text[1] === '[' || text[1] === 'O') {
    const step = text[1] === '[' ? controlSequence(text) : singleShift(text);
    return step ?? (isLast ? { length: 1, key: named('escape') } : undefined);
  }
  if (text[1] === '\u001b') return { length: 1, key: named('escape') };
  const name = CONTROLS.get(text.charCodeAt(1));
  const char = String.fromCodePoint(text.codePointAt(1) ?? 0);
  return { length: 1 + char.length, key: named(`M-${name ?? char}`) };
}

/** ECMA-48: parameters, intermediate bytes, a final byte. */
function controlSequence(text: string): Step | undefined {
  const match = /^\u001b\[([0-?]*)([ -/]*)([@-~])/.exec(text);
  if (!match) {
    // What can still become one is waited for.
    if (text.length < SEQUENCE_LIMIT && /^\u001b\[[0-?]*[ -/]*$/.test(text)) return undefined;
    return { length: 2 };
  }
  const [sequence, parameters = '', , final = ''] = match;
  const [first = '', modifiers = '1'] = parameters.split(';');
  const length = sequence.length;
  if (final === '~' && first === '200') return { length, key: 'paste-begins' };
  const name = final === '~' ? TILDE.get(first) : final === 'u' ? codeName(Number(first)) : LETTERS.get(final);
  return { length, key: name === undefined ? undefined : named(prefix(Number.parseInt(modifiers, 10)) + name) };
}

function singleShift(text: string): Step | undefined {
  if (text.length === 2) return undefined;
  const name = text[2] === 'M' ? 'enter' : LETTERS.get(text[2] ?? '');
  return { length: 3, key: name === undefined ? undefined : named(name) };
}

const LETTERS: ReadonlyMap<string, string> = new Map([
  ['A', 'up'],
  ['B', 'down'],
  ['C', 'right'],
  ['D', 'left'],
  ['F', 'end'],
  ['H', 'home'],
  ['Z', 'S-tab'],
]);

const TILDE: ReadonlyMap<string, string> = new Map([
  ['1', 'home'],
  ['2', 'insert'],
  ['3', 'delete'],
  ['4', 'end'],
  ['5', 'page-up'],
  ['6', 'page-down'],
  ['7', 'home'],
  ['8', 'end'],
]);

/** Of terminals that tell every key by its code (`CSI 13;3u`). */
const codeName = (code: number): string | undefined =>
  code === 13
    ? 'enter'
    : code === 27
      ? 'escape'
      : code > 32 && code < 0x110000
        ? String.fromCodePoint(code)
        : CONTROLS.get(code);

/** xterm counts modifiers from 1: shift 1, alt 2, control 4. */
function prefix(modifiers: number): string {
  const bits = Number.isNaN(modifiers) ? 0 : modifiers - 1;
  return `${bits & 4 ? 'C-' : ''}${bits & 2 ? 'M-' : ''}${bits & 1 ? 'S-' : ''}`;
}
