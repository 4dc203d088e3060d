/**
 * hostql as a library: this machine, or your own tables, asked in SQL.
 *
 * ```ts
 * import { open } from 'hostql';
 *
 * const db = await open();
 * const { rows } = await db.query('SELECT name, pid FROM processes WHERE pid = ?', [1]);
 * await db.close();
 * ```
 */
import { Catalog, knownTable, type TableSpec, type ViewSpec } from './catalog/index.js';
import { integer, Real, type Row, SqlError, type Value } from './core/index.js';
import { openEngine, type Prepared, type ResultColumn, type RunOptions } from './engine.js';
import { Host } from './host/index.js';
import { linuxTables } from './tables/index.js';

export {
  COST,
  type Lookup,
  type Pattern,
  type ScanRequest,
  type TableSpec,
  tableOf,
  type ViewSpec,
} from './catalog/index.js';
export { describeError, type Span, SqlError, type SqlErrorCode } from './core/index.js';
export type { ResultColumn } from './engine.js';
export { Host } from './host/index.js';
export { type TableOptions, table } from './library/index.js';

export interface OpenOptions {
  /** The tables to have; default: those of this host. `[]` is an empty database. */
  readonly tables?: readonly TableSpec[];
  readonly views?: readonly ViewSpec[];
  /** A folder that stands for `/`: a recorded machine. Default: this machine. */
  readonly root?: string;
}

/** A parameter's value: `true` and `false` are 1 and 0, a whole number is an INTEGER, a `bigint` must fit 64 bits. */
export type Parameter = null | undefined | boolean | number | bigint | string | Uint8Array;
/** By position for `?` and `?1`; by name for `:a`, `@a` and `$a`, with or without the sign. */
export type Parameters = readonly Parameter[] | Readonly<Record<string, Parameter>>;

export interface QueryOptions {
  /** Stops the query within about 50 ms; it fails with SqlError `cancelled`. */
  readonly signal?: AbortSignal;
  /** Milliseconds after which the query fails with SqlError `timeout`. */
  readonly timeoutMs?: number;
  /** More result rows than this fail with SqlError `limit`. */
  readonly maxRows?: number;
  /** Bytes that sorting, grouping and joining may keep, else SqlError `budget`. Default 256 MiB. */
  readonly memoryBytes?: number;
}

export interface QueryResult {
  readonly columns: readonly ResultColumn[];
  /** Rows by position: INTEGER as number, beyond 2^53 as bigint; REAL as number; TEXT as string; BLOB as Uint8Array; NULL as null. */
  readonly rows: readonly unknown[][];
  /** Sentences on what to know of the result: a source that could not be read, text taken for a column. */
  readonly warnings: readonly string[];
}

export interface Database {
  /**
   * Runs every statement of the text and gives the last one's rows.
   * @throws SqlError where the query is wrong or was stopped
   */
  query(sql: string, parameters?: Parameters, options?: QueryOptions): Promise<QueryResult>;
  /** The rows of one statement as they come; leaving the loop stops the query. @throws SqlError */
  stream(sql: string, parameters?: Parameters, options?: QueryOptions): AsyncIterable<unknown[]>;
  /** The plan, for people. @throws SqlError */
  explain(sql: string): string;
  /** Stops what still runs; later calls fail. */
  close(): Promise<void>;
}

/** Opens this host, a recorded one, or tables of your own. */
export async function open(options: OpenOptions = {}): Promise<Database> {
  const catalog = new Catalog(options.tables ?? linuxTables, options.views ?? [], options.tables ? [] : knownTable);
  const engine = openEngine({ catalog, host: new Host(options.root) });
  const closing = new AbortController();

  function settings(
    prepared: Prepared,
    parameters: Parameters,
    { signal, ...rest }: QueryOptions,
    warnings: string[],
  ): RunOptions {
    if (closing.signal.aborted) throw new SqlError('cancelled', 'the database is closed');
    warnings.push(...prepared.warnings);
    return {
      ...rest,
      parameters: bindParameters(prepared.parameters, parameters),
      signal: signal ? AbortSignal.any([signal, closing.signal]) : closing.signal,
      onWarning: (message) => warnings.push(message),
    };
  }

  return {
    async query(sql, parameters = [], queryOptions = {}) {
      let result: QueryResult = { columns: [], rows: [], warnings: [] };
      for (const prepared of engine.prepareEach(sql)) {
        const warnings: string[] = [];
        const found = await prepared.collect(settings(prepared, parameters, queryOptions, warnings));
        const rows = found.map((row) => row.map(toPlain));
        result = { columns: prepared.columns, rows, warnings };
      }
      return result;
    },
    async *stream(sql, parameters = [], queryOptions = {}) {
      const [prepared, further] = engine.prepare(sql);
      if (further) throw new SqlError('misuse', 'a stream takes one statement');
      if (!prepared) return;
      for await (const batch of prepared.run(settings(prepared, parameters, queryOptions, []))) {
        for (const row of batch as readonly Row[]) yield row.map(toPlain);
      }
    },
    explain: (sql) => engine.explain(sql),
    async close() {
      closing.abort();
    },
  };
}

const toPlain = (value: Value): unknown => (value instanceof Real ? value.value : value);

function bindParameters(names: readonly string[], given: Parameters): Value[] {
  if (isList(given)) return given.map(toValue);
  return names.map((name) => toValue(given[name] ?? given[name.slice(1)]));
}

const isList = (given: Parameters): given is readonly Parameter[] => Array.isArray(given);

function toValue(parameter: Parameter): Value {
  if (parameter === undefined || parameter === null) return null;
  if (typeof parameter === 'boolean') return parameter ? 1 : 0;
  if (typeof parameter === 'bigint') {
    if (BigInt.asIntN(64, parameter) !== parameter)
      throw new SqlError('type-mismatch', `parameter ${parameter} does not fit 64 bits`);
    return integer(parameter);
  }
  return Number.isNaN(parameter) ? null : parameter;
}
