import { Buffer } from 'node:buffer';
import { bytesOf, checkSize } from '../size.js';
import { scalar } from '../spec.js';

export const toBase64 = scalar({
  name: 'to_base64',
  description: "The text's bytes in Base64.",
  args: ['text'],
  returns: 'text',
  examples: [
    ["to_base64('osquery')", 'b3NxdWVyeQ=='],
    ['to_base64(12)', 'MTI='],
    ["to_base64('')", ''],
    ['to_base64(NULL)', null],
  ],
  call: encodeBase64,
});

export function encodeBase64(text: string): string {
  const bytes = bytesOf(text);
  checkSize(Math.ceil(bytes.length / 3) * 4);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}
