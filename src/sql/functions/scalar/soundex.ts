import { toText, type Value } from '../../../core/index.js';
import { bytesOf } from '../size.js';
import { scalar } from '../spec.js';

/** The digit of each letter a-z; 0: none. */
const CODES = '01230120022455012623010202';

export const soundex = scalar({
  name: 'soundex',
  description: 'The Soundex code of an English word; ?000 where there is no letter.',
  args: ['any'],
  returns: 'text',
  nulls: 'seen',
  examples: [
    ["soundex('Robert')", 'R163'],
    ["soundex('Rupert')", 'R163'],
    ["soundex('')", '?000'],
    ['soundex(NULL)', '?000'],
  ],
  call(value: Value) {
    const bytes = value === null ? new Uint8Array(0) : bytesOf(toText(value));
    const first = bytes.findIndex((byte) => isLetter(byte));
    if (first < 0) return '?000';
    let code = String.fromCharCode(bytes[first] ?? 0).toUpperCase();
    let previous = codeOf(bytes[first] ?? 0);
    for (let at = first; at < bytes.length && code.length < 4; at++) {
      const current = codeOf((bytes[at] ?? 0) & 0x7f); // SQLite drops the high bit too
      if (current !== '0' && current !== previous) code += current;
      previous = current;
    }
    return code.padEnd(4, '0');
  },
});

const isLetter = (byte: number): boolean => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
const codeOf = (byte: number): string => (isLetter(byte) ? CODES.charAt((byte | 0x20) - 0x61) : '0');
