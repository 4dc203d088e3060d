import { Database, SCHEMA_NAMES, type SchemaName, type TableSchema, type ViewSchema } from '../store/index.js';
import type { TableSpec } from './spec.js';

/** A view: a name for a SELECT's text. Aliases of tables are views over them. */
export interface ViewSpec {
  readonly name: string;
  readonly columns?: readonly string[];
  readonly sql: string;
  /** The database file that it is of: its SELECT sees nothing else. */
  readonly schema?: string;
}

/** The tables and views of a database file, to be named `name.table`, or by their own names where no other has them. */
export interface AttachedSchema {
  readonly name: string;
  /** The file. */
  readonly path: string;
  readonly tables: readonly TableSpec[];
  readonly views: readonly ViewSpec[];
}

/** A table of another operating system: known by name, so that the error can say where it exists. */
export interface ForeignTable {
  readonly name: string;
  readonly platforms: readonly string[];
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** What a name in FROM means. */
export type Resolved =
  | { readonly kind: 'host'; readonly table: TableSpec; readonly schema?: string }
  | { readonly kind: 'stored'; readonly table: TableSchema }
  | { readonly kind: 'view'; readonly view: ViewSpec }
  | { readonly kind: 'stored-view'; readonly view: ViewSchema };

/** The table of a name in any case of letters. */
export type FindTable = (name: string, schema: SchemaName | undefined) => TableSpec | undefined;

/** Everything a query can name. Lookups ignore ASCII case. */
export class Catalog {
  #tables = new Map<string, TableSpec>();
  #views = new Map<string, ViewSpec>();
  #unlisted: FindTable = () => undefined;
  readonly #foreign: (name: string) => ForeignTable | undefined;

  /** @param foreign tables known by name alone, or how to find one: `knownTable`, say */
  constructor(
    tables: readonly TableSpec[],
    views: readonly ViewSpec[] = [],
    foreign: readonly ForeignTable[] | ((name: string) => ForeignTable | undefined) = [],
    /** What was stored by CREATE and INSERT. */
    readonly database: Database = new Database(),
    /** Database files that are served, in the order they were given. */
    readonly attached: readonly AttachedSchema[] = [],
  ) {
    for (const table of tables) {
      this.#tables.set(table.name.toLowerCase(), table);
      for (const alias of table.aliases) this.#tables.set(alias.toLowerCase(), table);
    }
    for (const view of views) this.#views.set(view.name.toLowerCase(), view);
    this.#foreign = typeof foreign === 'function' ? foreign : finder(foreign);
  }

  /** This catalog, over the same database, with further tables that are found by name alone: lists do not show them. */
  withUnlisted(find: FindTable): Catalog {
    const catalog = new Catalog([], [], this.#foreign, this.database, this.attached);
    catalog.#tables = this.#tables;
    catalog.#views = this.#views;
    catalog.#unlisted = find;
    return catalog;
  }

  /**
   * The table or view that a name means. Tables of the host live in `temp`, as osquery's do: what was stored in `temp`
   * hides them, they hide what was stored in `main`, and `main.x` finds them where nothing of the name is stored there.
   * What database files have comes last, and has to be unique among them.
   */
  resolve(name: string, schema?: string): Resolved | undefined {
    const wanted = schema === undefined ? undefined : schemaNamed(schema);
    if (schema !== undefined && !wanted) {
      const file = this.attached.find((one) => isSame(one.name, schema));
      return file && inFile(file, name);
    }
    if (wanted === 'main') return this.#stored(name, 'main') ?? this.#builtIn(name, wanted);
    const found = this.#stored(name, 'temp') ?? this.#builtIn(name, wanted);
    if (found || wanted !== undefined) return found;
    const [only, ...others] = this.filesWith(name);
    return this.#stored(name, 'main') ?? (only && others.length === 0 ? inFile(only, name) : undefined);
  }

  /** The database files that have a table or view of the name. */
  filesWith(name: string): readonly AttachedSchema[] {
    return this.attached.filter((file) => inFile(file, name));
  }

  #builtIn(name: string, schema: SchemaName | undefined): Resolved | undefined {
    const view = this.view(name);
    if (view) return { kind: 'view', view };
    const table = this.table(name) ?? this.#unlisted(name, schema);
    return table && { kind: 'host', table };
  }

  #stored(name: string, schema: SchemaName): Resolved | undefined {
    const object = this.database.find(name, schema);
    if (!object) return undefined;
    return object.kind === 'table' ? { kind: 'stored', table: object } : { kind: 'stored-view', view: object };
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

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function inFile({ name: schema, tables, views }: AttachedSchema, name: string): Resolved | undefined {
  const table = tables.find((one) => isSame(one.name, name) || one.aliases.some((alias) => isSame(alias, name)));
  if (table) return { kind: 'host', table, schema };
  const view = views.find((one) => isSame(one.name, name));
  return view && { kind: 'view', view };
}

/** The database of a name in any case of letters. */
export function schemaNamed(name: string): SchemaName | undefined {
  const wanted = name.toLowerCase();
  return SCHEMA_NAMES.find((one) => one === wanted);
}

function finder(tables: readonly ForeignTable[]): (name: string) => ForeignTable | undefined {
  const byName = new Map(tables.map((table) => [table.name.toLowerCase(), table]));
  return (name) => byName.get(name.toLowerCase());
}
