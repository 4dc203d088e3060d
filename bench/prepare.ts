// Prepare time, stage by stage: from text to a pipeline. SQLite's own, over empty tables of the same columns, is beside it.
import { readFileSync } from 'node:fs';
import { compile } from '../src/exec/index.js';
import { tokenize } from '../src/sql/lexer/index.js';
import { parseEach } from '../src/sql/parser/index.js';
import { bind, optimize } from '../src/sql/planner/index.js';
import { linuxTables } from '../src/tables/index.js';
import { check, geometricMean, median, openLive, report, spreadOf } from './measure.js';
import { requirePackage } from './rivals/packages.js';

const WARM_ROUNDS = 40;
const ROUNDS = 15;
const COUNT = 200;
const TARGET_US = 250;

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

function isRefused(sql: string): boolean {
  try {
    engine.prepare(sql);
    return false;
  } catch (error) {
    return error instanceof Error && error.message.includes('no_such_column');
  }
}

function selectOf(sql: string) {
  const [statement] = parseEach(sql);
  if (statement?.kind !== 'select-statement') throw new Error(`no query: ${sql}`);
  return statement.select;
}

/** Each stage from the text on: what a stage takes is the difference to the one before. */
const STAGES: Readonly<Record<string, (sql: string) => unknown>> = {
  lexer: tokenize,
  parser: selectOf,
  'planner: bind': (sql) => bind(selectOf(sql), engine.catalog, sql),
  'planner: optimize': (sql) => optimize(bind(selectOf(sql), engine.catalog, sql)),
  compile: (sql) => compile(optimize(bind(selectOf(sql), engine.catalog, sql))),
};

/** The median of each contender for one query, in µs; they take turns. */
function microseconds(contenders: readonly ((sql: string) => unknown)[], sql: string): number[] {
  const times = contenders.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, run] of contenders.entries()) {
      const startMs = performance.now();
      run(sql);
      times[index]?.push((performance.now() - startMs) * 1000);
    }
  }
  return times.map(median);
}

function measureStages(): void {
  const stages = Object.values(STAGES);
  for (let round = 0; round < WARM_ROUNDS; round++) for (const sql of queries) stages.at(-1)?.(sql);
  const figures = queries.map((sql) => microseconds(stages, sql));
  const upTo = (stage: number): number[] => figures.map((row) => row[stage] ?? 0);
  const total = spreadOf(upTo(stages.length - 1));
  report(`text to pipeline, median of ${COUNT} queries`, `${total.median.toFixed(0)} µs`, total.median <= TARGET_US);
  report('  quartiles', `${total.low.toFixed(0)} to ${total.high.toFixed(0)} µs`);
  for (const [stage, name] of Object.keys(STAGES).entries()) {
    const before = stage === 0 ? 0 : median(upTo(stage - 1));
    report(`  ${name}`, `${(median(upTo(stage)) - before).toFixed(0)} µs`);
  }
  const known = queries.map((sql) => microseconds([(text) => engine.prepare(text)], sql)[0] ?? 0);
  report('  a text that was prepared before', `${median(known).toFixed(1)} µs`);
  const slowest = figures
    .map((row, index) => ({ us: row.at(-1) ?? 0, sql: queries[index] ?? '' }))
    .sort((a, b) => b.us - a.us);
  for (const { us, sql } of slowest.slice(0, 3)) {
    report('  slowest', `${us.toFixed(0)} µs`);
    console.log(`      ${sql.length > 110 ? `${sql.slice(0, 110)}…` : sql}`);
  }
}

/** Functions that SQLite lacks leave a few queries out. */
function compareWithSqlite(): void {
  const db = new (requirePackage('better-sqlite3'))(':memory:');
  for (const { name, columns } of linuxTables)
    db.exec(`CREATE TABLE "${name}" ("${columns.map((column) => column.name).join('", "')}")`);
  const known = queries.filter((sql) => {
    try {
      return db.prepare(sql);
    } catch {
      return false;
    }
  });
  const ours = STAGES['compile'];
  if (!ours) return;
  const ratios = known.map((sql) => {
    const [mine = 1, other = 1] = microseconds([ours, (text) => db.prepare(text)], sql);
    return mine / other;
  });
  report(`to SQLite's prepare, ${known.length} queries, geometric mean`, `${geometricMean(ratios).toFixed(2)}x`);
}

measureStages();
try {
  compareWithSqlite();
} catch (error) {
  console.log(`  SQLite is not installed: ${String((error as Error).message).split('\n')[0]}`);
}
