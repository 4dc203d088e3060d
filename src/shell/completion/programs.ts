import { type Flag, shownFlags } from '../../flags/index.js';
import { BENCH_OPTIONS } from '../bench/options.js';
import type { OptionSpec, OptionSpecs } from '../option-spec.js';
import { HOSTQL_OPTIONS } from '../options.js';
import { RECORD_OPTIONS } from '../record/options.js';
import { WATCH_OPTIONS } from '../watch/options.js';

/** An option as it is typed, `--file`. */
export interface ShownOption {
  readonly name: string;
  readonly help: string;
  /** What stands behind it; absent: nothing. */
  readonly value?: 'file' | 'folder' | 'text';
}

/** A word behind the program's name that decides what it does. */
export interface Subcommand {
  readonly name: string;
  /** What may stand behind it, as help writes it. */
  readonly usage: string;
  readonly help: string;
  /** What its words are; absent: what cannot be guessed. */
  readonly takes?: 'table' | 'folder' | 'shell' | 'nothing';
  readonly options: readonly ShownOption[];
}

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type ShellName = (typeof SHELLS)[number];

const HELP: readonly ShownOption[] = [
  { name: '--help', help: 'show help' },
  { name: '--version', help: 'show the version' },
];

const shown = (specs: OptionSpecs): ShownOption[] => [...Object.entries(specs).map(optionOf), ...HELP];

function optionOf([name, { type, describe, default: initial, value }]: [string, OptionSpec]): ShownOption {
  // What is on unless it is said otherwise is completed as its opposite.
  const option = {
    name: initial === true ? `--no-${name}` : `--${name}`,
    help: initial === true ? `no ${name}` : describe,
  };
  return type === 'boolean' ? option : { ...option, value: value ?? 'text' };
}

function flagOf({ name, type, help }: Flag): ShownOption {
  if (type === 'bool') return { name: `--${name}`, help };
  return { name: `--${name}`, help, value: /_path$|^flagfile$|^pidfile$|_file$|^output$/.test(name) ? 'file' : 'text' };
}

/** Options of `hostql` itself. */
export const HOSTQL: readonly ShownOption[] = shown(HOSTQL_OPTIONS);

export const SUBCOMMANDS: readonly Subcommand[] = [
  {
    name: 'tables',
    usage: '[PATTERN]',
    help: 'list tables, those whose name holds the pattern',
    takes: 'table',
    options: shown({ json: HOSTQL_OPTIONS['json'] ?? { type: 'boolean', describe: '' } }),
  },
  {
    name: 'schema',
    usage: 'TABLE',
    help: "show a table's columns",
    takes: 'table',
    options: shown({ json: HOSTQL_OPTIONS['json'] ?? { type: 'boolean', describe: '' } }),
  },
  {
    name: 'daemon',
    usage: '[status]',
    help: 'run queries on a schedule and log what changed',
    takes: 'nothing',
    options: [...shownFlags('hostql').map(flagOf), ...HELP],
  },
  {
    name: 'bench',
    usage: '[SQL]',
    help: "measure a query's plans, or what a file of queries costs",
    options: shown(BENCH_OPTIONS),
  },
  {
    name: 'record',
    usage: 'FOLDER',
    help: 'write down what the tables read, for others to look into',
    takes: 'folder',
    options: shown(RECORD_OPTIONS),
  },
  {
    name: 'watch',
    usage: 'SQL',
    help: 'print rows of events as they happen',
    options: shown(WATCH_OPTIONS),
  },
  {
    name: 'completion',
    usage: SHELLS.join('|'),
    help: 'print a script that completes what you type',
    takes: 'shell',
    options: [...HELP],
  },
];

/** Options of the programs under osquery's names. */
export const OSQUERY: readonly ShownOption[] = [...shownFlags('osquery').map(flagOf), ...HELP];
