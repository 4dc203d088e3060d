import { dateText, ofMoment } from '../datetime/index.js';
import { scalar } from '../spec.js';

export const date = scalar({
  name: 'date',
  description: 'The date of a time value after its modifiers, as YYYY-MM-DD; now without an argument, in UTC.',
  args: ['any'],
  minArgs: 0,
  maxArgs: 127,
  returns: 'text',
  nulls: 'seen',
  examples: [
    ["date('2023-11-05', '+1 month', 'start of month', '-1 day')", '2023-11-30'],
    ["date('2023-11-05', 'weekday 1')", '2023-11-06'],
    ["date('2023-02-30')", '2023-02-30'],
    ["date('2023-02-30', '+0 days')", '2023-03-02'],
    ["date('2024-01-31', '+1 month')", '2024-03-02'],
    ["date('2024-01-31', '+1 month', 'floor')", '2024-02-29'],
    ["date('2024-01-31', '+1 month', 'ceiling')", '2024-03-02'],
    ["date('2023-02-31', 'floor')", '2023-02-28'],
    ["date('2024-01-31', '+0001-02-03')", '2025-04-03'],
    ["date('2024-01-31', '-0001-02-03')", '2022-11-28'],
    ["date('2023-2-3')", null],
    ["date('now') = date()", 1],
  ],
  bind: ofMoment(dateText),
});
