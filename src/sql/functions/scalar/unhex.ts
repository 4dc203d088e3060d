import { Buffer } from 'node:buffer';
import { scalar } from '../spec.js';

const DIGITS = /^[0-9A-Fa-f]*$/;
const DIGIT = /^[0-9A-Fa-f]$/;

/** Characters of the second argument may stand before, between and after the pairs, never inside one. */
export const unhex = scalar({
  name: 'unhex',
  description:
    'The bytes that a hexadecimal text spells; null where it is none. The second argument lists characters to skip.',
  args: ['text', 'text'],
  minArgs: 1,
  returns: 'blob',
  examples: [
    ["unhex('417a')", Uint8Array.of(0x41, 0x7a)],
    ["unhex('41-7a', '-')", Uint8Array.of(0x41, 0x7a)],
    ["unhex('417')", null],
    ["unhex('4-1', '-')", null],
    ["unhex('zz')", null],
  ],
  call(text: string, ignored = '') {
    if (text.length % 2 === 0 && DIGITS.test(text)) return new Uint8Array(Buffer.from(text, 'hex'));
    const skipped = new Set(ignored);
    const bytes = new Uint8Array(text.length >> 1);
    let size = 0;
    for (let at = 0; at < text.length; ) {
      const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
      if (!DIGIT.test(char)) {
        if (!skipped.has(char)) return null;
        at += char.length;
      } else {
        if (!DIGIT.test(text.charAt(at + 1))) return null;
        bytes[size++] = Number.parseInt(text.slice(at, at + 2), 16);
        at += 2;
      }
    }
    return bytes.subarray(0, size);
  },
});
