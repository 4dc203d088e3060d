import { decodeText, textLength } from '../../../core/index.js';
import { bytesOf, checkSize } from '../size.js';
import type { Directive } from './directive.js';

const NON_ASCII = /[^\0-\x7f]/;

/** %s %z: so many bytes of it as the precision says; characters with `!`. */
export function formatText(text: string, { precision, bang }: Directive): string {
  return precision === undefined ? text : firstOf(text, precision, bang);
}

/** %c: the first character, as often as the precision says. */
export function formatChar(text: string | null, { precision = 1 }: Directive): string {
  const char = text === null || text === '' ? '\0' : String.fromCodePoint(text.codePointAt(0) ?? 0);
  const times = Math.max(1, precision);
  checkSize(char.length * times);
  return char.repeat(times);
}

/** %q %Q %w: quotes doubled; %Q puts quotes around, and spells null NULL. */
export function formatQuoted(text: string | null, { type, precision, bang }: Directive): string {
  const mark = type === 'w' ? '"' : "'";
  const whole = text ?? (type === 'Q' ? 'NULL' : '(NULL)');
  const part = precision === undefined ? whole : firstOf(whole, precision, bang);
  if (text === null) return part;
  checkSize(part.length * 2);
  const doubled = part.replaceAll(mark, mark + mark);
  return type === 'Q' ? `'${doubled}'` : doubled;
}

function firstOf(text: string, count: number, characters: boolean): string {
  if (!NON_ASCII.test(text)) return text.slice(0, count);
  return characters ? [...text].slice(0, count).join('') : decodeText(bytesOf(text).subarray(0, count));
}

/** Blanks up to the width, which counts bytes unless `characters`. */
export function padded(text: string, { width, left }: Directive, characters: boolean): string {
  if (width === 0) return text;
  const length = NON_ASCII.test(text) ? (characters ? textLength(text) : bytesOf(text).length) : text.length;
  const blanks = ' '.repeat(checkSize(Math.max(0, width - length)));
  return left ? text + blanks : blanks + text;
}
