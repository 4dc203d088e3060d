import { compileRegexp } from '../regexp.js';
import { remembering } from '../remember.js';
import { scalar } from '../spec.js';

/** What `text REGEXP pattern` is short for. */
export const regexp = scalar({
  name: 'regexp',
  description: 'Whether the regular expression that is the first argument matches anywhere in the second.',
  args: ['text', 'text'],
  returns: 'integer',
  examples: [
    ["regexp('b+c', 'abbcd')", 1],
    ["regexp('^b', 'abc')", 0],
  ],
  bind() {
    const compiled = remembering(compileRegexp);
    return (pattern, text) => (compiled(pattern)(text) ? 1 : 0);
  },
});
