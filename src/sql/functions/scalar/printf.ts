import { toText, type Value } from '../../../core/index.js';
import { formatValues } from '../printf/index.js';
import { scalar } from '../spec.js';

export const printf = scalar({
  name: 'printf',
  aliases: ['format'],
  description: 'A text made after a format like that of C: %d, %s, %.2f, %x, %q and others.',
  args: ['any'],
  minArgs: 0,
  maxArgs: 127,
  returns: 'text',
  nulls: 'seen',
  examples: [
    ["printf('%05d|%+d|%,d|%x', 42, 42, 1234567, 255)", '00042|+42|1,234,567|ff'],
    ["printf('%5d|%-5s|%05.1f', 42, 'ab', 3.14159)", '   42|ab   |003.1'],
    ["printf('%.2f %.2f %.0f', 3.14159, 2.675, 2.5)", '3.14 2.68 3'],
    ["printf('%5s|', 'é')", '   é|'],
    ["printf('%g', 1000000)", '1e+06'],
    ["printf('%q %Q %w', 'it''s', 'it''s', 'a\"b')", "it''s 'it''s' a\"\"b"],
    ["printf('%s', '')", ''],
    ["printf('')", null],
    ["printf('%d|%s|%f')", '0||0.000000'],
  ],
  call(...values: Value[]) {
    const [format = null, ...rest] = values;
    return format === null ? null : formatValues(toText(format), rest);
  },
});
