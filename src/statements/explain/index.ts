import type { Row } from '../../core/index.js';
import { compile, type NodeStats, type Pipeline, run } from '../../exec/index.js';
import type { Explain } from '../../sql/parser/index.js';
import { type Plan, printPlan, type Query } from '../../sql/planner/index.js';
import { gathered, type Prepared, type RunOptions, rows } from '../prepared.js';
import { queryPlanRows } from '../query-plan.js';
import { runContext, type Session } from '../session.js';
import type { Analysis } from './analysis.js';
import { planJson } from './json.js';
import { analysisLines } from './text.js';

/** What is asked of an EXPLAIN. */
export type How = Pick<Explain, 'mode' | 'format'>;

/** EXPLAIN of what is planned. */
export function explainQuery(session: Session, { mode, format }: How, query: Query): Prepared {
  const fields = { parameters: query.parameters, warnings: query.warnings };
  if (mode === 'query-plan') return { ...rows(QUERY_PLAN_COLUMNS, () => queryPlanRows(query)), ...fields };
  if (mode === 'plan')
    return { ...rows(PLAN_COLUMNS, () => (format ? [[planJson(query)]] : planLines(query))), ...fields };
  const pipeline = compile(query);
  const analyzed = (options: RunOptions = {}) => analyze(session, pipeline, format, options);
  return { ...fields, columns: PLAN_COLUMNS, run: analyzed, collect: (options) => gathered(analyzed(options)) };
}

/** EXPLAIN of a statement that has no plan. */
export function explainStatement({ mode, format }: How, words: string): Prepared {
  if (mode === 'query-plan') return rows(QUERY_PLAN_COLUMNS, () => []);
  return rows(PLAN_COLUMNS, () => [[format ? JSON.stringify({ statement: words }) : words]]);
}

const PLAN_COLUMNS = [{ name: 'plan', type: 'TEXT' }];

const QUERY_PLAN_COLUMNS = ['id', 'parent', 'notused', 'detail'].map((name) => ({
  name,
  type: name === 'detail' ? 'TEXT' : 'INTEGER',
}));

const planLines = (query: Query): Row[] => toRows(printPlan(query).split('\n'));

const toRows = (lines: readonly string[]): Row[] => lines.map((line) => [line]);

async function* analyze(
  session: Session,
  pipeline: Pipeline,
  format: How['format'],
  options: RunOptions,
): AsyncGenerator<readonly Row[]> {
  const { counters } = session.host;
  const before = { ...counters };
  const nodes = new Map<Plan, NodeStats>();
  const startMs = performance.now();
  let count = 0;
  for await (const batch of run(pipeline, { ...runContext(session, options), stats: nodes })) count += batch.length;
  const analysis: Analysis = {
    nodes,
    rows: count,
    ms: performance.now() - startMs,
    filesOpened: counters.filesOpened - before.filesOpened,
    syscalls: counters.syscalls - before.syscalls,
    bytesRead: counters.bytesRead - before.bytesRead,
  };
  const { query } = pipeline;
  yield format ? [[planJson(query, analysis)]] : toRows(analysisLines(query, analysis));
}
