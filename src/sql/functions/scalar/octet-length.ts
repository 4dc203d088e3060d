import { toText, type Value } from '../../../core/index.js';
import { bytesOf } from '../size.js';
import { scalar } from '../spec.js';

export const octetLength = scalar({
  name: 'octet_length',
  description: 'How many bytes a value takes; numbers as text.',
  args: ['any'],
  returns: 'integer',
  examples: [
    ["octet_length('naïve')", 6],
    ['octet_length(12.5)', 4],
    ["octet_length(x'0001')", 2],
  ],
  call(value: Value) {
    if (value === null) return null;
    return value instanceof Uint8Array ? value.length : bytesOf(toText(value)).length;
  },
});
