import { parseIp } from '../ip-address.js';
import { scalar } from '../spec.js';

export const inetAton = scalar({
  name: 'inet_aton',
  description: 'An IPv4 address as a number; null where the text is none.',
  args: ['text'],
  returns: 'integer',
  examples: [
    ["inet_aton('1.0.1.5')", 16777477],
    ["inet_aton('192.168.0.1')", 3232235521],
    ["inet_aton('10.1')", null],
    ["inet_aton('010.1.1.1')", null],
    ["inet_aton('::1')", null],
  ],
  call(text) {
    const bytes = parseIp(text);
    return bytes?.length === 4 ? bytes.reduce((sum, byte) => sum * 256 + byte, 0) : null;
  },
});
