import { suggestion } from '../../core/index.js';
import { type Command, CommandError } from './command.js';

export const help: Command = {
  name: 'help',
  usage: '[COMMAND]',
  help: 'Tell what the commands do',
  takes: ['command'],
  count: [0, 1],
  run(session, [word]) {
    const name = word?.replace(/^\./, '');
    const shown = session.commands.filter((command) => name === undefined || command.name === name);
    if (shown.length === 0) {
      const hint = suggestion(
        name ?? '',
        session.commands.map((command) => command.name),
      );
      throw new CommandError(`error: no such command: .${name}${hint === undefined ? '' : `\nhint: ${hint}`}`);
    }
    if (name === undefined)
      session.io.tell('SQL ends with a semicolon and may take several lines. Commands stand on a line of their own:\n');
    for (const command of shown) session.io.tell(helpLine(command));
  },
};

const helpLine = ({ name, usage, help }: Command): string => `${`.${name} ${usage}`.padEnd(26)} ${help}`;
