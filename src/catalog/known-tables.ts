import type { CollationName } from '../core/index.js';
import { KNOWN_TABLES } from './known-tables-data.js';
import type { ColumnType } from './spec.js';

export type Platform = 'linux' | 'darwin' | 'windows';
export type KnownOption = 'index' | 'required' | 'additional' | 'optimized' | 'hidden';
export type KnownAttribute = 'cacheable' | 'events' | 'no_pkey' | 'typed_rows' | 'utility' | 'user_data';

export interface KnownColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Older names. */
  readonly aliases: readonly string[];
  readonly options: ReadonlySet<KnownOption>;
  readonly collation: CollationName;
  /** Where it means something; on other systems of its table the column is there, but hidden and null. */
  readonly platforms: readonly Platform[];
}

/** A table as osquery declares it, whether or not we read it. */
export interface KnownTable {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly platforms: readonly Platform[];
  readonly attributes: ReadonlySet<KnownAttribute>;
  readonly columns: readonly KnownColumn[];
}

/** The table of that name or alias, in any case of letters. Parses its line alone: all of them take 20 times as long. */
export function knownTable(name: string): KnownTable | undefined {
  const wanted = name.toLowerCase();
  if (!/^\w+$/.test(wanted)) return undefined;
  const line = new RegExp(`^(?:\\w+\\|)*${wanted}(?:\\|\\w+)* .*`, 'm').exec(KNOWN_TABLES)?.[0];
  return line === undefined ? undefined : parseTable(line);
}

let all: readonly KnownTable[] | undefined;

/** Tables of all systems, by name. */
export function knownTables(): readonly KnownTable[] {
  all ??= KNOWN_TABLES.trim().split('\n').map(parseTable);
  return all;
}

function parseTable(line: string): KnownTable {
  const [head = '', kind = '', ...columns] = line.split(' ');
  const [name = '', ...aliases] = head.split('|');
  const [systems = '', attributes = ''] = kind.split('+');
  const platforms = letters(systems, PLATFORMS);
  return {
    name,
    aliases,
    platforms,
    attributes: new Set(letters(attributes, ATTRIBUTES)),
    columns: columns.map((column) => parseColumn(column, platforms)),
  };
}

function parseColumn(text: string, platforms: readonly Platform[]): KnownColumn {
  const [declared = '', systems] = text.split('@');
  const [head = '', rest = ''] = declared.split(':');
  const [name = '', ...aliases] = head.split('|');
  const [flags = '', collation = 'binary'] = rest.split('~');
  return {
    name,
    type: TYPES[flags[0] ?? ''] ?? 'text',
    aliases,
    options: new Set(letters(flags.slice(1), OPTIONS)),
    collation: collation as CollationName, // a test holds the list against the collations there are
    platforms: systems === undefined ? platforms : letters(systems, PLATFORMS),
  };
}

const letters = <T>(text: string, meanings: Readonly<Record<string, T>>): T[] =>
  [...text].flatMap((letter) => meanings[letter] ?? []);

const PLATFORMS: Readonly<Record<string, Platform>> = { l: 'linux', d: 'darwin', w: 'windows' };
const TYPES: Readonly<Record<string, ColumnType>> = {
  T: 'text',
  I: 'integer',
  B: 'bigint',
  U: 'unsigned_bigint',
  D: 'double',
};
const OPTIONS: Readonly<Record<string, KnownOption>> = {
  i: 'index',
  r: 'required',
  a: 'additional',
  o: 'optimized',
  h: 'hidden',
};
const ATTRIBUTES: Readonly<Record<string, KnownAttribute>> = {
  c: 'cacheable',
  e: 'events',
  n: 'no_pkey',
  s: 'typed_rows',
  t: 'utility',
  u: 'user_data',
};
