import { Catalog, knownTable, type TableSpec } from '../../src/catalog/index.js';
import { openEngine } from '../../src/engine.js';
import type { Host } from '../../src/host/index.js';
import { linuxTables } from '../../src/tables/index.js';

export const catalog = () => new Catalog(linuxTables, [], knownTable);

/** Rows as text, an object with every column each, in an order of their own. */
export async function rowsOf(host: Host, sql: string): Promise<string[]> {
  const rows: string[] = [];
  for (const prepared of openEngine({ catalog: catalog(), host }).prepare(sql)) {
    const names = prepared.columns.map(({ name }) => name);
    for await (const batch of prepared.run()) for (const row of batch) rows.push(asText(names, row));
  }
  return rows.sort();
}

const asText = (names: readonly string[], row: readonly unknown[]): string =>
  JSON.stringify(Object.fromEntries(names.map((name, at) => [name, row[at]])), (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );

export const isWhole = (table: TableSpec): boolean => !table.columns.some(({ key }) => key?.required);

/** Every column of a table, hidden ones included; `changed` gives SQL for what is not to be compared. */
export const selectAll = (table: TableSpec, changed: Readonly<Record<string, string>> = {}): string =>
  `SELECT ${table.columns.map(({ name }) => `${changed[name] ?? `"${name}"`} AS "${name}"`).join(', ')} FROM ${table.name}`;
