import { decodeText, toInteger, type Value } from '../../../core/index.js';
import { scalar } from '../spec.js';

/** Code points as text. A null counts as 0; what is no code point becomes U+FFFD. */
export const char = scalar({
  name: 'char',
  description: 'The text made of the characters with these code points.',
  args: ['any'],
  minArgs: 0,
  maxArgs: 127,
  returns: 'text',
  nulls: 'seen',
  examples: [
    ['char(72, 105)', 'Hi'],
    ['char(128512)', '\u{1f600}'],
    ['char(1114112)', '\ufffd'],
    ['char()', ''],
  ],
  call: (...codes: Value[]) => codes.map((code) => character(code === null ? 0 : Number(toInteger(code)))).join(''),
});

/** A code point as text, U+FFFD for what is none; a surrogate as the bytes SQLite would make of it. */
export function character(code: number): string {
  if (code < 0 || code > 0x10ffff) return '\ufffd';
  if (code < 0xd800 || code > 0xdfff) return String.fromCodePoint(code);
  return decodeText(Uint8Array.of(0xed, 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f))); // bytes that are no UTF-8
}
