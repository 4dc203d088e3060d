import { toText, type Value } from '../../../core/index.js';
import { readMoment } from '../datetime/index.js';
import { formatMoment } from '../datetime/strftime.js';
import { scalar } from '../spec.js';

export const strftime = scalar({
  name: 'strftime',
  description: 'A time value after its modifiers, written after a format: %d %f %H %j %J %m %M %s %S %w %W %Y %%.',
  args: ['any'],
  minArgs: 1,
  maxArgs: 127,
  returns: 'text',
  nulls: 'seen',
  examples: [
    ["strftime('%Y/%m/%d %H:%M', '2023-11-05 06:07:08')", '2023/11/05 06:07'],
    ["strftime('%s', '1970-01-02')", '86400'],
    ["strftime('%F', '2023-11-05')", null],
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
