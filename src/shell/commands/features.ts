import type { Command } from './command.js';

export const features: Command = {
  name: 'features',
  usage: '',
  help: 'Show what is switched on and off',
  takes: [],
  count: [0, 0],
  run(session) {
    const switches = session.flags?.rows().filter(({ name, type }) => type === 'bool' && /^(en|dis)able_/.test(name));
    for (const { name, value } of switches ?? []) session.print(`${name}: ${value}\n`);
  },
};
