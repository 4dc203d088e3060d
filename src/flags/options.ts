import type { Flags } from './flags.js';
import { ALIASES, FLAGS } from './known/index.js';
import { parseValue } from './parse-value.js';

/** What a configuration may do with an option of that name. */
export type OptionVerdict =
  | { readonly kind: 'flag' }
  | { readonly kind: 'custom' }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * Whether the `options` of a configuration may set this name. An alias is asked by its own name, as in osquery: so
 * `db_path` passes where `database_path` is command line only.
 */
export function judgeOption(name: string): OptionVerdict {
  if (name.startsWith('custom_')) return { kind: 'custom' };
  const flag = FLAGS.get(name);
  if (flag === undefined && !ALIASES.has(name)) {
    return { kind: 'refused', message: `Cannot set unknown or invalid flag: ${name}` };
  }
  // What osquery's libraries bring is accepted without a word, and does nothing.
  if (flag?.cliOnly && (flag.family !== 'native' || name === 'flagfile')) {
    const message = `The CLI only flag --${name} set via config file will be ignored, please use a flagfile or pass it to the process at startup`;
    return { kind: 'refused', message };
  }
  return { kind: 'flag' };
}

/** Whether a text is a value for the option; true for names that are judged otherwise anyway. */
export function fitsOption(name: string, value: string): boolean {
  const flag = FLAGS.get(ALIASES.get(name) ?? name);
  return flag === undefined || parseValue(flag.type, value) !== undefined;
}

export interface OptionsResult {
  /** Flags whose value is another one now. */
  readonly changed: readonly string[];
  /** Lines of severity info. */
  readonly notes: readonly string[];
}

/**
 * Sets the merged options of a configuration over everything else. What may not be set, is empty or does not fit is
 * passed over: the configuration has told of it when it was built.
 */
export function applyOptions(flags: Flags, options: ReadonlyMap<string, string>): OptionsResult {
  const changed: string[] = [];
  const notes: string[] = [];
  for (const [name, value] of options) {
    const verdict = judgeOption(name);
    if (value === '' || verdict.kind === 'refused') continue;
    if (verdict.kind === 'custom') flags.setCustom(name, value);
    else if (setOption(flags, name, value)) changed.push(ALIASES.get(name) ?? name);
    if (name === 'verbose' && flags.bool('verbose')) notes.push('Verbose logging enabled by config option');
  }
  return { changed, notes };
}

function setOption(flags: Flags, name: string, value: string): boolean {
  if (FLAGS.get(name)?.family === 'native') return false;
  const before = flags.text(name);
  return flags.set(name, value, 'options').kind === 'set' && flags.text(name) !== before;
}
