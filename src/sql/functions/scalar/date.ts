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
    ["date('2023-2-3')", null],
    ["date('now') = date()", 1],
  ],
  bind: ofMoment(dateText),
});
