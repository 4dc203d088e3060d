import { HOSTQL, OSQUERY, SHELLS, type ShownOption, SUBCOMMANDS } from './programs.js';

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

const VALUES = { file: ' -r -F', folder: " -x -a '(__fish_complete_directories)'", text: ' -x' } as const;
const WORDS = {
  table: '\'(hostql tables 2>/dev/null | string split -f1 " ")\'',
  folder: "'(__fish_complete_directories)'",
  shell: `'${SHELLS.join(' ')}'`,
  nothing: "''",
} as const;

/** For fish: `hostql completion fish | source`. */
export const fishScript = (): string =>
  [
    '# Completion of hostql, osqueryi and osqueryd in fish.',
    'complete -c hostql -f',
    ...SUBCOMMANDS.map(({ name, help }) => `complete -c hostql -n __fish_use_subcommand -a ${name} -d ${quoted(help)}`),
    ...HOSTQL.map((option) => line('hostql', '__fish_use_subcommand', option)),
    ...SUBCOMMANDS.flatMap(({ name, takes, options }) => {
      const condition = `'__fish_seen_subcommand_from ${name}'`;
      const words = takes ? [`complete -c hostql -n ${condition} -a ${WORDS[takes]}`] : [];
      return [...words, ...options.map((option) => line('hostql', condition, option))];
    }),
    'complete -c osqueryi -f',
    ...OSQUERY.map((option) => line('osqueryi', undefined, option)),
    'complete -c osqueryd -w osqueryi',
    '',
  ].join('\n');

function line(program: string, condition: string | undefined, { name, help, value }: ShownOption): string {
  const when = condition === undefined ? '' : ` -n ${condition}`;
  // osquery's one-letter flags are short options.
  const option = name.length === 3 ? `-s ${name.slice(2)}` : `-l ${name.slice(2)}`;
  return `complete -c ${program}${when} ${option}${value ? VALUES[value] : ''} -d ${quoted(help)}`;
}
