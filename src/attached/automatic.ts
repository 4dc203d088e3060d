import { Catalog, type Lookup, type ScanRequest, type TableSpec, tableOf } from '../catalog/index.js';
import type { AutomaticTable } from '../config/index.js';
import { type Row, SqlError } from '../core/index.js';
import { openEngine, type Prepared } from '../engine.js';
import { readOrWarn } from '../host/index.js';
import { linuxTables } from '../tables/index.js';
import { serveFile } from './file.js';

/** A row that the query of such a table gave. */
interface Found {
  readonly path: string;
  readonly row: Row;
  /** Where each column of the query is in the row. */
  readonly places: ReadonlyMap<string, number>;
}

const { table, text } = tableOf<Found>();

/**
 * A table of the configuration's `auto_table_construction`: what a query gives on each of the database files that a path
 * finds. Columns are found by the names of the query's; one that it does not have is null. A file that cannot be read, or
 * on which the query fails, gives a warning and no rows.
 */
export function automaticTable(definition: AutomaticTable): TableSpec {
  const { name, query, path, columns } = definition;
  const own = columns.map((column) => [column, text(`Column of the query on ${path}`, (found) => cell(found, column))]);
  return table({
    name,
    description: `What a query of the configuration gives on ${path}`,
    sources: [path],
    examples: [],
    rowCost: 10,
    isAsync: true,
    columns: {
      ...(Object.fromEntries(own) as Record<string, ReturnType<typeof text>>), // entries lose their types
      path: text('File that the row is of', (found) => found.path, { key: { ops: ['=', 'like', 'glob'] } }),
    },
    async *scan(request) {
      const lookup: Lookup<string> | undefined = request.lookup['path'];
      for (const file of await filesOf(path, lookup, request)) {
        request.checkpoint();
        yield* rowsIn(file, query, request);
      }
    },
  });
}

/** All columns are text. */
function cell({ row, places }: Found, column: string): string | null {
  const place = places.get(column);
  // The engine makes text of what a text column gives.
  return place === undefined ? null : (row[place] as string | null);
}

type Request = Pick<ScanRequest, 'host' | 'signal' | 'checkpoint' | 'warn'>;

/** The files that the path of a table finds, and that the query asks for. */
async function filesOf(path: string, lookup: Lookup<string> | undefined, request: Request): Promise<string[]> {
  const { values, patterns } = lookup ?? {};
  const isWanted = (file: string): boolean =>
    (values?.includes(file) ?? true) && (patterns?.some((pattern) => pattern.matches(file)) ?? true);
  return (await expanded(path, request)).filter(isWanted);
}

/** What patterns find is for the table of files to say. */
async function expanded(path: string, { host, signal }: Request): Promise<string[]> {
  if (!/[%*]/.test(path)) return [path];
  const pattern = path.replace(/[[?]/g, '[$&]').replaceAll('%', '*');
  const engine = openEngine({ catalog: new Catalog(linuxTables.filter(({ name }) => name === 'file')), host });
  const [files] = engine.prepare("SELECT path FROM file WHERE path GLOB ?1 AND type <> 'directory' ORDER BY path");
  const rows = (await files?.collect({ parameters: [pattern], signal })) ?? [];
  return rows.map(([file]) => String(file));
}

async function* rowsIn(path: string, query: string, request: Request): AsyncGenerator<Found> {
  const { host, signal, checkpoint, warn } = request;
  try {
    const [prepared] = readOrWarn<readonly Prepared[]>([], warn, () => {
      const { tables, views } = serveFile(path, { host, checkpoint, warn: () => {} });
      return openEngine({ catalog: new Catalog(tables, views), host }).prepare(query);
    });
    if (!prepared) return;
    const places = new Map(prepared.columns.map((column, at) => [column.name, at]));
    for await (const batch of prepared.run({ signal, interrupted: isOver(checkpoint), onWarning: warn }))
      for (const row of batch) yield { path, row, places };
  } catch (error) {
    if (!(error instanceof SqlError) || STOPPED.has(error.code)) throw error;
    warn(`${path}: ${error.message}`);
  }
}

/** Whether the query that asks has no time left: then what it waits for is to end, too. */
const isOver = (checkpoint: () => void) => (): boolean => {
  try {
    checkpoint();
    return false;
  } catch {
    return true;
  }
};

/** Errors that are not the query's. */
const STOPPED: ReadonlySet<SqlError['code']> = new Set(['cancelled', 'timeout', 'budget']);
