import { SqlError, type Value } from '../../../core/index.js';
import { scalar } from '../spec.js';
import { append } from './concat.js';

/** The separator follows each value that is not null and not the last argument, so a null at the end leaves one there, as in osquery. */
export const concatWs = scalar({
  name: 'concat_ws',
  description: 'The arguments after the first as one text, with the first between; nulls are left out.',
  args: ['any'],
  minArgs: 0,
  maxArgs: 127,
  returns: 'text',
  nulls: 'seen',
  examples: [
    ["concat_ws(', ', 'a', 'b', 1)", 'a, b, 1'],
    ["concat_ws(' ', 'a', NULL, 'b')", 'a b'],
    ["concat_ws(',', 'a', NULL)", 'a,'],
    ["concat_ws('x', '', '')", 'x'],
    ["concat_ws(',', NULL)", ''],
    ["concat_ws(',')", null],
  ],
  call(...values: Value[]) {
    const [separator, ...texts] = values;
    if (separator === undefined) throw new SqlError('runtime', 'Missing separator to concat_ws');
    if (texts.length === 0) return null;
    return texts.reduce<string>((joined, value, index) => {
      if (value === null) return joined;
      const grown = append(joined, value);
      return index === texts.length - 1 ? grown : append(grown, separator);
    }, '');
  },
});
