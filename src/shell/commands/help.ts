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

/** osquery's, with its modes. */
export const osqueryHelp: Command = {
  ...help,
  usage: '',
  help: 'Show this text',
  takes: [],
  count: [0, 50],
  run({ io, commands }) {
    io.tell(`Welcome to osquery's shell, as hostql speaks it.\nYou are asking a virtual database.\n`);
    const last = (name: string): number => Number(name === 'timer');
    const sorted = [...commands].sort((a, b) => last(a.name) - last(b.name) || (a.name < b.name ? -1 : 1));
    for (const command of sorted) io.tell(osqueryLines(command));
  },
};

/** Its columns; the last command's text stands two further to the right. */
const OSQUERY_WIDTH = 17;
const MODE_LINES = [
  ['csv', 'Comma-separated values'],
  ['column', 'Left-aligned columns, see .width'],
  ['line', 'One value per line'],
  ['list', 'Values between separators, see .separator'],
  ['pretty', 'A box (default)'],
] as const;

function osqueryLines({ name, usage, help }: Command): string {
  const text = USAGES[name] ?? usage;
  const head = `.${name}${text === '' ? '' : ` ${text}`}`;
  const line = `${head.padEnd(name === 'timer' ? OSQUERY_WIDTH + 2 : OSQUERY_WIDTH)}${help}`;
  const modes = MODE_LINES.map(([mode, what]) => `${' '.repeat(19)}${mode.padEnd(9)}${what}`);
  return name === 'mode' ? [line, ...modes].join('\n') : line;
}

/** Arguments as osquery's help writes them. */
const USAGES: Readonly<Record<string, string>> = {
  all: '[TABLE]',
  exit: '',
  nullvalue: 'STR',
  print: 'STR...',
  separator: 'STR',
  types: '[SQL]',
  width: '[NUM1]+',
};

const helpLine = ({ name, usage, help }: Command): string => `${`.${name} ${usage}`.padEnd(26)} ${help}`;
