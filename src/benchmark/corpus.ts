import { SqlError } from '../core/index.js';
import { openEngine } from '../engine.js';
import { parse } from '../sql/parser/index.js';
import type { RunOptions } from '../statements/index.js';
import { middleOf, spreadOf } from './bench.js';
import { type Badge, badgeOf, type ScheduleCost, scheduleCost } from './cost.js';
import { type Step, Stopwatch } from './runs.js';
import type { Machine } from './statements.js';
import type { WorkloadQuery } from './workload.js';

export interface CorpusOptions extends RunOptions {
  /** Runs of each query; absent: a few, more of those that take little. */
  readonly runs?: number;
  /** For queries that have none. */
  readonly intervalSeconds: number;
  readonly onProgress?: (what: string, done: number) => void;
}

/** A query that ran. */
export interface Costed {
  readonly kind: 'costed';
  readonly name: string;
  readonly sql: string;
  readonly rows: number;
  readonly runs: number;
  /** Medians. */
  readonly cpuMs: number;
  readonly cpuSpreadMs: number;
  readonly ms: number;
  readonly filesOpened: number;
  readonly syscalls: number;
  readonly bytesRead: number;
  readonly badge: Badge;
  readonly intervalSeconds: number;
  /** The file said nothing of it. */
  readonly isIntervalAssumed: boolean;
  /** What the daemon would spend on this query. */
  readonly schedule: ScheduleCost;
}

export type CostedQuery =
  | Costed
  | { readonly kind: 'failed'; readonly name: string; readonly sql: string; readonly error: SqlError }
  | { readonly kind: 'skipped'; readonly name: string; readonly sql: string; readonly reason: string }
  /** It set up what queries after it read. */
  | { readonly kind: 'set-up'; readonly name: string; readonly sql: string };

export interface CorpusResult {
  /** The dearest first, then those that did not run. */
  readonly queries: readonly CostedQuery[];
  /** All of them together. */
  readonly schedule: ScheduleCost;
}

const FEWEST_RUNS = 3;
const MOST_RUNS = 30;
/** What is spent on more than the fewest runs of a query. */
const BUDGET_MS = 300;

/**
 * Runs queries one after the other, each from its text to its rows as a daemon does, and ranks them by the CPU they take.
 * What fails is told of and does not stop the others; only being cancelled does.
 * @throws SqlError `cancelled`
 */
export async function costQueries(
  machine: Machine,
  queries: readonly WorkloadQuery[],
  options: CorpusOptions,
): Promise<CorpusResult> {
  const results: CostedQuery[] = [];
  for (const [at, query] of queries.entries()) {
    options.onProgress?.(query.name, at / queries.length);
    results.push(await costQuery(machine, query, options));
  }
  const costed = results.filter((one) => one.kind === 'costed').sort((a, b) => b.cpuMs - a.cpuMs);
  return {
    queries: [...costed, ...results.filter((one) => one.kind !== 'costed')],
    schedule: scheduleCost(costed),
  };
}

async function costQuery(machine: Machine, query: WorkloadQuery, options: CorpusOptions): Promise<CostedQuery> {
  const { name, sql, skipped } = query;
  if (skipped !== undefined) return { kind: 'skipped', name, sql, reason: skipped };
  try {
    if (!isQuery(sql)) {
      await runText(machine, sql, options);
      return { kind: 'set-up', name, sql };
    }
    return await costOf(machine, query, options);
  } catch (error) {
    if (!(error instanceof SqlError) || error.code === 'cancelled') throw error;
    return { kind: 'failed', name, sql, error };
  }
}

/** Something else than a query changes what is stored: it is run once. */
const isQuery = (sql: string): boolean =>
  parse(sql).every(({ kind }) => kind === 'select-statement' || kind === 'explain' || kind === 'pragma');

async function costOf(machine: Machine, query: WorkloadQuery, options: CorpusOptions): Promise<Costed> {
  const { name, sql, intervalSeconds } = query;
  const steps: Step[] = [];
  let rows = 0;
  const once = async (): Promise<Step> => {
    const watch = new Stopwatch(machine.host);
    rows = await runText(machine, sql, options);
    return watch.read();
  };
  const first = await once();
  for (let left = options.runs ?? fittingRuns(first.ms); left > 0; left--) steps.push(await once());
  const middle = (of: (step: Step) => number): number => middleOf(steps.map(of));
  const cpuMs = middle((step) => step.cpuMs);
  const interval = intervalSeconds ?? options.intervalSeconds;
  return {
    kind: 'costed',
    name,
    sql,
    rows,
    runs: steps.length,
    cpuMs,
    cpuSpreadMs: spreadOf(steps.map((step) => step.cpuMs)),
    ms: middle(({ ms }) => ms),
    filesOpened: middle(({ filesOpened }) => filesOpened),
    syscalls: middle(({ syscalls }) => syscalls),
    bytesRead: middle(({ bytesRead }) => bytesRead),
    badge: badgeOf(cpuMs),
    intervalSeconds: interval,
    isIntervalAssumed: intervalSeconds === undefined,
    schedule: scheduleCost([{ cpuMs, intervalSeconds: interval }]),
  };
}

const fittingRuns = (ms: number): number => Math.min(MOST_RUNS, Math.max(FEWEST_RUNS, Math.floor(BUDGET_MS / ms)));

async function runText(machine: Machine, sql: string, options: RunOptions): Promise<number> {
  let rows = 0;
  for (const prepared of openEngine(machine).prepareEach(sql)) {
    for await (const batch of prepared.run(options)) rows += batch.length;
  }
  return rows;
}
