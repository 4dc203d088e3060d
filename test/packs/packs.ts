import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildConfig, type LoadedConfig, type Pack, type ScheduledQuery, sourceOf } from '../../src/config/index.js';
import { type Dialect, Flags } from '../../src/flags/index.js';

const FOLDER = resolve('packs');

/** Files of the packs, in order. */
export const packFiles: readonly string[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.conf'))
  .sort()
  .map((name) => join(FOLDER, name));

/** A configuration that names all our packs, as a user's does. */
export function loadPacks(dialect: Dialect): LoadedConfig {
  const text = JSON.stringify({ packs: { '*': join(FOLDER, '*.conf') } });
  const found = { sources: [sourceOf('/etc/osquery/osquery.conf', text)], refused: [], problems: [] };
  return buildConfig(found, { dialect, hostname: 'host', version: '5.23.0', flags: new Flags(dialect) });
}

export interface PackQuery {
  readonly pack: Pack;
  readonly query: ScheduledQuery;
  /** As it stands in the log, without `pack_`. */
  readonly name: string;
}

export const packQueries: readonly PackQuery[] = loadPacks('hostql').packs.flatMap((pack) =>
  pack.queries.map((query) => ({ pack, query, name: `${pack.name}_${query.name}` })),
);

/** The SQL of a query. @throws Error where no pack has it */
export function sqlOf(name: string): string {
  const found = packQueries.find((each) => each.name === name);
  if (!found) throw new Error(`no query ${name}`);
  return found.query.sql;
}
