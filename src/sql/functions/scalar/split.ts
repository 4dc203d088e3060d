import { SqlError } from '../../../core/index.js';
import { scalar } from '../spec.js';

/** ASCII blanks, as C's `isspace` has them. */
const OUTER_BLANKS = /^[\t-\r ]+|[\t-\r ]+$/g;

export const split = scalar({
  name: 'split',
  description:
    'Piece number n, from 0, of the text cut at each of these characters; empty pieces do not count, blanks around a piece go.',
  args: ['text', 'text', 'integer'],
  returns: 'text',
  examples: [
    ["split('192.168.0.1', '.', 1)", '168'],
    ["split('a,b;c', ',;', 2)", 'c'],
    ["split('/usr//bin/', '/', 1)", 'bin'],
    ["split(' a , b ', ',', 0)", 'a'],
    ["split('a, ,b', ',', 1)", ''],
    ["split('', ',', 0)", null],
    ["split('a,b', ',', -1)", null],
    ['split(1001, 1, 0)', '00'],
  ],
  call(text, separators, index) {
    if (separators === '') throw new SqlError('runtime', 'Invalid input to split function');
    const piece = pieceAt(text, new Set(separators), Number(index));
    return piece?.replace(OUTER_BLANKS, '') ?? null;
  },
});

/** The piece, without the ones before it being built. */
function pieceAt(text: string, separators: ReadonlySet<string>, index: number): string | undefined {
  let start = 0;
  let seen = 0;
  const piece = (end: number): boolean => end > start && seen++ === index;
  for (let at = 0; at < text.length; ) {
    const size = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    if (separators.has(text.slice(at, at + size))) {
      if (piece(at)) return text.slice(start, at);
      start = at + size;
    }
    at += size;
  }
  return piece(text.length) ? text.slice(start) : undefined;
}
