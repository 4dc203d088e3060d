import type { ShellState } from '../state.js';
import { switchIn } from './arguments.js';
import { type Command, CommandError } from './command.js';

type SwitchName = 'bail' | 'echo' | 'header' | 'pages' | 'timer' | 'trace' | 'wraps';

/** A dot command that switches something on or off. */
export const switchCommand = (name: string, help: string, field: SwitchName & keyof ShellState): Command => ({
  name,
  usage: 'ON|OFF',
  help,
  takes: ['switch'],
  count: [1, 1],
  run(session, [word = '']) {
    const value = switchIn(word);
    if (value === undefined && session.dialect === 'hostql') {
      throw new CommandError(`error: .${name} takes on or off, not "${word}"`);
    }
    if (value === undefined) session.io.tell(`ERROR: Not a boolean value: "${word}". Assuming "no".`);
    session.state[field] = value ?? false;
  },
});
