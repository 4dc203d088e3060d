import { compileGlob } from '../../../core/index.js';
import { remembering } from '../remember.js';
import { scalar } from '../spec.js';

export const glob = scalar({
  name: 'glob',
  description: 'Whether the second argument matches the GLOB pattern that is the first.',
  args: ['text', 'text'],
  returns: 'integer',
  examples: [
    ["glob('[A-C]*', 'Bob')", 1],
    ["glob('*.conf', 'a.CONF')", 0],
  ],
  bind() {
    const compiled = remembering(compileGlob);
    return (pattern, text) => Number(compiled(pattern)(text));
  },
});
