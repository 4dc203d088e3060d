import { Bug, compareText } from '../core/index.js';
import type { Flag } from './flag.js';
import { ALIASES, FLAGS } from './known/index.js';
import { objection, parseValue } from './parse-value.js';

/** Where a value comes from. `forced` is what the program itself decides. */
export type Origin = 'default' | 'given' | 'forced' | 'options';

/** Whose manners hold: osquery's to the byte, or ours. */
export type Dialect = 'osquery' | 'hostql';

/** A row of `osquery_flags`. */
export interface FlagRow {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly defaultValue: string;
  readonly value: string;
  readonly shellOnly: boolean;
  readonly origin: Origin;
}

/** What became of a value: `illegal` is not of the flag's type, `refused` is refused by its check. */
export type SetResult =
  | { readonly kind: 'set'; readonly value: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'illegal'; readonly flag: Flag }
  | { readonly kind: 'refused'; readonly flag: Flag; readonly value: string; readonly reason: string };

interface Setting {
  readonly value: string;
  readonly origin: Origin;
}

/** The values of all flags for the life of a process: the command line first, then what a configuration changes. */
export class Flags {
  readonly #settings = new Map<string, Setting>();
  readonly #given = new Set<string>();
  readonly #defaults = new Map<string, string>();
  readonly #custom = new Map<string, string>();

  constructor(readonly dialect: Dialect) {}

  /** @throws Bug where there is no such flag, or it holds no truth value */
  bool(name: string): boolean {
    return this.#typed(name, ['bool']) === 'true';
  }

  /** Exact up to 2^53. @throws Bug where there is no such flag, or it holds no whole number */
  int(name: string): number {
    return Number(this.bigint(name));
  }

  /** @throws Bug as {@link int} */
  bigint(name: string): bigint {
    return BigInt(this.#typed(name, ['int32', 'uint32', 'int64', 'uint64']));
  }

  /** The value of a flag of any type as text. @throws Bug where there is no such flag */
  text(name: string): string {
    const flag = known(name);
    return this.#settings.get(flag.name)?.value ?? this.#initial(flag);
  }

  /** @throws Bug where there is no such flag */
  origin(name: string): Origin {
    return this.#settings.get(known(name).name)?.origin ?? 'default';
  }

  /** On the command line or in a flag file, whatever became of it since. */
  isGiven(name: string): boolean {
    return this.#given.has(known(name).name);
  }

  /** Options whose names start with `custom_`. */
  get custom(): ReadonlyMap<string, string> {
    return this.#custom;
  }

  set(name: string, value: string, origin: Exclude<Origin, 'default'>): SetResult {
    const flag = FLAGS.get(canonical(name));
    if (flag === undefined) return { kind: 'unknown' };
    const parsed = parseValue(flag.type, value);
    if (parsed === undefined) return { kind: 'illegal', flag };
    const reason = objection(flag, parsed);
    if (reason !== undefined) return { kind: 'refused', flag, value: parsed, reason };
    this.#settings.set(flag.name, { value: parsed, origin });
    if (origin === 'given') this.#given.add(flag.name);
    return { kind: 'set', value: parsed };
  }

  setCustom(name: string, value: string): void {
    this.#custom.set(name, value);
  }

  /** Another default for this program, under what is given. @throws Bug where the value does not fit */
  setDefault(name: string, value: string): void {
    const flag = known(name);
    const parsed = parseValue(flag.type, value);
    if (parsed === undefined) throw new Bug(`"${value}" is no default for ${name}`);
    this.#defaults.set(flag.name, parsed);
  }

  /** The rows of `osquery_flags`, by name: without natives, short names and, in osquery's dialect, ours. */
  rows(): FlagRow[] {
    const rows: FlagRow[] = [];
    for (const flag of FLAGS.values()) if (this.#isListed(flag)) rows.push(this.#row(flag));
    for (const [name, value] of this.#custom) rows.push(customRow(name, value));
    return rows.sort((a, b) => compareText(a.name, b.name));
  }

  #isListed(flag: Flag): boolean {
    return (
      flag.name.length >= 3 && flag.family !== 'native' && (flag.family === 'osquery' || this.dialect === 'hostql')
    );
  }

  #row(flag: Flag): FlagRow {
    return {
      name: flag.name,
      type: flag.type,
      description: flag.help,
      defaultValue: this.#initial(flag),
      value: this.text(flag.name),
      shellOnly: flag.shell,
      origin: this.origin(flag.name),
    };
  }

  #initial(flag: Flag): string {
    return this.#defaults.get(flag.name) ?? flag.initial;
  }

  #typed(name: string, types: readonly string[]): string {
    const { type } = known(name);
    if (!types.includes(type)) throw new Bug(`flag ${name} is of type ${type}`);
    return this.text(name);
  }
}

const canonical = (name: string): string => ALIASES.get(name) ?? name;

function known(name: string): Flag {
  const flag = FLAGS.get(canonical(name));
  if (flag === undefined) throw new Bug(`no flag ${name}`);
  return flag;
}

const customRow = (name: string, value: string): FlagRow => ({
  name,
  type: 'string',
  description: '',
  defaultValue: '',
  value,
  shellOnly: false,
  origin: 'options',
});
