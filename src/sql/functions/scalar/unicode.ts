import { encodeText, hasRawBytes } from '../../../core/index.js';
import { scalar } from '../spec.js';

export const unicode = scalar({
  name: 'unicode',
  description: "The code point of the text's first character; null where there is none.",
  args: ['text'],
  returns: 'integer',
  examples: [
    ["unicode('A')", 65],
    ["unicode('\u{1f600}x')", 0x1f600],
    ["unicode('')", null],
    ["unicode(CAST(x'AB' AS TEXT))", 0xab],
    ["unicode(CAST(x'E282' AS TEXT))", 0x82],
    ["unicode(CAST(x'FF' AS TEXT))", 0xfffd],
  ],
  call(text) {
    const code = text.codePointAt(0) ?? 0;
    if (code === 0) return null; // a NUL ends the text, as in SQLite
    return characterOf(hasRawBytes(text) ? firstOf(encodeText(text)) : code);
  },
});

/** SQLite's reading of bytes that may be no UTF-8: one that goes on stands for itself, a start takes what follows (sqlite3Utf8Read). */
function firstOf(bytes: Uint8Array): number {
  const [first = 0] = bytes;
  if (first < 0xc0) return first;
  const ones = Math.clz32(~(first << 24));
  let code = first & (0x7f >> ones);
  for (let at = 1; ((bytes[at] ?? 0) & 0xc0) === 0x80; at++) code = ((code << 6) | ((bytes[at] ?? 0) & 0x3f)) >>> 0;
  return code < 0x80 ? 0xfffd : code;
}

/** Surrogates and U+FFFE, U+FFFF are no characters. */
const characterOf = (code: number): number =>
  (code & 0xfffff800) >>> 0 === 0xd800 || (code & 0xfffffffe) >>> 0 === 0xfffe ? 0xfffd : code;
