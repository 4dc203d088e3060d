import { ofMoment, timeText } from '../datetime/index.js';
import { scalar } from '../spec.js';

export const time = scalar({
  name: 'time',
  description: 'The time of day of a time value after its modifiers, as HH:MM:SS; now without an argument, in UTC.',
  args: ['any'],
  minArgs: 0,
  maxArgs: 127,
  returns: 'text',
  nulls: 'seen',
  examples: [
    ["time('23:30', '+45 minutes')", '00:15:00'],
    ["time('12:00:01.25', 'subsec')", '12:00:01.250'],
    ["time('25:00')", null],
  ],
  bind: ofMoment(timeText),
});
