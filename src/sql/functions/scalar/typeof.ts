import { storageClass } from '../../../core/index.js';
import { scalar } from '../spec.js';

export const typeOf = scalar({
  name: 'typeof',
  description: "The value's storage class: null, integer, real, text or blob.",
  args: ['any'],
  returns: 'text',
  nulls: 'seen',
  examples: [
    ['typeof(NULL)', 'null'],
    ['typeof(1)', 'integer'],
    ['typeof(1.0)', 'real'],
    ["typeof('a')", 'text'],
    ["typeof(x'00')", 'blob'],
  ],
  call: (value) => storageClass(value),
});
