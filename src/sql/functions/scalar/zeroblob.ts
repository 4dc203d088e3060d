import { checkSize } from '../size.js';
import { scalar } from '../spec.js';

export const zeroblob = scalar({
  name: 'zeroblob',
  description: 'A blob of so many zero bytes.',
  args: ['integer'],
  returns: 'blob',
  nulls: 'seen',
  examples: [
    ['zeroblob(2)', Uint8Array.of(0, 0)],
    ['zeroblob(-1)', new Uint8Array(0)],
    ['zeroblob(NULL)', new Uint8Array(0)],
  ],
  call: (size) => new Uint8Array(checkSize(Math.max(0, Number(size ?? 0)))),
});
