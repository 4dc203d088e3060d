import { compareText, suggestion } from '../core/index.js';
import type { Flag } from './flag.js';
import { type FlagFileRead, readFlagFile } from './flag-file.js';
import { flagFileLines, type LineRules } from './flag-file-lines.js';
import { type Dialect, Flags } from './flags.js';
import { FLAGS, findFlag } from './known/index.js';

/** The default flag file, read first where it can be and the command line names none. */
export const DEFAULT_FLAG_FILE = '/etc/osquery/osquery.flags.default';

/** Flag files within flag files end here: a file that names itself must not run for ever. */
const MAX_DEPTH = 32;

export interface CommandLineContext {
  readonly dialect: Dialect;
  /** As the program was called; flag files have sections for names. */
  readonly argv0: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Defaults of this program that differ, by flag. */
  readonly defaults?: Readonly<Record<string, string>>;
  /** Default: from the disk, bounded. */
  readonly readFile?: (path: string) => FlagFileRead;
}

export type CommandLine =
  | { readonly kind: 'run'; readonly flags: Flags; readonly words: readonly string[] }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  /** What goes to standard error, line by line; the exit code is 1. */
  | { readonly kind: 'refused'; readonly lines: readonly string[] };

/**
 * A command line as gflags reads it, flag files and environment included. Every error is collected; one that gflags
 * dies of at once (a flag file that cannot be read) stands alone.
 */
export function readCommandLine(args: readonly string[], context: CommandLineContext): CommandLine {
  if (args.some((arg) => HELP.has(arg))) return { kind: 'help' };
  const reading = new Reading(context);
  try {
    if (!args.some((arg) => arg.startsWith('--flagfile'))) reading.defaultFile();
    const words = reading.arguments(args);
    if (reading.asksForHelp()) return { kind: 'help' };
    if (reading.flags.bool('version')) return { kind: 'version' };
    const lines = reading.errorLines();
    return lines.length > 0 ? { kind: 'refused', lines } : { kind: 'run', flags: reading.flags, words };
  } catch (error) {
    if (error instanceof Fatal) return { kind: 'refused', lines: [...reading.said, error.message] };
    throw error;
  }
}

const HELP = new Set(['--help', '-help', '--h', '-h']);
const HELP_FLAGS = ['help', 'helpfull', 'helpshort', 'helppackage', 'helpxml'];

/** Ends the reading at once. */
class Fatal extends Error {
  override readonly name = 'Fatal';
}

type Split =
  | { readonly kind: 'flag'; readonly key: string; readonly flag: Flag; readonly value: string | undefined }
  | { readonly kind: 'unknown'; readonly key: string; readonly message: string };

/** One reading of a command line: values so far, and what is wrong so far. */
class Reading {
  readonly flags: Flags;
  /** Lines that checks of flags print before all errors. */
  readonly said: string[] = [];
  readonly #errors = new Map<string, string>();
  readonly #unknown = new Set<string>();
  readonly #context: CommandLineContext;

  constructor(context: CommandLineContext) {
    this.#context = context;
    this.flags = new Flags(context.dialect);
    for (const [name, value] of Object.entries(context.defaults ?? {})) this.flags.setDefault(name, value);
  }

  /** Reads the arguments and gives back the words among them, those behind `--` first. */
  arguments(args: readonly string[]): string[] {
    const words: string[] = [];
    // A value is the next argument, whatever it looks like, but never one that stands aside as a word already.
    for (let at = 0; at < args.length; at++) {
      const arg = args[at] ?? '';
      if (arg === '--' || arg === '-' || !arg.startsWith('-')) {
        if (arg === '--') return [...args.slice(at + 1), ...words];
        words.push(arg);
        continue;
      }
      const split = this.#split(arg.replace(/^--?/, ''));
      if (split.kind === 'unknown') this.#missing(split);
      else if (split.value !== undefined) this.#assign(split.flag, split.value, 0);
      else if (at + 1 < args.length) this.#assign(split.flag, args[++at] ?? '', 0);
      else this.#errors.set(split.key, `ERROR: flag '${arg}' is missing its argument`);
    }
    return words;
  }

  defaultFile(): void {
    const read = this.#read(DEFAULT_FLAG_FILE);
    if (read.kind === 'text') this.#lines(read.text, 1);
  }

  asksForHelp(): boolean {
    return (
      HELP_FLAGS.some((name) => this.flags.bool(name)) ||
      this.flags.text('helpon') !== '' ||
      this.flags.text('helpmatch') !== ''
    );
  }

  /** By the name of the flag; names that `undefok` lists are no error. */
  errorLines(): string[] {
    for (const name of this.flags.text('undefok').split(',')) {
      for (const key of [name, `no${name}`]) if (this.#unknown.has(key)) this.#errors.delete(key);
    }
    const sorted = [...this.#errors].sort(([a], [b]) => compareText(a, b)).map(([, message]) => message);
    return [...this.said, ...sorted];
  }

  #split(argument: string): Split {
    const equals = argument.indexOf('=');
    const key = equals < 0 ? argument : argument.slice(0, equals);
    const value = equals < 0 ? undefined : argument.slice(equals + 1);
    const flag = this.#find(key);
    if (flag !== undefined) return { kind: 'flag', key, flag, value: value ?? (flag.type === 'bool' ? 'true' : value) };
    const negated = key.startsWith('no') ? this.#find(key.slice(2)) : undefined;
    if (negated === undefined) return { kind: 'unknown', key, message: this.#unknownText(key) };
    if (negated.type === 'bool') return { kind: 'flag', key: key.slice(2), flag: negated, value: 'false' };
    const message = `ERROR: boolean value (${key}) specified for ${negated.type} command line flag`;
    return { kind: 'unknown', key, message };
  }

  #find(name: string): Flag | undefined {
    const flag = findFlag(name);
    return flag?.family === 'ours' && this.#context.dialect === 'osquery' ? undefined : flag;
  }

  #unknownText(key: string): string {
    const hint = this.#context.dialect === 'hostql' ? suggestion(key, FLAGS.keys()) : undefined;
    return `ERROR: unknown command line flag '${key}'${hint === undefined ? '' : `, ${hint}`}`;
  }

  #missing({ key, message }: { readonly key: string; readonly message: string }): void {
    this.#unknown.add(key);
    this.#errors.set(key, message);
  }

  #assign(flag: Flag, value: string, depth: number): void {
    const result = this.flags.set(flag.name, value, 'given');
    if (result.kind === 'illegal') {
      this.#errors.set(flag.name, `ERROR: illegal value '${value}' specified for ${flag.type} flag '${flag.name}'`);
    } else if (result.kind === 'refused') {
      this.said.push(result.reason);
      const message = `ERROR: failed validation of new value '${result.value}' for flag '${flag.name}'`;
      this.#errors.set(flag.name, message);
    } else if (flag.name === 'flagfile') {
      this.#files(value, depth + 1);
    } else if (flag.name === 'fromenv' || flag.name === 'tryfromenv') {
      this.#fromEnvironment(value, flag.name === 'fromenv', depth + 1);
    }
  }

  #files(list: string, depth: number): void {
    if (depth > MAX_DEPTH) throw new Fatal(`ERROR: flag files are nested more than ${MAX_DEPTH} deep`);
    for (const path of list.split(',').filter((part) => part !== '')) {
      const read = this.#read(path);
      if (read.kind === 'refused') throw new Fatal(`${path}: ${read.reason}`);
      this.#lines(read.text, depth);
    }
  }

  #read(path: string): FlagFileRead {
    return (this.#context.readFile ?? readFlagFile)(path);
  }

  /** Lines without a value and unknown flags are passed over; a known flag with a bad value is an error. */
  #lines(contents: string, depth: number): void {
    const rules: LineRules = {
      argv0: this.#context.argv0,
      lineEnds: this.#context.dialect === 'osquery' ? 'gflags' : 'any',
    };
    for (const line of flagFileLines(contents, rules)) {
      const split = this.#split(line);
      if (split.kind === 'flag' && split.value !== undefined) this.#assign(split.flag, split.value, depth);
    }
  }

  #fromEnvironment(list: string, required: boolean, depth: number): void {
    if (depth > MAX_DEPTH) throw new Fatal(`ERROR: flag files are nested more than ${MAX_DEPTH} deep`);
    for (const name of list === '' ? [] : list.split(',')) {
      if (name === '') throw new Fatal('ERROR: empty flaglist entry');
      if (name.startsWith('-')) throw new Fatal(`ERROR: flag "${name}" begins with '-'`);
      const flag = this.#find(name);
      const value = this.#context.environment[`FLAGS_${name}`];
      if (flag === undefined) {
        const message = `ERROR: unknown command line flag '${name}' (via --fromenv or --tryfromenv)`;
        this.#missing({ key: name, message });
      } else if (value !== undefined) {
        this.#assign(flag, value, depth);
      } else if (required) {
        this.#errors.set(name, `ERROR: FLAGS_${name} not found in environment`);
      }
    }
  }
}
