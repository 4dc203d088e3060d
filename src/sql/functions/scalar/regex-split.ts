import { encodeText, SqlError } from '../../../core/index.js';
import { invalidRegexp, MAX_REGEXP_BYTES, rememberingPattern } from '../regexp.js';
import { scalar } from '../spec.js';

/** Empty pieces count, but for one after the last match. */
export const regexSplit = scalar({
  name: 'regex_split',
  description: 'Piece number n, from 0, of the text cut at each match of the regular expression.',
  args: ['text', 'text', 'integer'],
  returns: 'text',
  examples: [
    ["regex_split('/foo/bar', '/', 0)", ''],
    ["regex_split('/foo/bar', '/', 1)", 'foo'],
    ["regex_split('/foo/bar', '/', 3)", null],
    ["regex_split('foo;bar//qux', '(;|/)+', 2)", 'qux'],
    ["regex_split('a1', '[0-9]', 1)", null],
    ["regex_split('abc', 'x', 0)", 'abc'],
  ],
  bind() {
    const compiled = rememberingPattern(check);
    return (text, pattern, index) => {
      const matcher = compiled(pattern).matcher(text);
      let start = 0;
      let seen = 0;
      while (matcher.find()) {
        if (seen++ === Number(index)) return text.slice(start, matcher.start());
        start = matcher.end();
      }
      const isLast = seen === Number(index) && (start < text.length || seen === 0);
      return isLast ? text.slice(start) : null;
    };
  },
});

function check(pattern: string): void {
  if (pattern === '') throw new SqlError('runtime', 'Invalid input to split function');
  if (encodeText(pattern).length > MAX_REGEXP_BYTES)
    throw invalidRegexp(`a pattern may have ${MAX_REGEXP_BYTES} bytes`);
}
