import { knownTables, type TableSpec, tableOf } from '../../catalog/index.js';
import type { Flags } from '../../flags/index.js';

/** The tables that flags leave: of `--enable_tables` where it is given, without those of `--disable_tables`. */
export function servedTables(tables: readonly TableSpec[], flags: Flags): readonly TableSpec[] {
  const enabled = namesIn(flags.text('enable_tables'));
  const disabled = namesIn(flags.text('disable_tables'));
  return tables.filter(({ name }) => (enabled.size === 0 || enabled.has(name)) && !disabled.has(name));
}

const namesIn = (list: string): ReadonlySet<string> =>
  new Set(
    list
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
  );

/** The tables of other systems, empty: `--enable_foreign`. */
export function foreignTables(present: readonly TableSpec[]): TableSpec[] {
  const names = new Set(present.map(({ name }) => name));
  const foreign = knownTables().filter(({ name, platforms }) => !names.has(name) && !platforms.includes('linux'));
  return foreign.map(({ name, columns, platforms }) =>
    tableOf<never>().table({
      name,
      description: `A table of ${platforms.join(', ')}.`,
      columns: Object.fromEntries(
        columns.map((column) => [column.name, { type: column.type, description: '', options: {}, read: () => null }]),
      ),
      scan: () => [],
    }),
  );
}
