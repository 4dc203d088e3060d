import { compileLike } from '../../../core/index.js';
import { remembering } from '../remember.js';
import { scalar } from '../spec.js';

export const like = scalar({
  name: 'like',
  description:
    'Whether the second argument matches the LIKE pattern that is the first; a third is the ESCAPE character.',
  args: ['text', 'text', 'text'],
  minArgs: 2,
  returns: 'integer',
  examples: [
    ["like('a%', 'Abc')", 1],
    ["like('10x%', '10%', 'x')", 1],
    ["like('1%', 12)", 1],
  ],
  bind({ caseSensitiveLike }) {
    const compiled = remembering((pattern) => compileLike(pattern, undefined, caseSensitiveLike));
    const escaped = remembering((escape) => remembering((pattern) => compileLike(pattern, escape, caseSensitiveLike)));
    return (pattern: string, text: string, escape?: string) =>
      Number((escape === undefined ? compiled(pattern) : escaped(escape)(pattern))(text));
  },
});
