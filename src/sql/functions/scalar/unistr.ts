import { SqlError } from '../../../core/index.js';
import { scalar } from '../spec.js';
import { character } from './char.js';

/** The four ways to write a code point, or a backslash that stands for itself (SQLite 3.50). */
const ESCAPE = /\\(?:([0-9A-Fa-f]{4})|u([0-9A-Fa-f]{4})|\+([0-9A-Fa-f]{6})|U([0-9A-Fa-f]{8})|(\\))?/g;

export const unistr = scalar({
  name: 'unistr',
  description:
    'The text with \\XXXX, \\uXXXX, \\+XXXXXX and \\UXXXXXXXX as the characters of these code points, and \\\\ as \\.',
  args: ['text'],
  returns: 'text',
  examples: [
    ["unistr('na\\00efve')", 'naïve'],
    ["unistr('\\u0041\\+01f600')", 'A\u{1f600}'],
    ["unistr('a\\\\b')", 'a\\b'],
  ],
  call: (text) =>
    text.replace(ESCAPE, (_, four?: string, u?: string, six?: string, eight?: string, backslash?: string) => {
      if (backslash !== undefined) return backslash;
      const digits = four ?? u ?? six ?? eight;
      if (digits === undefined) throw new SqlError('runtime', 'invalid Unicode escape');
      return character(Number.parseInt(digits, 16));
    }),
});
