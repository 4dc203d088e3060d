import { toText, type Value } from '../../../core/index.js';
import { readMoment } from '../datetime/index.js';
import { formatMoment } from '../datetime/strftime.js';
import { scalar } from '../spec.js';

export const strftime = scalar({
  name: 'strftime',
  description:
    'A time value after its modifiers, written after a format: %d %e %f %F %g %G %H %I %j %J %k %l %m %M %p %P %R %s %S %T %u %U %V %w %W %Y %%; null after any other code.',
  args: ['any'],
  minArgs: 1,
  maxArgs: 127,
  returns: 'text',
  nulls: 'seen',
  examples: [
    ["strftime('%Y/%m/%d %H:%M', '2023-11-05 06:07:08')", '2023/11/05 06:07'],
    ["strftime('%s', '1970-01-02')", '86400'],
    ["strftime('%F %T', '2023-11-05 06:07:08')", '2023-11-05 06:07:08'],
    ["strftime('%e %k %l %I %p %P %R', '2023-11-05 16:07')", ' 5 16  4 04 PM pm 16:07'],
    ["strftime('%G-W%V-%u %g %U %W', '2021-01-03')", '2020-W53-7 20 01 00'],
    ["strftime('%q', '2023-11-05')", null],
    ["strftime(NULL, '2023-11-05')", null],
  ],
  bind(env) {
    return (...values: Value[]) => {
      const [format = null, ...rest] = values;
      const reading = readMoment(rest, env);
      return format === null || !reading ? null : formatMoment(toText(format), reading);
    };
  },
});
