import type { ScanRequest, TableSpec } from './spec.js';

/** A table of which only the names are known until somebody asks for more: the build makes its lists of tables of these. */
export function lazyTable(name: string, aliases: readonly string[], load: () => TableSpec): TableSpec {
  let loaded: TableSpec | undefined;
  const spec = (): TableSpec => {
    loaded ??= load();
    return loaded;
  };
  const lazy = { name, aliases, scan: (request: ScanRequest) => spec().scan(request) };
  for (const key of KEYS) Object.defineProperty(lazy, key, { get: () => spec()[key], enumerable: true });
  return lazy as TableSpec; // it has all of its properties now
}

const KEYS = [
  'description',
  'columns',
  'examples',
  'sources',
  'privileges',
  'rows',
  'rowCost',
  'isAsync',
  'warn',
] as const satisfies readonly (keyof TableSpec)[];
