import { quoteLiteral } from '../../../core/index.js';
import { checkSize } from '../size.js';
import { scalar } from '../spec.js';

const CONTROLS = /[\x00-\x1f]/;
const TO_ESCAPE = /[\\\x00-\x1f]/g;

export const unistrQuote = scalar({
  name: 'unistr_quote',
  description: 'The value as a SQL literal on one line: control characters make it a call of unistr().',
  args: ['any'],
  returns: 'text',
  nulls: 'seen',
  examples: [
    ["unistr_quote('it''s')", "'it''s'"],
    ["unistr_quote('a' || char(10) || '\\')", "unistr('a\\u000a\\\\')"],
    ['unistr_quote(1.5)', '1.5'],
  ],
  call(value) {
    if (typeof value === 'string' || value instanceof Uint8Array) checkSize(value.length * 2);
    if (typeof value !== 'string' || !CONTROLS.test(value)) return quoteLiteral(value);
    return `unistr(${quoteLiteral(value.replace(TO_ESCAPE, escaped))})`;
  },
});

const escaped = (char: string): string =>
  char === '\\' ? '\\\\' : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
