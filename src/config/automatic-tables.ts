import type { Config } from './config.js';
import { isForLinux } from './this-host.js';

/** A table over database files that the configuration makes (`auto_table_construction`). */
export interface AutomaticTable {
  readonly name: string;
  /** SQL, to be run on each file. */
  readonly query: string;
  /** Path of the files; `%` and `*` stand for any part of a name, doubled at the end for whatever is below. */
  readonly path: string;
  /** Names of the columns that the query's results are read by, all text; `path` follows them. */
  readonly columns: readonly string[];
}

export interface AutomaticTables {
  readonly tables: readonly AutomaticTable[];
  /** A sentence for each entry that makes no table. */
  readonly problems: readonly string[];
}

/** The column that every such table has. */
const PATH = 'path';

/**
 * The section `auto_table_construction`. Entries for other systems make no table. Pure.
 * @param isTaken whether a table of this name is there already
 */
export function automaticTables(config: Pick<Config, 'sections'>, isTaken: (name: string) => boolean): AutomaticTables {
  const tables: AutomaticTable[] = [];
  const problems: string[] = [];
  const names = new Set<string>();
  const section = config.sections.get('auto_table_construction');
  for (const [name, entry] of Object.entries(typeof section === 'object' && section !== null ? section : {})) {
    const fields = typeof entry === 'object' && entry !== null ? (entry as Readonly<Record<string, unknown>>) : {}; // an object may have any fields
    if (typeof fields['platform'] === 'string' && !isForLinux(fields['platform'])) continue;
    const read = tableOf(name, fields);
    const problem =
      typeof read === 'string' ? read : isTaken(name) || names.has(name.toLowerCase()) ? TAKEN : undefined;
    if (problem !== undefined) problems.push(`ATC table: ${name} ${problem}`);
    if (problem !== undefined || typeof read === 'string') continue;
    names.add(name.toLowerCase());
    tables.push(read);
  }
  return { tables, problems };
}

const TAKEN = 'is not made: there is a table of this name';

/** The table, or what is wrong with it. */
function tableOf(name: string, { query, path, columns }: Readonly<Record<string, unknown>>): AutomaticTable | string {
  if (typeof query !== 'string' || query === '') return 'is not made: it has no query';
  if (typeof path !== 'string' || path === '') return 'is not made: it has no path';
  const named = Array.isArray(columns) ? columns.filter((column) => typeof column === 'string' && column !== '') : [];
  if (named.length === 0) return 'is not made: it has no columns';
  const others = [...new Set(named)].filter((column) => column.toLowerCase() !== PATH);
  return { name, query, path, columns: others };
}
