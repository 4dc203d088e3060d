import { randomFillSync } from 'node:crypto';
import { checkSize } from '../size.js';
import { scalar } from '../spec.js';

export const randomblob = scalar({
  name: 'randomblob',
  description: 'A blob of so many random bytes, one at least.',
  args: ['integer'],
  returns: 'blob',
  nulls: 'seen',
  volatile: true,
  examples: [
    ['length(randomblob(16))', 16],
    ['length(randomblob(-1))', 1],
  ],
  call: (size) => randomFillSync(new Uint8Array(checkSize(Math.max(1, Number(size ?? 0))))),
});
