import { Buffer } from 'node:buffer';
import { isHighSurrogate, textLength, toText, type Value } from '../../../core/index.js';
import { scalar } from '../spec.js';

export const instr = scalar({
  name: 'instr',
  description:
    'Where the second argument first occurs in the first, from 1, in characters (bytes for two blobs); 0: nowhere.',
  args: ['any', 'any'],
  returns: 'integer',
  examples: [
    ["instr('database', 'base')", 5],
    ["instr('naïve', 'v')", 4],
    ["instr('abc', '')", 1],
    ["instr('abc', 'x')", 0],
    ["instr(x'c3a9ff', x'ff')", 3],
    ['instr(12345, 34)', 3],
  ],
  call(haystack: Value, needle: Value) {
    if (haystack === null || needle === null) return null;
    if (haystack instanceof Uint8Array && needle instanceof Uint8Array)
      return Buffer.from(haystack).indexOf(needle) + 1;
    const text = toText(haystack);
    const at = indexOfText(text, toText(needle));
    return at < 0 ? 0 : textLength(text.slice(0, at)) + 1;
  },
});

/** `indexOf` that finds no half of a surrogate pair: a needle may start with a raw byte, which is a lone surrogate. */
function indexOfText(text: string, needle: string): number {
  let at = text.indexOf(needle);
  while (at > 0 && isHighSurrogate(text.charCodeAt(at - 1))) at = text.indexOf(needle, at + 1);
  return at;
}
