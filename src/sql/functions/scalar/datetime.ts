import { dateText, ofMoment, timeText } from '../datetime/index.js';
import { scalar } from '../spec.js';

export const datetime = scalar({
  name: 'datetime',
  description: 'A time value after its modifiers, as YYYY-MM-DD HH:MM:SS; now without an argument, in UTC.',
  args: ['any'],
  minArgs: 0,
  maxArgs: 127,
  returns: 'text',
  nulls: 'seen',
  examples: [
    ["datetime(86400, 'unixepoch')", '1970-01-02 00:00:00'],
    ["datetime('2023-11-05T06:07:08-02:00')", '2023-11-05 08:07:08'],
    ["datetime(1709164800, 'auto')", '2024-02-29 00:00:00'],
    ['datetime(1709164800)', null],
    ['datetime(NULL)', null],
  ],
  bind: ofMoment((reading) => `${dateText(reading)} ${timeText(reading)}`),
});
