import type { TableSpec } from './spec.js';

/** A view: a name for a SELECT's text. Aliases of tables are views over them. */
export interface ViewSpec {
  readonly name: string;
  readonly columns?: readonly string[];
  readonly sql: string;
}

/** A table of another operating system: known by name, so that the error can say where it exists. */
export interface ForeignTable {
  readonly name: string;
  readonly platforms: readonly string[];
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** Everything a query can name. Lookups ignore ASCII case. */
export class Catalog {
  readonly #tables = new Map<string, TableSpec>();
  readonly #views = new Map<string, ViewSpec>();
  readonly #foreign: (name: string) => ForeignTable | undefined;

  /** @param foreign tables known by name alone, or how to find one: `knownTable`, say */
  constructor(
    tables: readonly TableSpec[],
    views: readonly ViewSpec[] = [],
    foreign: readonly ForeignTable[] | ((name: string) => ForeignTable | undefined) = [],
  ) {
    for (const table of tables) {
      this.#tables.set(table.name.toLowerCase(), table);
      for (const alias of table.aliases) this.#tables.set(alias.toLowerCase(), table);
    }
    for (const view of views) this.#views.set(view.name.toLowerCase(), view);
    this.#foreign = typeof foreign === 'function' ? foreign : finder(foreign);
  }

  table(name: string): TableSpec | undefined {
    return this.#tables.get(name.toLowerCase());
  }
  view(name: string): ViewSpec | undefined {
    return this.#views.get(name.toLowerCase());
  }
  foreign(name: string): ForeignTable | undefined {
    return this.#foreign(name);
  }
  /** All tables, each once, by name. */
  tables(): readonly TableSpec[] {
    return [...new Set(this.#tables.values())].sort((a, b) => (a.name < b.name ? -1 : 1));
  }
  views(): readonly ViewSpec[] {
    return [...this.#views.values()];
  }
}

function finder(tables: readonly ForeignTable[]): (name: string) => ForeignTable | undefined {
  const byName = new Map(tables.map((table) => [table.name.toLowerCase(), table]));
  return (name) => byName.get(name.toLowerCase());
}
