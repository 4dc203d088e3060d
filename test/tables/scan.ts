import {
  type Cell,
  type ColumnSpec,
  type Lookup,
  type ScanRequest,
  sharedSources,
  type TableSpec,
} from '../../src/catalog/index.js';
import { Gone, integer } from '../../src/core/index.js';
import type { Host } from '../../src/host/index.js';

export interface ScanOptions {
  /** By key column: a list of values, or a whole {@link Lookup}. */
  readonly lookup?: Readonly<Record<string, readonly (string | number)[] | Lookup>>;
  /** Default: the columns that `SELECT *` shows. */
  readonly columns?: readonly string[];
  readonly limit?: number;
  readonly signal?: AbortSignal;
  /** Receives what the scan has to say. */
  readonly warnings?: string[];
}

export type ScannedRow = Record<string, Cell>;

/**
 * The rows of a synchronous table as the scan itself gives them, as objects in column order: no filter is applied
 * on top, so a test sees what push-down alone yields. Rows whose reading throws `Gone` are dropped, as the engine does.
 */
export function scanTable(spec: TableSpec, host: Host, options: ScanOptions = {}): ScannedRow[] {
  if (spec.isAsync) throw new Error(`${spec.name} is async: use scanTableAsync`);
  const { request, columns } = prepare(spec, host, options);
  const rows: ScannedRow[] = [];
  for (const subject of spec.scan(request) as Iterable<unknown>) {
    collect(rows, columns, subject);
    if (rows.length === options.limit) break;
  }
  return rows;
}

/** {@link scanTable} for tables of either kind. */
export async function scanTableAsync(spec: TableSpec, host: Host, options: ScanOptions = {}): Promise<ScannedRow[]> {
  const { request, columns } = prepare(spec, host, options);
  const rows: ScannedRow[] = [];
  for await (const subject of spec.scan(request)) {
    collect(rows, columns, subject);
    if (rows.length === options.limit) break;
  }
  return rows;
}

/** One column of a scan. */
export function scanColumn(spec: TableSpec, host: Host, column: string, options: ScanOptions = {}): Cell[] {
  return scanTable(spec, host, { ...options, columns: [column] }).map((row) => row[column]);
}

function prepare(spec: TableSpec, host: Host, options: ScanOptions): { request: ScanRequest; columns: ColumnSpec[] } {
  const names = options.columns ?? spec.columns.filter((column) => !column.hidden).map((column) => column.name);
  const columns = names.map((name) => columnOf(spec, name));
  const signal = options.signal ?? new AbortController().signal;
  const request: ScanRequest = {
    host,
    lookup: Object.fromEntries(
      Object.entries(options.lookup ?? {}).map(([name, values]) => [name, toLookup(columnOf(spec, name), values)]),
    ),
    columns: new Set(names),
    ...(options.limit !== undefined && { limit: options.limit }),
    signal,
    checkpoint: () => signal.throwIfAborted(),
    shared: sharedSources(),
    warn: (message) => void options.warnings?.push(message),
  };
  return { request, columns };
}

function columnOf(spec: TableSpec, name: string): ColumnSpec {
  const column = spec.columns.find((candidate) => candidate.name === name);
  if (!column) throw new Error(`${spec.name} has no column "${name}"`);
  return column;
}

function toLookup(column: ColumnSpec, values: readonly (string | number)[] | Lookup): Lookup<never> {
  if (!column.key) throw new Error(`column "${column.name}" is no key: the engine would never pass a constraint on it`);
  return (isList(values) ? { values } : values) as Lookup<never>; // the request's own type erases the value type
}

function isList(values: readonly (string | number)[] | Lookup): values is readonly (string | number)[] {
  return Array.isArray(values);
}

function collect(rows: ScannedRow[], columns: readonly ColumnSpec[], subject: unknown): void {
  const row: ScannedRow = {};
  try {
    for (const column of columns) row[column.name] = normal(column.read(subject as never) as Cell); // specs erase the subject's type
  } catch (error) {
    if (error instanceof Gone) return;
    throw error;
  }
  rows.push(row);
}

/** As the engine stores it: absent is null, a boolean 0 or 1, a bigint a number where that is exact. */
function normal(cell: Cell): Cell {
  if (cell === undefined) return null;
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  return typeof cell === 'bigint' ? integer(cell) : cell;
}
