import { scalar } from '../spec.js';
import { encodeBase64 } from './to-base64.js';

export const conditionalToBase64 = scalar({
  name: 'conditional_to_base64',
  description: 'The text where it is printable ASCII alone, else its bytes in Base64.',
  args: ['text'],
  returns: 'text',
  examples: [
    ["conditional_to_base64('CPU0')", 'CPU0'],
    ["conditional_to_base64('a' || char(1) || 'b')", 'YQFi'],
    ["conditional_to_base64('é')", 'w6k='],
  ],
  call: (text) => (/^[ -~]*$/.test(text) ? text : encodeBase64(text)),
});
