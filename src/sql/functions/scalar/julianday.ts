import { real } from '../../../core/index.js';
import { ofMoment } from '../datetime/index.js';
import { scalar } from '../spec.js';

export const julianday = scalar({
  name: 'julianday',
  description: 'The Julian day of a time value after its modifiers, as a REAL; now without an argument.',
  args: ['any'],
  minArgs: 0,
  maxArgs: 127,
  returns: 'real',
  nulls: 'seen',
  examples: [["julianday('2000-01-01 12:00')", real(2451545)]],
  bind: ofMoment(({ time }) => real(time / 86_400_000)),
});
