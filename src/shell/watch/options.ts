import yargs from 'yargs';
import type { ExitCode } from '../exit-codes.js';
import { MODE_HELP, MODES, type ModeName } from '../modes/index.js';
import type { OptionSpecs } from '../option-spec.js';
import { chosenMode, parsed, settled, UsageError } from '../options.js';

/** What `hostql watch` is asked. */
export interface WatchCommand {
  readonly sql: string;
  readonly mode: ModeName;
  readonly header: boolean;
  readonly separator: string | undefined;
  readonly nullText: string | undefined;
  /** Absent: until Ctrl-C. */
  readonly forMs: number | undefined;
  /** Patterns of files that file_events and yara_events are about. */
  readonly paths: readonly string[];
  readonly withAudit: boolean;
  /** Flags of the daemon, by name. */
  readonly flags: ReadonlyMap<string, string>;
}

const USAGE = [
  '$0 SQL [options]',
  'Prints what happens while it happens: the query is asked of each new event, until Ctrl-C. It reads tables of events (their names end in _events), and may join them with each other and with any other table: hostql watch "SELECT e.cmdline, p.name FROM process_events e JOIN processes p ON p.pid = e.parent". What it joins with is read at that moment. Groups and limits are those of the events that came together.',
].join('\n\n');

/** @returns the command, or the exit status where there is nothing left to do @throws UsageError */
export async function readWatchOptions(args: readonly string[]): Promise<WatchCommand | ExitCode> {
  const argv = await parsed(commandLine(), args);
  return typeof argv === 'number' ? argv : toCommand(argv);
}

/** Options of `hostql watch`. */
export const WATCH_OPTIONS: OptionSpecs = {
  for: { type: 'string', requiresArg: true, describe: 'stop after so long: 30, 30s, 5m, 1h' },
  path: {
    type: 'string',
    requiresArg: true,
    describe: 'files for file_events: /etc/%% is all below /etc; several with commas between',
  },
  audit: {
    type: 'boolean',
    default: false,
    describe: "take part in the kernel's audit; its rules are put back at the end",
  },
  set: {
    type: 'string',
    requiresArg: true,
    describe: 'flags of the daemon, NAME=VALUE with commas between',
  },
  ...Object.fromEntries(MODES.map((name) => [name, { type: 'boolean', describe: MODE_HELP[name] }])),
  header: { type: 'boolean', default: true, describe: 'column names first, in column, csv, list and tsv' },
  separator: { type: 'string', describe: 'between values in csv and list (default: , and |)' },
  nullvalue: { type: 'string', describe: 'text for NULL, outside JSON' },
};

const commandLine = () => settled(yargs()).scriptName('hostql watch').usage(USAGE).options(WATCH_OPTIONS);

function toCommand(argv: Readonly<Record<string, unknown>>): WatchCommand {
  const text = (name: string): string | undefined => (typeof argv[name] === 'string' ? argv[name] : undefined);
  const list = (name: string): string[] => text(name)?.split(',').filter(Boolean) ?? [];
  const words = (argv['_'] as readonly (string | number)[]).map(String); // yargs: whatever is no option
  const [sql, ...others] = words;
  if (sql === undefined || others.length > 0) throw new UsageError('give one SQL text, in quotes');
  return {
    sql,
    mode: chosenMode(argv),
    header: argv['header'] !== false,
    separator: text('separator'),
    nullText: text('nullvalue'),
    forMs: durationMs(text('for')),
    paths: list('path'),
    withAudit: argv['audit'] === true,
    flags: new Map(list('set').map(assignment)),
  };
}

const UNIT_MS: Readonly<Record<string, number>> = { '': 1000, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function durationMs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  const ms = Number(digits) * (UNIT_MS[unit] ?? 0);
  if (ms > 0) return ms;
  throw new UsageError('--for takes a time such as 30s, 5m or 1h');
}

function assignment(text: string): [name: string, value: string] {
  const at = text.indexOf('=');
  if (at <= 0) throw new UsageError('--set takes NAME=VALUE');
  return [text.slice(0, at), text.slice(at + 1)];
}
