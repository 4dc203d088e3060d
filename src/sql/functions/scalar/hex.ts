import { Buffer } from 'node:buffer';
import { toText } from '../../../core/index.js';
import { bytesOf, checkSize } from '../size.js';
import { scalar } from '../spec.js';

export const hex = scalar({
  name: 'hex',
  description: 'The bytes of the value in upper-case hexadecimal; numbers are spelled as text first.',
  args: ['any'],
  returns: 'text',
  nulls: 'seen',
  examples: [
    ["hex('Az')", '417A'],
    ['hex(123)', '313233'],
    ["hex(x'00ff')", '00FF'],
    ['hex(NULL)', ''],
  ],
  call(value) {
    if (value === null) return '';
    const bytes = bytesOf(value instanceof Uint8Array ? value : toText(value));
    checkSize(bytes.length * 2);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex').toUpperCase();
  },
});
