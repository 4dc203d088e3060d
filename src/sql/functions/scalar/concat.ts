import { joinText, toText, type Value } from '../../../core/index.js';
import { checkSize } from '../size.js';
import { scalar } from '../spec.js';

export const concat = scalar({
  name: 'concat',
  description: 'The arguments as one text; nulls add nothing.',
  args: ['any'],
  minArgs: 0,
  maxArgs: 127,
  returns: 'text',
  nulls: 'seen',
  examples: [
    ["concat('a', NULL, 1.5)", 'a1.5'],
    ['concat(NULL)', ''],
    ['concat()', null],
  ],
  call: (...values: Value[]) => (values.length === 0 ? null : values.reduce(append, '')),
});

/** A text with one more value at its end. */
export function append(text: string, value: Value): string {
  if (value === null) return text;
  const added = toText(value);
  checkSize(text.length + added.length);
  return joinText(text, added);
}
