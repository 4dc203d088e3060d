import type { Row } from '../core/index.js';
import { compile, type NodeStats, type Pipeline, run } from '../exec/index.js';
import { type Plan, printPlan, type Query } from '../sql/planner/index.js';
import { gathered, type Prepared, type RunOptions, rows } from './prepared.js';
import { queryPlanRows } from './query-plan.js';
import { runContext, type Session } from './session.js';

export type ExplainMode = 'plan' | 'query-plan' | 'analyze';

/** EXPLAIN of what is planned. */
export function explainQuery(session: Session, mode: ExplainMode, query: Query): Prepared {
  const fields = { parameters: query.parameters, warnings: query.warnings };
  if (mode === 'query-plan') return { ...rows(QUERY_PLAN_COLUMNS, () => queryPlanRows(query)), ...fields };
  if (mode === 'plan') return { ...rows(PLAN_COLUMNS, () => lines(printPlan(query))), ...fields };
  const pipeline = compile(query);
  const analyzed = (options: RunOptions = {}) => analyze(session, pipeline, options);
  return { ...fields, columns: PLAN_COLUMNS, run: analyzed, collect: (options) => gathered(analyzed(options)) };
}

/** EXPLAIN of a statement that has no plan. */
export function explainStatement(mode: ExplainMode, words: string): Prepared {
  return mode === 'query-plan' ? rows(QUERY_PLAN_COLUMNS, () => []) : rows(PLAN_COLUMNS, () => [[words]]);
}

const PLAN_COLUMNS = [{ name: 'plan', type: 'TEXT' }];

const QUERY_PLAN_COLUMNS = ['id', 'parent', 'notused', 'detail'].map((name) => ({
  name,
  type: name === 'detail' ? 'TEXT' : 'INTEGER',
}));

const lines = (text: string): Row[] => text.split('\n').map((line) => [line]);

async function* analyze(session: Session, pipeline: Pipeline, options: RunOptions): AsyncGenerator<readonly Row[]> {
  const stats = new Map<Plan, NodeStats>();
  for await (const _ of run(pipeline, { ...runContext(session, options), stats })) {
    // Only what the nodes counted is wanted.
  }
  yield lines(printPlan(pipeline.query, (plan) => describeStats(stats.get(plan))));
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
