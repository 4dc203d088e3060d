import { real } from '../../../core/index.js';
import { ofMoment, toUnixSeconds, UNIX_EPOCH } from '../datetime/index.js';
import { scalar } from '../spec.js';

export const unixepoch = scalar({
  name: 'unixepoch',
  description:
    'Seconds from 1970 to a time value after its modifiers; now without an argument. REAL after the modifier subsec.',
  args: ['any'],
  minArgs: 0,
  maxArgs: 127,
  returns: 'numeric',
  nulls: 'seen',
  examples: [
    ["unixepoch('2023-11-05')", 1699142400],
    ["unixepoch('1970-01-01 00:00:00.5', 'subsec')", 0.5],
    ["unixepoch('nonsense')", null],
  ],
  bind: ofMoment(({ time, subsecond }) => (subsecond ? real((time - UNIX_EPOCH) / 1000) : toUnixSeconds(time))),
});
