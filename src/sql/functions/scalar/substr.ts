import { toText, type Value } from '../../../core/index.js';
import { scalar } from '../spec.js';

/** Positions count characters from 1, from the end where negative; bytes of a blob. A negative length takes what stands before. */
export const substr = scalar({
  name: 'substr',
  aliases: ['substring'],
  description: 'So many characters from a position on; all of them without a third argument.',
  args: ['any', 'integer', 'integer'],
  minArgs: 2,
  returns: 'any',
  examples: [
    ["substr('database', 5)", 'base'],
    ["substr('database', -4, 2)", 'ba'],
    ["substr('database', 0, 3)", 'da'],
    ["substr('database', 3, -2)", 'da'],
    ["substr('hello', -10, 6)", 'h'],
    ["substr('naïve', 3, 1)", 'ï'],
    ["substr(x'010203', 2, 1)", Uint8Array.of(2)],
    ['substr(12345, 2, 2)', '23'],
  ],
  call(value: Value, position: number | bigint, count?: number | bigint) {
    if (value === null) return null;
    if (value instanceof Uint8Array) {
      return value.length === 0 ? null : value.slice(...range(value.length, position, count)); // SQLite: of no bytes, null
    }
    const text = toText(value);
    if (!/[\ud800-\udbff]/.test(text)) return text.slice(...range(text.length, position, count));
    const chars = [...text];
    return chars.slice(...range(chars.length, position, count)).join('');
  },
});

/** Start and end, from 0, of what the arguments name in a subject of this length. */
function range(
  length: number,
  position: number | bigint,
  count: number | bigint | undefined,
): [start: number, end: number] {
  const from = Number(position);
  const start = from > 0 ? from - 1 : from < 0 ? from + length : 0;
  if (count === undefined) return [Math.max(0, start), length];
  const size = Number(count);
  // Position 0 is the place before the first character: it uses up one of the count.
  const end = from === 0 && size > 0 ? size - 1 : start + Math.max(0, size);
  const first = size < 0 ? start + size : start;
  return [Math.max(0, first), Math.max(0, end)];
}
