import yargs from 'yargs';
import type { ExitCode } from '../exit-codes.js';
import type { OptionSpecs } from '../option-spec.js';
import { parsed, settled, UsageError } from '../options.js';

/** What `hostql record` is asked. */
export interface RecordCommand {
  /** The folder to make; absent: only list what it would hold. */
  readonly folder: string | undefined;
  /** A recorded machine to record again; absent: this one. */
  readonly root: string | undefined;
  readonly isAnonymous: boolean;
  readonly keepEnvironment: boolean;
  readonly tables: ReadonlySet<string> | undefined;
  readonly query: string | undefined;
  readonly fileBytes: number | undefined;
}

const USAGE = [
  '$0 FOLDER [options]',
  'Writes down what the tables read on this machine, as a tree of files, so that a bug can be looked into elsewhere: hostql --host FOLDER "SELECT …" answers as this machine does now. Password hashes, private keys, commands of shell histories, values of environments and what looks like a password are left out; what was left out is told at the end. Look through the folder before you hand it on.',
].join('\n\n');

/** @returns the command, or the exit status where there is nothing left to do @throws UsageError */
export async function readRecordOptions(args: readonly string[]): Promise<RecordCommand | ExitCode> {
  const argv = await parsed(commandLine(), args);
  return typeof argv === 'number' ? argv : toCommand(argv);
}

/** Options of `hostql record`. */
export const RECORD_OPTIONS: OptionSpecs = {
  list: { type: 'boolean', default: false, describe: 'write nothing: list the files and their bytes' },
  anonymous: {
    type: 'boolean',
    default: false,
    describe: "other names for this host's name, serial numbers, ids and hardware addresses",
  },
  keep_environment: {
    type: 'boolean',
    default: false,
    describe: "keep the values of processes' environments, but for what looks like a secret",
  },
  tables: { type: 'string', requiresArg: true, describe: 'only these tables, with commas between' },
  query: { type: 'string', requiresArg: true, describe: 'record also what this SQL reads' },
  max_file: { type: 'number', requiresArg: true, describe: 'MiB kept of one file (default: 16)' },
  host: { type: 'string', requiresArg: true, describe: 'record this recording again', value: 'folder' },
};

const commandLine = () => settled(yargs()).scriptName('hostql record').usage(USAGE).options(RECORD_OPTIONS);

function toCommand(argv: Readonly<Record<string, unknown>>): RecordCommand {
  const text = (name: string): string | undefined => (typeof argv[name] === 'string' ? argv[name] : undefined);
  const words = (argv['_'] as readonly (string | number)[]).map(String); // yargs: whatever is no option
  const isList = argv['list'] === true;
  if (words.length !== (isList ? 0 : 1)) throw new UsageError(isList ? '--list takes no folder' : 'name one folder');
  const mebibytes = argv['max_file'];
  if (mebibytes !== undefined && !(typeof mebibytes === 'number' && mebibytes > 0))
    throw new UsageError('--max_file takes MiB, more than 0');
  return {
    folder: words[0],
    root: text('host'),
    isAnonymous: argv['anonymous'] === true,
    keepEnvironment: argv['keep_environment'] === true,
    tables: text('tables') === undefined ? undefined : new Set(text('tables')?.split(',')),
    query: text('query'),
    fileBytes: mebibytes === undefined ? undefined : Math.floor(mebibytes * 1024 * 1024),
  };
}
