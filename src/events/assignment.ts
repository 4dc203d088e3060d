import type { EventTable, SourceName } from './names.js';
import type { SettingsInput, SourceDef } from './settings.js';

/** What a source is to do. */
export interface Assigned {
  readonly source: SourceName;
  /** The tables that it feeds; none: it is off. */
  readonly tables: readonly EventTable[];
  /** What it is opened with; undefined where it is off. */
  readonly settings: unknown;
}

/**
 * Each wanted table goes to the first source that is on under these flags, available, and can feed it; and to all that feed
 * it beside others.
 */
export function assigned(
  sources: readonly SourceDef<unknown>[],
  input: SettingsInput,
  isAvailable: (source: SourceName) => boolean,
): Assigned[] {
  const left = new Set(input.tables);
  return sources.map((source): Assigned => {
    const open = source.isBeside ? input.tables : left;
    const wanted = isAvailable(source.name) ? source.tables.filter((table) => open.has(table)) : [];
    const fed = source.feeds?.({ ...input, tables: new Set(wanted) }) ?? wanted;
    const tables = wanted.filter((table) => fed.includes(table));
    const settings = tables.length > 0 ? source.settings({ ...input, tables: new Set(tables) }) : undefined;
    if (settings === undefined) return { source: source.name, tables: [], settings };
    if (!source.isBeside) for (const table of tables) left.delete(table);
    return { source: source.name, tables, settings };
  });
}
