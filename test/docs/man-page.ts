import { commandsOf } from '../../src/shell/commands/index.js';
import { HOSTQL, type ShownOption, SUBCOMMANDS } from '../../src/shell/completion/programs.js';
import { MODE_HELP } from '../../src/shell/modes/index.js';

/** `man/hostql.1` in the macros of man(7), of what the program itself says. */
export const manPage = (): string =>
  [
    '.\\" Written by npm run docs; do not change it by hand.',
    '.TH HOSTQL 1 "" hostql "User Commands"',
    section('NAME', text('hostql - ask this machine in SQL')),
    section(
      'SYNOPSIS',
      '.B hostql',
      '[\\fISQL\\fR] [\\fIoptions\\fR]',
      ...SUBCOMMANDS.flatMap(({ name, usage }) => ['.br', '.B hostql', text(`${name} ${usage} [options]`)]),
    ),
    section(
      'DESCRIPTION',
      text('hostql shows an operating system as tables and answers SQL over them.'),
      text(
        'SQL and dot commands come from the argument, from --file, or from standard input; on a terminal you are asked.',
      ),
      text('Under the names osqueryi and osqueryd it is the shell and the daemon of osquery.'),
    ),
    section('OPTIONS', ...HOSTQL.flatMap(option)),
    section('COMMANDS', ...SUBCOMMANDS.flatMap(({ name, usage, help }) => item(`${name} ${usage}`.trim(), help))),
    ...SUBCOMMANDS.filter(({ name }) => OWN_OPTIONS.has(name)).map(({ name, options }) =>
      section(`OPTIONS OF ${name.toUpperCase()}`, ...options.flatMap(option)),
    ),
    section(
      'DOT COMMANDS',
      text('They stand on a line of their own. A name may be cut where no other begins so.'),
      ...commandsOf('hostql').flatMap(({ name, usage, help }) => item(`.${name} ${usage}`.trim(), help)),
    ),
    section('MODES', ...Object.entries(MODE_HELP).flatMap(([name, help]) => item(name, help))),
    section(
      'EXIT STATUS',
      ...item('0', 'done'),
      ...item('1', 'the query is wrong or failed'),
      ...item('2', 'the command line is wrong'),
      ...item('124', 'the time limit passed'),
      ...item('130', 'stopped by Ctrl-C'),
    ),
    section(
      'ENVIRONMENT',
      ...item('NO_COLOR', 'where it is set, nothing is coloured'),
      ...item('COLUMNS', 'the width of a terminal that does not tell it'),
    ),
    section(
      'EXAMPLES',
      '.nf',
      text('hostql "SELECT name, pid FROM processes ORDER BY resident_size DESC LIMIT 5"'),
      text('hostql --json "SELECT * FROM uptime"'),
      text('hostql --explain "SELECT p.name, h.sha256 FROM processes p JOIN hash h ON h.path = p.path"'),
      '.fi',
    ),
    section('SEE ALSO', text('osquery(1), sqlite3(1)')),
    '',
  ].join('\n');

/** The daemon's options would fill pages; `hostql daemon --help` has them. */
const OWN_OPTIONS = new Set(['bench', 'record', 'watch']);

const section = (title: string, ...lines: readonly string[]): string => [`.SH ${quoted(title)}`, ...lines].join('\n');

const option = ({ name, help, value }: ShownOption): string[] =>
  item(value === undefined ? name : `${name} ${value.toUpperCase()}`, help);

const item = (head: string, help: string): string[] => ['.TP', `.B ${text(head)}`, text(help)];

const quoted = (words: string): string => (words.includes(' ') ? `"${words}"` : words);

/** Text as roff reads it as it is. */
const text = (plain: string): string =>
  plain
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replaceAll("'", '\\(aq')
    .replace(/^[.]/, '\\&.')
    .replaceAll('…', '...');
