import { toText } from '../../../core/index.js';
import { checkSize } from '../size.js';
import { scalar } from '../spec.js';

/** With nothing to look for, the first argument comes back as it is, whatever the third. */
export const replace = scalar({
  name: 'replace',
  description: 'The first argument with every occurrence of the second replaced by the third.',
  args: ['any', 'any', 'any'],
  returns: 'any',
  nulls: 'seen',
  examples: [
    ["replace('a-b-c', '-', '')", 'abc'],
    ["replace('aaa', 'aa', 'b')", 'ba'],
    ["replace(5, '', 'x')", 5],
    ['replace(15, 1, 2)', '25'],
    ["replace('a', NULL, 'b')", null],
  ],
  call(value, searched, replacing) {
    if (value === null || searched === null) return null;
    const search = toText(searched);
    if (search === '') return value instanceof Uint8Array ? toText(value) : value;
    if (replacing === null) return null;
    const [text, replacement] = [toText(value), toText(replacing)];
    const growth = replacement.length - search.length;
    if (growth > 0) checkSize(text.length + growth * occurrences(text, search));
    return text.replaceAll(search, () => replacement);
  },
});

function occurrences(text: string, search: string): number {
  let count = 0;
  for (let at = text.indexOf(search); at >= 0; at = text.indexOf(search, at + search.length)) count++;
  return count;
}
