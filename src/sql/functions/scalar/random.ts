import { randomFillSync } from 'node:crypto';
import { integer } from '../../../core/index.js';
import { scalar } from '../spec.js';

const POOL = new BigInt64Array(128);
let used = POOL.length;

export const random = scalar({
  name: 'random',
  description: 'A random 64-bit integer.',
  args: [],
  returns: 'integer',
  volatile: true,
  examples: [['typeof(random())', 'integer']],
  call() {
    if (used === POOL.length) {
      randomFillSync(POOL);
      used = 0;
    }
    return integer(POOL[used++] ?? 0n);
  },
});
