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
  ],
  call(text) {
    const code = text.codePointAt(0) ?? 0;
    if (code === 0) return null; // a NUL ends the text, as in SQLite
    return code >= 0xd800 && code <= 0xdfff ? 0xfffd : code;
  },
});
