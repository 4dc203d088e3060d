import { HOSTQL, OSQUERY, SHELLS, type ShownOption, SUBCOMMANDS } from './programs.js';

const names = (options: readonly ShownOption[]): string => options.map(({ name }) => name).join(' ');

const ALL = [...HOSTQL, ...OSQUERY, ...SUBCOMMANDS.flatMap(({ options }) => options)];

/** Options whose value is such, as a pattern of `case`. */
function taking(kind: ShownOption['value']): string {
  const found = new Set(ALL.filter(({ value }) => value === kind).map(({ name }) => name));
  // An option that means a file in one place and something else in another completes files.
  if (kind === 'text') for (const { name, value } of ALL) if (value !== 'text') found.delete(name);
  return [...found].join('|');
}

/** For bash: `source <(hostql completion bash)`. */
export const bashScript = (): string => `# Completion of hostql, osqueryi and osqueryd in bash.
_hostql() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  local options
  COMPREPLY=()
  case $before in
    ${taking('file')}) compopt -o filenames; COMPREPLY=($(compgen -f -- "$current")); return ;;
    ${taking('folder')}) compopt -o filenames; COMPREPLY=($(compgen -d -- "$current")); return ;;
    ${taking('text')}) return ;;
  esac
  case $command in
${SUBCOMMANDS.map(({ name, options }) => `    ${name}) options='${names(options)}' ;;`).join('\n')}
    *) options='${names(HOSTQL)}' ;;
  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W '${SUBCOMMANDS.map(({ name }) => name).join(' ')}' -- "$current"))
  else
    case $command in
      ${takers('table')}) COMPREPLY=($(compgen -W "$(hostql tables 2>/dev/null | cut -d' ' -f1)" -- "$current")) ;;
      ${takers('folder')}) compopt -o filenames; COMPREPLY=($(compgen -d -- "$current")) ;;
      ${takers('shell')}) COMPREPLY=($(compgen -W '${SHELLS.join(' ')}' -- "$current")) ;;
    esac
  fi
}
_osquery() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  case $before in
    -A) COMPREPLY=($(compgen -W "$(osqueryi -L 2>/dev/null | cut -d' ' -f4)" -- "$current")); return ;;
    ${taking('file')}) compopt -o filenames; COMPREPLY=($(compgen -f -- "$current")); return ;;
    ${taking('text')}) return ;;
  esac
  COMPREPLY=($(compgen -W '${names(OSQUERY)}' -- "$current"))
}
complete -F _hostql hostql
complete -F _osquery osqueryi osqueryd
`;

const takers = (kind: string): string =>
  SUBCOMMANDS.filter(({ takes }) => takes === kind)
    .map(({ name }) => name)
    .join('|');
