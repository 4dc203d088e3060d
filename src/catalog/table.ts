import type { CollationName } from '../core/index.js';
import type { Host } from '../host/index.js';
import type { ColumnSpec, ColumnType, KeyOp, KeySpec, Lookup, Many, ScanRequest, TableSpec } from './spec.js';

/** A column as written in a table: its name is the key it stands under. */
export interface ColumnDef<S, V> {
  readonly type: ColumnType;
  readonly description: string;
  readonly options: ColumnOptions;
  readonly read: (subject: S) => V | null | undefined;
}

export interface ColumnOptions {
  readonly key?: KeyOptions;
  readonly hidden?: boolean;
  readonly collation?: CollationName;
  /** Per row, in COST units; default free. */
  readonly cost?: number;
  readonly group?: string;
}

/** See {@link KeySpec}. Defaults: `=` only, exact, not required, not unique, 1,024 values, 1 row per value. */
export interface KeyOptions {
  readonly ops?: readonly KeyOp[];
  /** true: for all `ops`; a list: for these alone. */
  readonly exact?: boolean | readonly KeyOp[];
  readonly required?: boolean;
  readonly unique?: boolean;
  readonly maxValues?: number;
  readonly rowsPerValue?: number;
}

type Columns<S> = Readonly<Record<string, ColumnDef<S, unknown>>>;
type KeyValue<D> = D extends ColumnDef<never, infer V> ? Extract<V, string | number> : never;

/** What a table's own scan receives: the request with its lookups typed by column. */
export type TypedScanRequest<C> = Omit<ScanRequest, 'lookup'> & {
  readonly host: Host;
  readonly lookup: { readonly [K in keyof C]?: Lookup<KeyValue<C[K]>> };
};

export interface TableDef<S, C extends Columns<S>> {
  readonly name: string;
  readonly description: string;
  readonly columns: C;
  readonly aliases?: readonly string[];
  /** Hidden further names of columns: `{ old_name: 'column' }`. */
  readonly columnAliases?: Readonly<Record<string, keyof C & string>>;
  readonly examples?: readonly string[];
  readonly sources?: readonly string[];
  readonly privileges?: string;
  readonly rows?: number;
  readonly rowCost?: number;
  /** Default: whether `scan` is an async generator function. */
  readonly isAsync?: boolean;
  readonly warn?: (request: ScanRequest) => string | undefined;
  scan(request: TypedScanRequest<C>): Iterable<S> | AsyncIterable<S | Many<S>>;
}

/**
 * The words to write a table with, for rows made from subjects of type `S`: a process, a file, a parsed line.
 *
 * ```ts
 * const { table, bigint, text } = tableOf<Process>();
 * export const processes = table({
 *   name: 'processes',
 *   description: 'Processes running on the host, one row each.',
 *   columns: {
 *     pid: bigint('Process id', (p) => p.pid, { key: { unique: true } }),
 *     name: text('Command name', (p) => p.stat.comm, { cost: COST.file, group: 'stat' }),
 *   },
 *   *scan({ host, lookup }) {
 *     for (const pid of lookup.pid?.values ?? listPids(host)) yield new Process(host, pid);
 *   },
 * });
 * ```
 */
export function tableOf<S>() {
  const column =
    <V>(type: ColumnType) =>
    (
      description: string,
      read: (subject: S) => V | null | undefined,
      options: ColumnOptions = {},
    ): ColumnDef<S, V> => ({
      type,
      description,
      options,
      read,
    });
  return {
    text: column<string>('text'),
    integer: column<number>('integer'),
    bigint: column<number | bigint>('bigint'),
    unsignedBigint: column<number | bigint>('unsigned_bigint'),
    double: column<number>('double'),
    blob: column<Uint8Array>('blob'),
    table: <C extends Columns<S>>(def: TableDef<S, C>): TableSpec => toSpec(def),
  };
}

function toSpec<S, C extends Columns<S>>(def: TableDef<S, C>): TableSpec {
  const columns = Object.entries(def.columns).map(([name, column]) =>
    toColumnSpec(name, column, column.options.hidden ?? false),
  );
  for (const [alias, target] of Object.entries(def.columnAliases ?? {})) {
    const column = def.columns[target];
    if (column) columns.push(toColumnSpec(alias, column, true));
  }
  return {
    name: def.name,
    description: def.description,
    columns,
    aliases: def.aliases ?? [],
    examples: def.examples ?? [],
    sources: def.sources ?? [],
    ...(def.privileges !== undefined && { privileges: def.privileges }),
    rows: def.rows ?? 100,
    rowCost: def.rowCost ?? 1,
    isAsync: def.isAsync ?? def.scan.constructor.name === 'AsyncGeneratorFunction',
    ...(def.warn && { warn: def.warn }),
    scan: def.scan as TableSpec['scan'], // the lookup's type is erased here and restored by the column types
  };
}

function toColumnSpec(name: string, column: ColumnDef<never, unknown>, hidden: boolean): ColumnSpec {
  const { options } = column;
  return {
    name,
    type: column.type,
    description: column.description,
    hidden,
    collation: options.collation ?? 'binary',
    cost: options.cost ?? 0,
    ...(options.group !== undefined && { group: options.group }),
    ...(options.key && { key: toKeySpec(options.key) }),
    read: column.read,
  };
}

function toKeySpec(key: KeyOptions): KeySpec {
  const ops = key.ops ?? ['='];
  return {
    ops,
    exact: key.exact === false ? [] : key.exact === true || key.exact === undefined ? ops : key.exact,
    required: key.required ?? false,
    unique: key.unique ?? false,
    maxValues: key.maxValues ?? 1024,
    rowsPerValue: key.rowsPerValue ?? 1,
  };
}
