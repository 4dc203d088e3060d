import type { ScheduledQuery } from '../../config/index.js';
import type { LaneOutcome } from '../lanes/index.js';
import {
  afterFailure,
  afterRun,
  afterSuccess,
  NO_PERFORMANCE,
  NO_TOTALS,
  type Performance,
  parsePerformance,
  parseTotals,
  printPerformance,
  printTotals,
  type Totals,
  totalsKey,
} from '../statistics/index.js';
import { DENYLIST_SECONDS, Denylist } from './denylist.js';
import type { Entry } from './entries.js';
import type { SchedulerOptions } from './options.js';
import { timeLimitSeconds } from './time-limit.js';

const MARKER = 'executing_query';

/** Times in a row that a query may overrun its time or budget before it is denylisted. */
const MOST_OVERRUNS = 3;

/** Totals change at each run and are written no more often: what a day writes matters more than the last minute. */
const TOTALS_EVERY_MS = 60_000;

/** Runs queries of the schedule and keeps account of them. */
export class Runner {
  readonly denylist: Denylist;
  readonly #executing = new Set<string>();
  readonly #performance = new Map<string, Performance>();
  readonly #totals = new Map<string, Totals>();
  /** Whose totals have changed since they were written. */
  readonly #unsaved = new Set<string>();
  #savedMs: number;
  readonly #overruns = new Map<string, number>();
  readonly #stop = new AbortController();
  /** The process is about to be killed for what it uses: whatever runs stays marked. */
  keepsMarker = false;

  constructor(private readonly options: SchedulerOptions) {
    this.denylist = new Denylist(options.durable);
    this.#savedMs = options.clock.monotonicMs();
  }

  get now(): number {
    return Math.floor(this.options.clock.wallMs() / 1000);
  }

  /** Denylists what ran when the last process died. */
  async recover(): Promise<void> {
    const { durable, log, settings } = this.options;
    await this.denylist.load(this.now);
    const names = (await durable.get('configurations', MARKER))?.split('\n').filter(Boolean) ?? [];
    if (names.length === 0) return;
    await durable.write([{ domain: 'configurations', key: MARKER, value: '' }]);
    for (const name of names) {
      log('warning', 'config.cpp', `Scheduled query may have failed: ${name}`);
      if (settings().hasWatchdog) await this.#deny(name, 'was running when the last process died');
    }
  }

  mayDeny = (query: ScheduledQuery): boolean => query.denylist && (this.options.mayDeny?.(query) ?? true);

  performanceOf = (name: string): Performance => this.#performance.get(name) ?? NO_PERFORMANCE;
  totalsOf = (name: string): Totals => this.#totals.get(name) ?? NO_TOTALS;

  /** What was kept of queries that are new to this process. */
  async load(names: Iterable<string>): Promise<void> {
    const { durable } = this.options;
    for (const name of names) {
      if (this.#performance.has(name)) continue;
      this.#performance.set(name, parsePerformance(await durable.get('query_performance', name)));
      this.#totals.set(name, parseTotals(await durable.get('configurations', totalsKey(name))));
    }
  }

  /** Nothing is known of the query any more: its text changed, or it left. */
  async forget(name: string, stays: boolean): Promise<void> {
    this.#performance.delete(name);
    this.#totals.delete(name);
    this.#unsaved.delete(name);
    this.#overruns.delete(name);
    const zero = printPerformance(NO_PERFORMANCE);
    const change = { domain: 'query_performance', key: name } as const;
    const totals = { domain: 'configurations', key: totalsKey(name) } as const;
    await this.options.durable.write([stays ? { ...change, value: zero } : change, totals]);
  }

  /** Writes the totals that changed. */
  async save(): Promise<void> {
    const names = [...this.#unsaved];
    this.#unsaved.clear();
    this.#savedMs = this.options.clock.monotonicMs();
    if (names.length === 0) return;
    await this.options.durable.write(
      names.map((name) => ({
        domain: 'configurations',
        key: totalsKey(name),
        value: printTotals(this.totalsOf(name)),
      })),
    );
  }

  #setTotals(name: string, totals: Totals): Promise<void> | undefined {
    this.#totals.set(name, totals);
    this.#unsaved.add(name);
    return this.options.clock.monotonicMs() - this.#savedMs >= TOTALS_EVERY_MS ? this.save() : undefined;
  }

  cancelAll(): void {
    this.#stop.abort();
  }

  /** @throws what the store or the taker of results meets */
  async run(entry: Entry): Promise<void> {
    const { lanes, settings, decorations, log, onResult, manner } = this.options;
    const { name, query } = entry;
    const { nullvalue, logsNames, disableDecorators, queryTimeoutSeconds } = settings();
    if (logsNames) log('info', 'scheduler.cpp', `Executing scheduled query ${name}`);
    if (!disableDecorators) await decorations.always();
    await this.#mark(name);
    const timeout = query.timeout ?? queryTimeoutSeconds ?? timeLimitSeconds(query, manner);
    const outcome = await lanes.run(
      {
        name,
        sql: query.sql,
        nullvalue,
        sinceLastRun: settings().isSinceLastRun ?? false,
        timeoutMs: timeout * 1000,
        ...(query.budget && { budget: query.budget }),
      },
      this.#stop.signal,
    );
    await this.#account(entry, outcome);
    const pairs = disableDecorators ? new Map<string, string>() : decorations.current();
    const own = Object.entries(query.decorations ?? {});
    const all = own.length === 0 ? pairs : new Map([...pairs, ...own].sort(([a], [b]) => (a < b ? -1 : 1)));
    if (this.#stop.signal.aborted && !outcome.ok) return;
    await onResult({ name, query, unixTime: this.now, decorations: all }, outcome);
  }

  #mark(name: string): Promise<void> {
    this.#executing.add(name);
    return this.options.durable.write([
      { domain: 'configurations', key: MARKER, value: [...this.#executing].join('\n') },
      { domain: 'configurations', key: `timestamp.${name}`, value: String(this.now) },
    ]);
  }

  async #account({ name, query }: Entry, outcome: LaneOutcome): Promise<void> {
    if (!this.keepsMarker) this.#executing.delete(name);
    const marker = {
      domain: 'configurations',
      key: MARKER,
      value: [...this.#executing].join('\n'),
    } as const;
    if (!outcome.ok) {
      await this.options.durable.write([marker]);
      return this.#failed(name, this.mayDeny(query), outcome);
    }
    const { stats } = outcome;
    this.#overruns.delete(name);
    const performance = afterRun(this.performanceOf(name), { unixTime: this.now, ...stats });
    this.#performance.set(name, performance);
    const value = printPerformance(performance);
    await this.options.durable.write([marker, { domain: 'query_performance', key: name, value }]);
    await this.#setTotals(name, afterSuccess(this.totalsOf(name), stats));
  }

  async #failed(name: string, mayDeny: boolean, { failure }: Extract<LaneOutcome, { ok: false }>): Promise<void> {
    if (this.#stop.signal.aborted) return;
    const { kind, message } = failure;
    await this.#setTotals(name, afterFailure(this.totalsOf(name), message));
    this.options.log('error', 'scheduler.cpp', `Error executing scheduled query ${name}: ${message}`);
    if (kind === 'sql' || kind === 'cancelled' || !mayDeny) return;
    const overruns = (this.#overruns.get(name) ?? 0) + 1;
    this.#overruns.set(name, overruns);
    if (kind === 'crashed' || kind === 'memory' || overruns >= MOST_OVERRUNS) await this.#deny(name, message);
  }

  #deny(name: string, reason: string): Promise<void> {
    this.#overruns.delete(name);
    return this.denylist.add(name, { until: this.now + DENYLIST_SECONDS, reason });
  }
}
