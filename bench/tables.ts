// Every table of this machine as a whole: all of them in turn, as a new program meets them, then each against its system calls.
import { linuxTables } from '../src/tables/index.js';
import { check, openLive, report, rowsOf } from './measure.js';
import { probe } from './probe.js';

const ALL_LIMIT_MS = 3000;
const RSS_LIMIT_MIB = 150;
/** What is done in less is not worth a ratio: a statement of its own takes as long. */
const LEAST_FLOOR_MS = 0.1;
const ROUNDS = 5;
/** Names to measure alone, with commas between. */
const ONLY = process.env['HOSTQL_BENCH_ONLY']?.split(',');

const tables = linuxTables.filter(({ columns }) => !columns.some(({ key }) => key?.required)).map(({ name }) => name);

/** `SELECT *` of each table, one after the other, nothing warm. */
async function inTurn(): Promise<void> {
  const engine = openLive();
  const times: [name: string, ms: number][] = [];
  const startMs = performance.now();
  for (const name of tables) {
    const tableMs = performance.now();
    await rowsOf(engine, `SELECT * FROM ${name}`);
    times.push([name, performance.now() - tableMs]);
  }
  const totalMs = performance.now() - startMs;
  const peakMiB = process.resourceUsage().maxRSS / 1024;
  report(`SELECT * of ${tables.length} tables in turn`, `${totalMs.toFixed(0)} ms`, totalMs < ALL_LIMIT_MS);
  report('peak memory after that', `${peakMiB.toFixed(0)} MiB`, peakMiB < RSS_LIMIT_MIB);
  times.sort(([, a], [, b]) => b - a);
  for (const [name, ms] of times.slice(0, 10)) report(`  of that ${name}`, `${ms.toFixed(0)} ms`);
}

if (!ONLY) await inTurn();
const measured = ONLY ?? tables;
for (const name of measured) {
  const sql = `SELECT * FROM ${name}`;
  await probe({ label: name, sql, isRight: () => true, rounds: ROUNDS, leastFloorMs: LEAST_FLOOR_MS });
}
check(measured.length > 0, 'HOSTQL_BENCH_ONLY names no table');
