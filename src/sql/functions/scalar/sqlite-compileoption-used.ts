import { asciiUpper } from '../../../core/index.js';
import { scalar } from '../spec.js';
import { COMPILE_OPTIONS } from './compile-options.js';

export const sqliteCompileoptionUsed = scalar({
  name: 'sqlite_compileoption_used',
  description:
    "Whether a build switch of SQLite holds for this engine; the prefix SQLITE_ and the switch's value may be left out.",
  args: ['text'],
  returns: 'integer',
  examples: [
    ["sqlite_compileoption_used('SQLITE_SOUNDEX')", 1],
    ["sqlite_compileoption_used('max_column')", 1],
    ["sqlite_compileoption_used('MAX_COLUMN=2000')", 1],
    ["sqlite_compileoption_used('MAX')", 0],
    ["sqlite_compileoption_used('ENABLE_FTS5')", 0],
  ],
  call(name) {
    const wanted = asciiUpper(name).replace(/^SQLITE_/, '');
    return COMPILE_OPTIONS.some((option) => option === wanted || option.split('=')[0] === wanted) ? 1 : 0;
  },
});
