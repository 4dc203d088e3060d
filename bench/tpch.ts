// TPC-H: 22 queries over eight tables, beside SQLite and DuckDB, answers equal to SQLite's in rows and their order.
// HOSTQL_BENCH_SCALES=0.01,1 has other scales, HOSTQL_BENCH_ONLY=q9,q18 some of the queries.
import { readFileSync } from 'node:fs';
import { compete, type Query } from './contest/compete.js';
import { chosenRivals, isChosen, numberOf } from './options.js';

const SCALES = (process.env['HOSTQL_BENCH_SCALES'] ?? '0.01,0.1').split(',').map(Number);
/** Without indexes, or with a planner that knows none, a join of six tables ends on no day. */
const RIVALS = ['sql.js', 'DuckDB'];

const queriesAt = (scale: number): Query[] =>
  [...readFileSync('bench/tpch.sql', 'utf8').matchAll(/^-- (q\d+)\n([^;]*);/gm)].map(([, name = '', sql = '']) => ({
    name,
    sql: sql.replaceAll(':scale', String(scale)),
    isOrdered: true,
  }));

for (const scale of SCALES) {
  await compete({
    title: `TPC-H at scale ${scale}`,
    dataset: { name: 'tpch', size: scale },
    queries: queriesAt(scale).filter(({ name }) => isChosen(name)),
    rivals: chosenRivals(RIVALS),
    rounds: numberOf('ROUNDS', scale < 0.1 ? 11 : 5, scale < 0.1 ? 7 : 3),
    limitMs: numberOf('LIMIT_MS', 20_000, 2_000),
    targets: { means: { SQLite: 2 } },
  });
}
