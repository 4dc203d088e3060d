import type { Value } from '../../../core/index.js';
import { differenceText } from '../datetime/difference.js';
import { readMoment } from '../datetime/index.js';
import { scalar } from '../spec.js';

export const timediff = scalar({
  name: 'timediff',
  description:
    'What must be added to the second time value to get the first, as ±YYYY-MM-DD HH:MM:SS.SSS: a modifier that does it.',
  args: ['any', 'any'],
  returns: 'text',
  examples: [
    ["timediff('2023-02-15', '2023-03-15')", '-0000-01-00 00:00:00.000'],
    ["timediff('2023-03-15', '2023-02-15')", '+0000-01-00 00:00:00.000'],
    ["timediff('2024-03-01 12:30:15.25', '2023-12-31')", '+0000-01-30 12:30:15.250'],
    ["datetime('2023-12-31', '+0000-01-30 12:30:15.250', 'subsec')", '2024-03-01 12:30:15.250'],
    ["timediff('2024-01-01', 'nonsense')", null],
  ],
  bind: (env) => (left: Value, right: Value) => {
    const [end, start] = [readMoment([left], env), readMoment([right], env)];
    return end && start ? differenceText(end, start) : null;
  },
});
