import { type Cell, type SelfRow, type TableSpec, tableOf } from '../../catalog/index.js';

type Described = readonly [
  type: 'text' | 'integer' | 'bigint',
  description: string,
  options?: { readonly collation?: 'version'; readonly hidden?: boolean },
];

export interface SelfTable {
  readonly name: string;
  readonly description: string;
  readonly columns: Readonly<Record<string, Described>>;
  readonly columnAliases?: Readonly<Record<string, string>>;
  readonly examples?: readonly string[];
}

/** A table that a running daemon answers of itself; anywhere else it has no rows. */
export function selfTable({ name, description, columns, columnAliases, examples }: SelfTable): TableSpec {
  const { table, ...kinds } = tableOf<SelfRow>();
  const column = ([type, sentence, options]: Described, key: string) => {
    const read = (row: SelfRow): Cell => row[key];
    // Rows come from our own daemon, which gives each column its type.
    return kinds[type](sentence, read as (row: SelfRow) => never, options);
  };
  return table({
    name,
    description,
    columns: Object.fromEntries(Object.entries(columns).map(([key, described]) => [key, column(described, key)])),
    ...(columnAliases && { columnAliases }),
    ...(examples && { examples }),
    sources: ['a running daemon; any other program gets no rows'],
    async *scan({ self }) {
      yield* (await self?.rows?.(name)) ?? [];
    },
  });
}
