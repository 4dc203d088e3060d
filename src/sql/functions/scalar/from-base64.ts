import { Buffer } from 'node:buffer';
import { decodeText } from '../../../core/index.js';
import { scalar } from '../spec.js';

/** Line ends and final `=` go; one inside counts as A. What is no Base64 gives the empty text. */
export const fromBase64 = scalar({
  name: 'from_base64',
  description: 'The text whose bytes these are in Base64; empty where it is no Base64.',
  args: ['text'],
  returns: 'text',
  examples: [
    ["from_base64('dGVzdA')", 'test'],
    ["from_base64('dGVz' || char(10) || 'dA==')", 'test'],
    ["from_base64('!')", ''],
    ["from_base64('d')", ''],
    ["from_base64('dGVz dA')", ''],
    ["hex(from_base64('YQ=A'))", '610000'],
    ["hex(from_base64('/w=='))", 'FF'],
    ['from_base64(NULL)', null],
  ],
  call(text) {
    const digits = text.replace(/\r?\n/g, '').replace(/=+$/, '');
    if (!/^[A-Za-z0-9+/=]*$/.test(digits) || digits.length % 4 === 1) return '';
    return decodeText(Buffer.from(digits.replaceAll('=', 'A'), 'base64'));
  },
});
