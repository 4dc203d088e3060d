import { scalar } from '../spec.js';
import { COMPILE_OPTIONS } from './compile-options.js';

export const sqliteCompileoptionGet = scalar({
  name: 'sqlite_compileoption_get',
  description:
    "SQLite's build switch of this number, from 0, as far as it tells something of this engine; null past the last.",
  args: ['integer'],
  returns: 'text',
  examples: [
    ['sqlite_compileoption_get(0)', 'DQS=3'],
    ['sqlite_compileoption_get(1000)', null],
  ],
  call: (index) => COMPILE_OPTIONS[Number(index)] ?? null,
});
