import { scalar } from '../spec.js';
import { hexDigest } from './digest.js';

export const md5 = scalar({
  name: 'md5',
  description: 'The MD5 digest in hexadecimal.',
  args: ['any'],
  returns: 'text',
  examples: [
    ["md5('abc')", '900150983cd24fb0d6963f7d28e17f72'],
    ["md5('')", 'd41d8cd98f00b204e9800998ecf8427e'],
    ["md5(1.0) = md5('1.0')", 1],
    ['md5(NULL)', null],
  ],
  call: (value) => hexDigest('md5', value),
});
