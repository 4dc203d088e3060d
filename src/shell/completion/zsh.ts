import { HOSTQL, OSQUERY, SHELLS, type ShownOption, SUBCOMMANDS, type Subcommand } from './programs.js';

const ACTIONS = { file: ':file:_files', folder: ':folder:_files -/', text: ':value: ' } as const;
const WORDS = {
  table: "'*:table:_hostql_tables'",
  folder: "'*:folder:_files -/'",
  shell: `'1:shell:(${SHELLS.join(' ')})'`,
  nothing: "'*:: :'",
} as const;

/** For zsh: in a file `_hostql` of a folder in `$fpath`. */
export const zshScript = (): string => `#compdef hostql osqueryi osqueryd
# Completion of hostql, osqueryi and osqueryd in zsh.

_hostql_tables() {
  local -a tables
  tables=(\${(f)"$(hostql tables 2>/dev/null | cut -d' ' -f1)"})
  _describe 'table' tables
}

_hostql() {
  local -a commands
  commands=(
${SUBCOMMANDS.map(({ name, help }) => `    ${quoted(`${name}:${help}`)}`).join('\n')}
  )
  if [[ $service != hostql ]]; then
    _arguments ${specs(OSQUERY)} '*:SQL: '
    return
  fi
  if ((CURRENT > 2)); then
    case $words[2] in
${SUBCOMMANDS.map(branch).join('\n')}
    esac
  fi
  _arguments ${specs(HOSTQL)} '1:command:{_describe "command" commands}'
}

_hostql "$@"
`;

const branch = ({ name, takes, options }: Subcommand): string =>
  `      ${name}) shift words; ((CURRENT--)); _arguments ${specs(options)} ${takes ? WORDS[takes] : "'*:SQL: '"}; return ;;`;

const specs = (options: readonly ShownOption[]): string =>
  options
    .map(({ name, help, value }) =>
      quoted(`${name}${value ? '=' : ''}[${escaped(help)}]${value ? ACTIONS[value] : ''}`),
    )
    .join(' ');

const escaped = (help: string): string => help.replace(/[[\]\\:]/g, '\\$&');
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
