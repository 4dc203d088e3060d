// Small queries from text to rows: every query of SQLite's random tests, over tables of three rows, against SQLite built
// to WASM in the same process. Both are asked in turn, a hundred queries at a time, after their answers were compared.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Catalog } from '../src/catalog/index.js';
import { Real, type Row } from '../src/core/index.js';
import { type Engine, openEngine } from '../src/engine.js';
import { collect, compile } from '../src/exec/index.js';
import { Host } from '../src/host/index.js';
import { tokenize } from '../src/sql/lexer/index.js';
import { parse } from '../src/sql/parser/index.js';
import { bind, optimize } from '../src/sql/planner/index.js';
import { installOracle } from '../test/oracle/install.js';
import { loadOracle } from '../test/oracle/sqlite.js';
import { parseRecords } from '../test/sqllogictest/parse.js';
import { check, median, report, rowsOf } from './measure.js';

const TARGET = 3;
const CHUNK = 100;
/** The first chunks warm both up. */
const WARM_CHUNKS = 60;
/** Which of the folders the target is for; the others are told. */
const MEASURED = 'random/select';
const FOLDERS = [MEASURED, 'random/expr', 'random/aggregates', 'random/groupby'];

/** Where the SQLite tests lie: a corpus of its own that is no part of this repository. */
const corpus = process.env['SQLLOGICTEST'] ?? resolve('../shared/sqllogictest');
const host = new Host();

if (!existsSync(join(corpus, MEASURED))) {
  console.log(`  skipped: no ${MEASURED} in ${corpus}; set SQLLOGICTEST to the folder of the corpus`);
} else {
  const failure = installOracle();
  if (failure !== undefined) console.log(`  skipped: SQLite cannot be installed: ${failure}`);
  else for (const folder of FOLDERS) await compete(folder);
}

interface Records {
  readonly statements: string[];
  readonly queries: string[];
}

/** The records of a folder that are for SQLite; each file makes the same tables, so those of one are enough. */
function recordsOf(folder: string): Records {
  const files = readdirSync(join(corpus, folder)).filter((file) => file.endsWith('.test'));
  const found = files.sort().map((file): Records => {
    const records: Records = { statements: [], queries: [] };
    for (const record of parseRecords(readFileSync(join(corpus, folder, file), 'utf8'))) {
      if (record.kind === 'statement') records.statements.push(record.sql);
      if (record.kind === 'query') records.queries.push(record.sql);
    }
    return records;
  });
  return { statements: found[0]?.statements ?? [], queries: found.flatMap(({ queries }) => queries) };
}

type Ask = (sql: string) => Row[] | Promise<Row[]>;

async function compete(folder: string): Promise<void> {
  const { statements, queries } = recordsOf(folder);
  const sqlite = (await loadOracle()).open();
  const engine = openEngine({ catalog: new Catalog([]), host });
  for (const sql of statements) {
    sqlite.exec(sql);
    await rowsOf(engine, sql);
  }
  const ours: Ask = (sql) => answerOf(engine, sql);
  const theirs: Ask = (sql) => sqlite.query(sql).rows.slice();
  for (const sql of queries) check(sorted(await ours(sql)) === sorted(await theirs(sql)), sql);

  const chunks = Array.from({ length: Math.ceil(queries.length / CHUNK) }, (_, index) =>
    queries.slice(index * CHUNK, (index + 1) * CHUNK),
  );
  for (const chunk of chunks.slice(0, WARM_CHUNKS)) {
    await microseconds(chunk, ours);
    await microseconds(chunk, theirs);
  }
  const times: (readonly [ours: number, theirs: number])[] = [];
  for (const [round, chunk] of chunks.entries()) {
    const second = round % 2 === 0 ? undefined : await microseconds(chunk, theirs);
    const first = await microseconds(chunk, ours);
    times.push([first, second ?? (await microseconds(chunk, theirs))]);
  }
  const sqliteUs = median(times.map(([, b]) => b));
  const ratio = median(times.map(([a, b]) => a / b));
  report(`${folder}, ${queries.length} queries: SQLite`, `${sqliteUs.toFixed(1)} µs`);
  report('  ours', `${median(times.map(([a]) => a)).toFixed(1)} µs`);
  report('  ours to SQLite', `${ratio.toFixed(2)}x`, folder === MEASURED ? ratio <= TARGET : undefined);
  stages(chunks, engine.catalog, sqliteUs);
  sqlite.close();
}

/** All rows, without a promise where none is needed. */
function answerOf(engine: Engine, sql: string): Row[] | Promise<Row[]> {
  let rows: Row[] | Promise<Row[]> = [];
  for (const prepared of engine.prepareEach(sql)) rows = prepared.collect();
  return rows;
}

/** What each stage takes of a query, by itself: less than together, as its code and data stay in the caches. */
function stages(chunks: readonly (readonly string[])[], catalog: Catalog, sqliteUs: number): void {
  const names = ['tokenize', 'parse', 'bind', 'optimize', 'compile', 'run'] as const;
  const times = names.map((): number[] => []);
  for (const chunk of chunks) {
    const timed = <A, B>(stage: number, items: readonly A[], work: (item: A, index: number) => B): B[] => {
      const startMs = performance.now();
      const done = items.map(work);
      times[stage]?.push(((performance.now() - startMs) * 1000) / items.length);
      return done;
    };
    timed(0, chunk, tokenize);
    const parsed = timed(1, chunk, (sql) => selectOf(sql));
    const bound = timed(2, parsed, (select, index) => bind(select, catalog, chunk[index] ?? ''));
    const optimized = timed(3, bound, (query) => optimize(query));
    const pipelines = timed(4, optimized, (query) => compile(query));
    timed(5, pipelines, (pipeline) => collect(pipeline, { host, database: catalog.database }));
  }
  const figures = times.map(median);
  // Parsing a text holds tokenizing it.
  figures[1] = (figures[1] ?? 0) - (figures[0] ?? 0);
  for (const [index, name] of names.entries()) {
    const us = figures[index] ?? 0;
    report(`    ${name}`, `${us.toFixed(1)} µs ${(us / sqliteUs).toFixed(2)}x`);
  }
}

function selectOf(sql: string) {
  const [statement] = parse(sql);
  if (statement?.kind !== 'select-statement') throw new Error(`no query: ${sql}`);
  return statement.select;
}

/** Processor time per query: on a busy machine, time by the clock grows with the length of what is timed. */
async function microseconds(queries: readonly string[], ask: Ask): Promise<number> {
  const start = process.cpuUsage();
  for (const sql of queries) {
    const rows = ask(sql);
    if (!Array.isArray(rows)) await rows;
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / queries.length;
}

/** Rows as one text, in an order of their own. */
function sorted(rows: readonly Row[]): string {
  return rows
    .map((row) => row.map((value) => (value instanceof Real ? value.value.toFixed(3) : String(value))).join(' '))
    .sort()
    .join('\n');
}
