import { scalar } from '../spec.js';
import { hexDigest } from './digest.js';

export const sha1 = scalar({
  name: 'sha1',
  description: 'The SHA-1 digest in hexadecimal.',
  args: ['any'],
  returns: 'text',
  examples: [
    ["sha1('')", 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    ["sha1('abc')", 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  ],
  call: (value) => hexDigest('sha1', value),
});
