import type { Catalog } from './catalog/index.js';
import { type Row, SqlError, type Value } from './core/index.js';
import { compile, type NodeStats, type Pipeline, type RunContext, run } from './exec/index.js';
import type { Host } from './host/index.js';
import { parseEach, type Statement } from './sql/parser/index.js';
import { bind, type Column, optimize, type Plan, printPlan, type Query, TYPE } from './sql/planner/index.js';

/** A result column. `type` is the declared type (`BIGINT`), or what the expression can only give, or ''. */
export interface ResultColumn {
  readonly name: string;
  readonly type: string;
}

/** How one run of a statement differs from another. */
export interface RunOptions {
  /** Values of parameters by position; see {@link Prepared.parameters} for their names. */
  readonly parameters?: readonly Value[];
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly maxRows?: number;
  readonly memoryBytes?: number;
  readonly nowMs?: number;
  /** 'empty': text that a table does not know is '' instead of null, as osquery's tables have it. */
  readonly nullText?: 'null' | 'empty';
  readonly onWarning?: (message: string) => void;
}

/** One statement, ready to run any number of times. */
export interface Prepared {
  readonly columns: readonly ResultColumn[];
  /** Names of parameters by position; '' for a plain `?`. */
  readonly parameters: readonly string[];
  /** Found while preparing; those of a run go to `onWarning`. */
  readonly warnings: readonly string[];
  /** Rows in batches. @throws SqlError */
  run(options?: RunOptions): AsyncIterable<readonly Row[]>;
}

/** A catalog over a host, to be asked in SQL. */
export interface Engine {
  readonly catalog: Catalog;
  /** Every statement of the text. @throws SqlError for the first that is wrong */
  prepare(sql: string): readonly Prepared[];
  /** The statements one by one, so that those before a mistake can run. */
  prepareEach(sql: string): Iterable<Prepared>;
  /** The plans of the text's statements, for people. */
  explain(sql: string): string;
}

/** Text in, pipeline out: parse, bind, optimize, compile. */
export const toQuery = (statement: Statement, catalog: Catalog, text: string, fired?: Set<string>): Query => {
  if (statement.kind !== 'select-statement') throw notSupported(statement);
  return optimize(bind(statement.select, catalog, text), fired);
};

export function openEngine({ catalog, host }: { readonly catalog: Catalog; readonly host: Host }): Engine {
  function* prepareEach(sql: string): Iterable<Prepared> {
    for (const statement of parseEach(sql)) yield prepareStatement(statement, catalog, host, sql);
  }
  return {
    catalog,
    prepareEach,
    prepare: (sql) => [...prepareEach(sql)],
    explain(sql) {
      const plans: string[] = [];
      for (const statement of parseEach(sql)) plans.push(printPlan(toQuery(explained(statement), catalog, sql)));
      return plans.join('\n\n');
    },
  };
}

const explained = (statement: Statement): Statement =>
  statement.kind === 'explain' ? explained(statement.statement) : statement;

function prepareStatement(statement: Statement, catalog: Catalog, host: Host, sql: string): Prepared {
  const query = toQuery(explained(statement), catalog, sql);
  if (statement.kind === 'explain') return prepareExplain(statement.mode, query, { host, database: catalog.database });
  const pipeline = compile(query);
  const { database } = catalog;
  return {
    columns: query.columns.map(resultColumn),
    parameters: query.parameters,
    warnings: query.warnings,
    run: (options = {}) => run(pipeline, { host, database, ...options }),
  };
}

const resultColumn = (column: Column): ResultColumn => ({
  name: column.name,
  type: column.declared || TYPE_NAMES.get(column.types & ~TYPE.null) || '',
});

const TYPE_NAMES: ReadonlyMap<number, string> = new Map([
  [TYPE.integer, 'BIGINT'],
  [TYPE.real, 'DOUBLE'],
  [TYPE.text, 'TEXT'],
  [TYPE.blob, 'BLOB'],
]);

// -------------------------------------------------------------------- explain

/** What a run reads. */
type Source = Pick<RunContext, 'host' | 'database'>;

function prepareExplain(mode: 'plan' | 'query-plan' | 'analyze', query: Query, source: Source): Prepared {
  const fields = { parameters: query.parameters, warnings: query.warnings };
  if (mode === 'query-plan') {
    const columns = ['id', 'parent', 'notused', 'detail'].map((name) => ({
      name,
      type: name === 'detail' ? 'TEXT' : 'INTEGER',
    }));
    return { ...fields, columns, run: () => oneBatch(queryPlanRows(printPlan(query))) };
  }
  const columns = [{ name: 'plan', type: 'TEXT' }];
  const asRows = (text: string): Row[] => text.split('\n').map((line) => [line]);
  if (mode === 'plan') return { ...fields, columns, run: () => oneBatch(asRows(printPlan(query))) };
  const pipeline = compile(query);
  return { ...fields, columns, run: (options = {}) => analyze(pipeline, source, options, asRows) };
}

async function* oneBatch(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows;
}

/** SQLite's four columns: each line of the plan under the line it is indented below. */
function queryPlanRows(text: string): Row[] {
  const parents: { depth: number; id: number }[] = [];
  return text.split('\n').map((line, index) => {
    const depth = line.search(/[^│├└─ ]/);
    while (parents.length > 0 && (parents.at(-1)?.depth ?? 0) >= depth) parents.pop();
    const id = index + 2;
    const row: Row = [id, parents.at(-1)?.id ?? 0, 0, line.slice(Math.max(depth, 0))];
    parents.push({ depth, id });
    return row;
  });
}

async function* analyze(
  pipeline: Pipeline,
  source: Source,
  options: RunOptions,
  asRows: (text: string) => Row[],
): AsyncGenerator<readonly Row[]> {
  const stats = new Map<Plan, NodeStats>();
  for await (const _ of run(pipeline, { ...source, ...options, stats })) {
    // Only what the nodes counted is wanted.
  }
  yield asRows(printPlan(pipeline.query, (plan) => describeStats(stats.get(plan))));
}

function describeStats(stats: NodeStats | undefined): string {
  if (!stats) return '  (never run)';
  const parts = [`${stats.rows} rows`, `${stats.timeMs.toFixed(1)} ms`];
  if (stats.calls > 1) parts.push(`${stats.calls} calls`);
  if (stats.scans > 0) parts.push(`${stats.scans} scan${stats.scans === 1 ? '' : 's'}`);
  if (stats.filesOpened > 0) parts.push(`${stats.filesOpened} files`);
  if (stats.syscalls > 0) parts.push(`${stats.syscalls} syscalls`);
  if (stats.bytesRead > 0) parts.push(`${stats.bytesRead} bytes`);
  return `  (${parts.join(', ')})`;
}

function notSupported(statement: Statement): SqlError {
  const words = statement.kind.replaceAll('-', ' ').toUpperCase();
  return new SqlError(
    'not-supported',
    `${words} is not supported yet`,
    statement.span,
    'this version answers SELECT, VALUES, WITH and EXPLAIN',
  );
}
