import { aggregate } from '../spec.js';

/** Carving needs the daemon's uploads; osquery too refuses by default (`--carver_disable_function`). */
export const carve = aggregate<null>({
  name: 'carve',
  description: 'Would send the files of all rows away; always Carve Failed: in this version.',
  args: ['text'],
  returns: 'text',
  examples: [["(SELECT carve('/etc/hosts'))", 'Carve Failed:']],
  bind: () => ({
    start: () => null,
    step: () => {},
    inverse: () => {},
    finish: () => 'Carve Failed:',
  }),
});
