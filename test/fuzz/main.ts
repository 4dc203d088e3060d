import { fileURLToPath } from 'node:url';
import { installOracle } from '../oracle/install.js';
import { loadOracle } from '../oracle/sqlite.js';
import { ALLOWED } from './allowed/index.js';
import { runCrew, type Stretch } from './crew.js';
import { commonGrammars } from './engines.js';
import { type Options, readOptions } from './options.js';
import { describe } from './pair.js';
import { type TextFinding, TextFuzz } from './text.js';
import { Work } from './work.js';
import type { Report } from './worker.js';

/** Seeds are handed out in parts, so that all workers have something to do until the end. */
const PART = 2500;

const options = readOptions(process.argv.slice(2));
if ('show' in options) {
  (options.status === 0 ? process.stdout : process.stderr).write(options.show);
  process.exitCode = options.status;
} else process.exitCode = await run(options);

/** @returns the status to exit with */
async function run(options: Options): Promise<number> {
  if (options.text) {
    if (options.query !== undefined) console.log(new TextFuzz(options.seed).damaged(options.query));
    return options.query === undefined ? runAll(options, 'damaged statements') : 0;
  }
  const problem = installOracle();
  if (problem !== undefined) {
    console.error(`fuzz: SQLite's WASM build cannot be installed: ${problem}`);
    return 2;
  }
  if (options.query !== undefined) return showOne(options, options.query);
  const { version } = await loadOracle();
  return runAll(options, `SQLite ${version}`);
}

async function showOne({ seed, only }: Options, query: number): Promise<number> {
  const oracle = await loadOracle();
  const { schema, questions, pair } = await new Work(oracle, commonGrammars(oracle), seed, only).show(query);
  for (const statement of schema) console.log(`${statement};`);
  for (const { sql } of questions) {
    const { ours, theirs } = await pair.ask(sql);
    console.log(`\n${sql};\n-- ours\n${describe(ours)}\n-- SQLite's\n${describe(theirs)}`);
  }
  return 0;
}

interface Totals {
  asked: number;
  findings: number;
}

async function runAll(options: Options, what: string): Promise<number> {
  const startedMs = performance.now();
  const bySeed = new Map<number, Totals>();
  const allowed = new Map<string, number>();
  console.log(`${what}, seed ${options.seed}, ${options.jobs} processes`);
  const totalsOf = (seed: number): Totals => {
    const totals = bySeed.get(seed) ?? { asked: 0, findings: 0 };
    bySeed.set(seed, totals);
    return totals;
  };
  await runCrew(stretches(options, startedMs), {
    ...options,
    script: fileURLToPath(new URL('./worker.mjs', import.meta.url)),
    onReport({ seed }, report) {
      if (report.kind === 'progress') totalsOf(seed).asked += report.done;
      if (report.kind === 'allowed') allowed.set(report.name, (allowed.get(report.name) ?? 0) + 1);
      if (report.kind !== 'finding' && report.kind !== 'text') return;
      totalsOf(seed).findings++;
      if (report.kind === 'finding') showFinding(report);
      else showText(report.finding);
    },
    onLost(seed, query, how) {
      totalsOf(seed).findings++;
      console.log(`\nseed ${seed} query ${query}: ${how}`);
    },
  });
  return summarize(bySeed, allowed, (performance.now() - startedMs) / 1000);
}

function* stretches({ seed, seeds, queries, minutes }: Options, startedMs: number): Iterable<Stretch> {
  const isOver = (): boolean => minutes !== undefined && performance.now() - startedMs > minutes * 60_000;
  for (let each = seed; minutes === undefined ? each < seed + seeds : !isOver(); each++) {
    for (let from = 0; from < queries && !isOver(); from += PART) {
      yield { seed: each, from, end: Math.min(queries, from + PART) };
    }
  }
}

function showFinding({ file, finding }: Extract<Report, { kind: 'finding' }>): void {
  const { mismatch, smallest, ours, theirs } = finding;
  const lines = [file, `${mismatch}: ${smallest.sql}`, '-- ours', ours, "-- SQLite's", theirs];
  console.log(`\n${lines.join('\n')}`);
}

function showText({ seed, query, text, problem }: TextFinding): void {
  console.log(`\nseed ${seed} query ${query}: ${problem}\n${JSON.stringify(text)}`);
}

function summarize(bySeed: ReadonlyMap<number, Totals>, allowed: ReadonlyMap<string, number>, seconds: number): number {
  console.log('\nseed  questions  differences');
  let [asked, findings] = [0, 0];
  for (const [seed, totals] of [...bySeed].sort(([a], [b]) => a - b)) {
    console.log(
      `${String(seed).padStart(4)}  ${String(totals.asked).padStart(9)}  ${String(totals.findings).padStart(11)}`,
    );
    asked += totals.asked;
    findings += totals.findings;
  }
  for (const [name, count] of allowed) {
    console.log(`${name}, meant to differ, ${count} times: ${ALLOWED.find((entry) => entry.name === name)?.reason}`);
  }
  console.log(
    `${asked} questions in ${seconds.toFixed(1)} s (${(asked / seconds).toFixed(0)} a second), ${findings} differences`,
  );
  return findings > 0 ? 1 : 0;
}
