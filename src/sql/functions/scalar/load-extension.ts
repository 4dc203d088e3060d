import { SqlError } from '../../../core/index.js';
import { scalar } from '../spec.js';

/** There, so that it is refused with SQLite's words: nothing loads code into this process. */
export const loadExtension = scalar({
  name: 'load_extension',
  description: 'Always an error: not authorized.',
  args: ['any', 'any'],
  minArgs: 1,
  returns: 'any',
  nulls: 'seen',
  volatile: true,
  examples: [["typeof('load_extension')", 'text']],
  call() {
    throw new SqlError('not-supported', 'not authorized');
  },
});
