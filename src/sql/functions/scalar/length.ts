import { textLength, toText, type Value } from '../../../core/index.js';
import { scalar } from '../spec.js';

/** Text counts up to its first NUL character, as in SQLite; `octet_length` counts all. */
export const length = scalar({
  name: 'length',
  description: 'How many characters a text has, how many bytes a blob, how many characters a number takes as text.',
  args: ['any'],
  returns: 'integer',
  examples: [
    ["length('naïve')", 5],
    ['length(1.5)', 3],
    ["length(x'0001')", 2],
    ["length('ab' || char(0) || 'c')", 2],
    ['length(NULL)', null],
  ],
  call(value: Value) {
    if (value === null) return null;
    if (value instanceof Uint8Array) return value.length;
    const text = toText(value);
    const end = text.indexOf('\0');
    return textLength(end < 0 ? text : text.slice(0, end));
  },
});
