export type FlagType = 'bool' | 'int32' | 'uint32' | 'int64' | 'uint64' | 'double' | 'string';

/** Whose a flag is: osquery's, ours, or one of the flag and log libraries osquery is built on. */
export type FlagFamily = 'osquery' | 'ours' | 'native';

export interface Flag {
  readonly name: string;
  readonly type: FlagType;
  /** The default as text, in the spelling that values are kept in. */
  readonly initial: string;
  readonly help: string;
  /** The `options` of a configuration may not set it. */
  readonly cliOnly: boolean;
  /** Left out of `--help`. */
  readonly hidden: boolean;
  /** Means something to the shell only. */
  readonly shell: boolean;
  readonly family: FlagFamily;
}

/** A mark on a line of the tables in `known`: `cli` command line only, `hidden`, `shell`. */
export type Mark = 'cli' | 'hidden' | 'shell';

const flag = (name: string, type: FlagType, initial: string, help: string, marks: readonly Mark[]): Flag => ({
  name,
  type,
  initial,
  help,
  cliOnly: marks.includes('cli'),
  hidden: marks.includes('hidden'),
  shell: marks.includes('shell'),
  family: 'osquery',
});

export const bool = (name: string, initial: boolean, help: string, ...marks: readonly Mark[]): Flag =>
  flag(name, 'bool', String(initial), help, marks);

export const text = (name: string, initial: string, help: string, ...marks: readonly Mark[]): Flag =>
  flag(name, 'string', initial, help, marks);

const whole =
  (type: FlagType) =>
  (name: string, initial: number, help: string, ...marks: readonly Mark[]): Flag =>
    flag(name, type, String(initial), help, marks);

export const int32 = whole('int32');
export const uint32 = whole('uint32');
export const uint64 = whole('uint64');
