import { type ColumnType, type TableSpec, tableOf } from '../catalog/index.js';

type Cell = null | undefined | boolean | number | bigint | string | Uint8Array;

export interface TableOptions<R extends Readonly<Record<string, Cell>>> {
  readonly name: string;
  readonly description?: string;
  /** Column types by name, in the order of `SELECT *`; the rows' fields of the same name are read. */
  readonly columns: { readonly [K in keyof R & string]: ColumnType };
  /** The rows, or how to get them when a query asks: a generator, an async one too. */
  readonly rows: Iterable<R> | (() => Iterable<R> | AsyncIterable<R>);
}

/**
 * A table over rows you have. For one that looks things up by key, or reads only what a query needs, see {@link tableOf}.
 *
 * ```ts
 * const fruit = table({
 *   name: 'fruit',
 *   columns: { name: 'text', grams: 'integer' },
 *   rows: [{ name: 'apple', grams: 180 }],
 * });
 * const db = await open({ tables: [fruit] });
 * ```
 */
export function table<R extends Readonly<Record<string, Cell>>>(options: TableOptions<R>): TableSpec {
  const { rows } = options;
  const columns = Object.entries<ColumnType>(options.columns).map(([name, type]) => [
    name,
    { type, description: '', options: {}, read: (row: R): Cell => row[name] },
  ]);
  const scan = typeof rows === 'function' ? rows : () => rows;
  return tableOf<R>().table({
    name: options.name,
    description: options.description ?? '',
    columns: Object.fromEntries(columns),
    ...(Array.isArray(rows) && { rows: rows.length }),
    isAsync: typeof rows === 'function' && rows.constructor.name === 'AsyncGeneratorFunction',
    scan,
  });
}
