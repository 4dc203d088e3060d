import { encodeText, SqlError } from '../../../core/index.js';
import { MAX_REGEXP_BYTES, rememberingPattern } from '../regexp.js';
import { scalar } from '../spec.js';

export const regexMatch = scalar({
  name: 'regex_match',
  description:
    'Group number n of the first match of the regular expression in the text, 0 for all of it; null where nothing matches.',
  args: ['text', 'text', 'integer'],
  returns: 'text',
  examples: [
    ["regex_match('hello world', '(l)(o).*', 0)", 'lo world'],
    ["regex_match('hello world', '(l)(o).*', 2)", 'o'],
    ["regex_match('hello world', '(l)(o).*', 3)", null],
    ["regex_match('/a/b/name.tar.gz', '.+/([^./]+)', 1)", 'name'],
    ["regex_match('abc', '(x)?abc', 1)", ''],
    ["regex_match('abc', '', 0)", ''],
    ["regex_match('abc', 'x', 0)", null],
  ],
  bind() {
    const compiled = rememberingPattern(checkLength);
    return (text, pattern, group) => {
      const matcher = compiled(pattern).matcher(text);
      const number = Number(group);
      if (!matcher.find() || number < 0 || number > matcher.groupCount()) return null;
      return matcher.group(number) ?? '';
    };
  },
});

function checkLength(pattern: string): void {
  if (encodeText(pattern).length <= MAX_REGEXP_BYTES) return;
  throw new SqlError('runtime', `Invalid regex: too big, max size is ${MAX_REGEXP_BYTES} bytes`);
}
