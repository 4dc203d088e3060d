import { isDeepStrictEqual } from 'node:util';
import { type AutomaticTable, automaticTables, type LoadedConfig } from '../config/index.js';
import { linuxTables } from '../tables/index.js';
import type { StatusLog } from './status-log.js';

const TAKEN = new Set(linuxTables.flatMap(({ name, aliases }) => [name, ...aliases]));

/** The tables that the configuration makes; those that are new or other than before are told, as is what makes none. */
export function madeTables(
  config: LoadedConfig,
  before: readonly AutomaticTable[],
  log: StatusLog,
): readonly AutomaticTable[] {
  const { tables, problems } = automaticTables(config, (name) => TAKEN.has(name.toLowerCase()));
  for (const problem of problems) log.say('warning', SOURCE, problem);
  for (const table of tables) {
    if (!before.some((one) => isDeepStrictEqual(one, table)))
      log.say('info', SOURCE, `ATC table: ${table.name} Registered`);
  }
  return tables;
}

const SOURCE = 'auto_constructed_tables.cpp';
