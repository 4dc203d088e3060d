import type { ScanRequest, TableSpec } from '../../catalog/index.js';

/** What the tables of a running query have done so far. */
export interface Watch {
  /** The one that was asked last. */
  table: string | undefined;
  rows: number;
}

/** The tables, such that one sees what they do. */
export const watched = (tables: readonly TableSpec[], watch: Watch): TableSpec[] =>
  tables.map((table) => ({ ...table, scan: (request: ScanRequest) => scanWatched(table, request, watch) }));

function scanWatched(table: TableSpec, request: ScanRequest, watch: Watch): Iterable<unknown> | AsyncIterable<unknown> {
  watch.table = table.name;
  const rows = table.scan(request);
  return Symbol.asyncIterator in rows ? countedAsync(rows, watch) : counted(rows, watch);
}

function* counted(rows: Iterable<unknown>, watch: Watch): Generator<unknown> {
  for (const row of rows) {
    watch.rows++;
    yield row;
  }
}

async function* countedAsync(rows: AsyncIterable<unknown>, watch: Watch): AsyncGenerator<unknown> {
  for await (const row of rows) {
    watch.rows++;
    yield row;
  }
}
