import { SqlError } from '../../core/index.js';

/**
 * Translates the regular expressions of ECMAScript, as C++ `std::regex` reads them (with POSIX classes, without
 * look-behind, named groups and flags), into RE2's. What RE2 reads otherwise is spelled out: `.`, `\s`, `[]`, `[^]`,
 * identity escapes such as `\z`, a quantifier after a quantifier.
 * @throws SqlError 'Invalid regex' with the reason as hint
 */
export function translateRegexp(pattern: string): string {
  const reader: Reader = { chars: [...pattern], at: 0, depth: 0 };
  const translated = alternatives(reader);
  if (reader.at < reader.chars.length) throw invalid('a ) without its (');
  return translated;
}

interface Reader {
  readonly chars: readonly string[];
  at: number;
  depth: number;
}

/** Deeper nesting is refused before it can exhaust the stack. */
const MAX_DEPTH = 200;
const LINE_ENDS = '\\n\\r\\x{2028}\\x{2029}';
const BLANKS = '\\t-\\r ';
const CLASS_NAMES = new Set('alnum alpha blank cntrl digit graph lower print punct space upper xdigit'.split(' '));
const CONTROL: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', 0: '\0' };

export const invalid = (reason: string): SqlError => new SqlError('runtime', 'Invalid regex', undefined, reason);

const peek = (reader: Reader): string | undefined => reader.chars[reader.at];

function alternatives(reader: Reader): string {
  let out = sequence(reader);
  while (peek(reader) === '|') {
    reader.at++;
    out += `|${sequence(reader)}`;
  }
  return out;
}

function sequence(reader: Reader): string {
  let out = '';
  for (let next = peek(reader); next !== undefined && next !== '|' && next !== ')'; next = peek(reader))
    out += term(reader, next);
  return out;
}

function term(reader: Reader, next: string): string {
  if (next === '^' || next === '$') {
    reader.at++;
    return next === '^' ? '\\A' : '\\z';
  }
  if (next === '\\' && /^[bB]$/.test(reader.chars[reader.at + 1] ?? '')) {
    reader.at += 2;
    return `\\${reader.chars[reader.at - 1]}`;
  }
  return quantified(reader, atom(reader, next));
}

/** An atom with the quantifiers that follow; a second one applies to the whole of the first. */
function quantified(reader: Reader, atomText: string): string {
  let out = atomText;
  for (let count = 0; ; count++) {
    const quantifier = readQuantifier(reader);
    if (quantifier === undefined) return out;
    out = count === 0 ? out + quantifier : `(?:${out})${quantifier}`;
    if (count > MAX_DEPTH) throw invalid('too many quantifiers');
  }
}

function readQuantifier(reader: Reader): string | undefined {
  const next = peek(reader);
  let quantifier: string;
  if (next === '*' || next === '+' || next === '?') {
    quantifier = next;
    reader.at++;
  } else if (next === '{') quantifier = counted(reader);
  else return undefined;
  if (peek(reader) !== '?') return quantifier;
  reader.at++;
  return `${quantifier}?`;
}

function counted(reader: Reader): string {
  const end = reader.chars.indexOf('}', reader.at);
  const text = end < 0 ? '' : reader.chars.slice(reader.at, end + 1).join('');
  const match = /^\{(\d+)(?:(,)(\d*))?\}$/.exec(text);
  if (!match) throw invalid('a { that starts no repetition');
  if (match[3] && Number(match[3]) < Number(match[1])) throw invalid('a repetition with its bounds swapped');
  reader.at = end + 1;
  return text;
}

function atom(reader: Reader, next: string): string {
  reader.at++;
  switch (next) {
    case '.':
      return `[^${LINE_ENDS}]`;
    case '(':
      return group(reader);
    case '[':
      return bracket(reader);
    case '\\':
      return escape(reader);
    case '*':
    case '+':
    case '?':
    case '{':
      throw invalid(`nothing for ${next} to repeat`);
    default:
      return literal(next);
  }
}

function group(reader: Reader): string {
  let open = '(';
  if (peek(reader) === '?') {
    const kind = reader.chars[reader.at + 1];
    if (kind === '=' || kind === '!') throw invalid('look-ahead is not supported');
    if (kind !== ':') throw invalid('only (?: may follow an opening parenthesis');
    open = '(?:';
    reader.at += 2;
  }
  if (++reader.depth > MAX_DEPTH) throw invalid('too many nested groups');
  const inner = alternatives(reader);
  if (peek(reader) !== ')') throw invalid('a ( without its )');
  reader.at++;
  reader.depth--;
  return `${open}${inner})`;
}

/** What a backslash means outside brackets; the backslash is read. */
function escape(reader: Reader): string {
  const next = peek(reader);
  if (next !== undefined && /^[1-9]$/.test(next)) throw invalid('back-references are not supported');
  const set = classEscape(next);
  if (set !== undefined) {
    reader.at++;
    return next === next?.toUpperCase() ? `[^${set}]` : `[${set}]`;
  }
  return literal(escapedChar(reader));
}

/** The members of `\d`, `\w`, `\s`; of the upper-case ones, what they exclude. */
function classEscape(letter: string | undefined): string | undefined {
  switch (letter?.toLowerCase()) {
    case 'd':
      return '0-9';
    case 'w':
      return '0-9A-Za-z_';
    case 's':
      return BLANKS;
    default:
      return undefined;
  }
}

/** The one character an escape stands for: \n, \x41, \u0041, \cA, or any other for itself. */
function escapedChar(reader: Reader): string {
  const next = reader.chars[reader.at++];
  if (next === undefined) throw invalid('a backslash at the end');
  if (next === 'x') return hexChar(reader, 2);
  if (next === 'u') return hexChar(reader, 4);
  if (next !== 'c') return CONTROL[next] ?? next;
  const letter = reader.chars[reader.at++] ?? '';
  if (!/^[A-Za-z]$/.test(letter)) throw invalid('\\c without a letter');
  return String.fromCharCode(letter.charCodeAt(0) & 0x1f);
}

function hexChar(reader: Reader, digits: number): string {
  const text = reader.chars.slice(reader.at, reader.at + digits).join('');
  if (text.length !== digits || !/^[0-9A-Fa-f]+$/.test(text)) throw invalid(`${digits} hexadecimal digits expected`);
  reader.at += digits;
  return String.fromCharCode(Number.parseInt(text, 16));
}

/** A character that RE2 takes as itself, in brackets and outside. */
function literal(char: string): string {
  return /^[\p{L}\p{N}]$/u.test(char) ? char : `\\x{${(char.codePointAt(0) ?? 0).toString(16)}}`;
}

/** A bracket expression; its `[` is read. */
function bracket(reader: Reader): string {
  const negated = peek(reader) === '^';
  if (negated) reader.at++;
  const members: string[] = [];
  for (let next = peek(reader); next !== ']'; next = peek(reader)) {
    if (next === undefined) throw invalid('a [ without its ]');
    members.push(...member(reader));
  }
  reader.at++;
  if (members.length === 0) return negated ? '[\\x{0}-\\x{10ffff}]' : '[^\\x{0}-\\x{10ffff}]';
  return `[${negated ? '^' : ''}${members.join('')}]`;
}

/** A character, a range, or a class; of RE2's spelling one or several. */
function member(reader: Reader): string[] {
  const first = single(reader);
  const dash = peek(reader) === '-' && reader.chars[reader.at + 1] !== ']' && reader.chars[reader.at + 1] !== undefined;
  if (!dash) return ['char' in first ? literal(first.char) : first.set];
  if (!('char' in first)) throw invalid('a range that starts with a class');
  reader.at++;
  const last = single(reader);
  if (!('char' in last)) throw invalid('a range that ends with a class');
  if ((last.char.codePointAt(0) ?? 0) < (first.char.codePointAt(0) ?? 0))
    throw invalid('a range with its ends swapped');
  return [`${literal(first.char)}-${literal(last.char)}`];
}

function single(reader: Reader): { readonly char: string } | { readonly set: string } {
  const next = reader.chars[reader.at++] ?? '';
  const after = peek(reader);
  if (next === '[' && (after === ':' || after === '=' || after === '.')) return posix(reader, after);
  if (next !== '\\') return { char: next };
  const set = classEscape(after);
  if (set === undefined) {
    if (after !== 'b') return { char: escapedChar(reader) };
    reader.at++;
    return { char: '\b' };
  }
  reader.at++;
  return { set: after !== undefined && after === after.toUpperCase() ? complementOf(after) : set };
}

/** `\D`, `\W`, `\S` among other members. */
const complementOf = (letter: string): string =>
  letter === 'S' ? '\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{10ffff}' : `\\${letter}`;

/** `[:alpha:]`, `[=a=]`, `[.a.]`; the `[` is read. */
function posix(reader: Reader, kind: ':' | '=' | '.'): { readonly char: string } | { readonly set: string } {
  const rest = reader.chars.slice(reader.at + 1, reader.at + 12).join('');
  const end = rest.indexOf(`${kind}]`);
  const name = rest.slice(0, Math.max(0, end));
  if (end < 0 || (kind === ':' ? !CLASS_NAMES.has(name) : [...name].length !== 1))
    throw invalid('no such character class');
  reader.at += [...name].length + 3;
  return kind === ':' ? { set: `[:${name}:]` } : { char: name };
}
