/** An option of a command line: yargs reads it, and help, completion and the manual are made of it. */
export interface OptionSpec {
  readonly type: 'boolean' | 'string' | 'number';
  readonly describe: string;
  readonly default?: boolean;
  readonly requiresArg?: true;
  /** What its value is; absent: something that cannot be guessed. */
  readonly value?: 'file' | 'folder';
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;
