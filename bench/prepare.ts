// Prepare time: from text to a pipeline. Its rival is reading the text alone, which is what no planner can save.
import { readFileSync } from 'node:fs';
import { toQuery } from '../src/engine.js';
import { compile } from '../src/exec/index.js';
import { parseEach } from '../src/sql/parser/index.js';
import { check, median, openLive, report } from './measure.js';

const WARM_ROUNDS = 40;
const ROUNDS = 15;
const COUNT = 100;

const queries = readFileSync('bench/queries.sql', 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('--'));
check(queries.length === COUNT, `${queries.length} queries in bench/queries.sql`);
const engine = openLive();
for (const sql of queries) {
  const [statement, ...more] = engine.prepare(sql);
  check(more.length === 0 && (statement?.columns.length ?? 0) > 0, sql);
  // A name that nobody knows must be told: what is timed does look at the catalog.
  check(isRefused(`SELECT * FROM (${sql}) WHERE no_such_column = 1`), sql);
}

/** Runs the query's text to the end of a stage. */
type Stage = (sql: string) => unknown;
const parse: Stage = (sql) => [...parseEach(sql)];
const plan: Stage = (sql) => [...parseEach(sql)].map((statement) => toQuery(statement, engine.catalog, sql));
const prepare: Stage = (sql) =>
  [...parseEach(sql)].map((statement) => compile(toQuery(statement, engine.catalog, sql)));
const STAGES: readonly Stage[] = [parse, plan, prepare];

for (let round = 0; round < WARM_ROUNDS; round++) for (const sql of queries) prepare(sql);
const figures = queries.map((sql) => microseconds(sql));
const [parsed, planned, prepared] = STAGES.map((_, stage) => median(figures.map((row) => row[stage] ?? 0)));
report(`parse to pipeline, median of ${COUNT} queries`, `${prepared?.toFixed(0)} µs`);
report('  of which parse', `${parsed?.toFixed(0)} µs`);
report('  of which bind, optimize', `${((planned ?? 0) - (parsed ?? 0)).toFixed(0)} µs`);
report('  to parse alone', `${((prepared ?? 0) / (parsed ?? 1)).toFixed(1)}x`);
const slowest = figures
  .map((row, index) => ({ us: row[2] ?? 0, sql: queries[index] ?? '' }))
  .sort((a, b) => b.us - a.us);
report('slowest', `${slowest[0]?.us.toFixed(0)} µs`);
console.log(`    ${slowest[0]?.sql.slice(0, 100)}`);

/** The median of each stage for one query; stages take turns. */
function microseconds(sql: string): number[] {
  const times = STAGES.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, stage] of STAGES.entries()) {
      const startMs = performance.now();
      stage(sql);
      times[index]?.push((performance.now() - startMs) * 1000);
    }
  }
  return times.map(median);
}

function isRefused(sql: string): boolean {
  try {
    engine.prepare(sql);
    return false;
  } catch (error) {
    return error instanceof Error && error.message.includes('no_such_column');
  }
}
