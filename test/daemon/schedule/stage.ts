import type { Config, Pack, ScheduledQuery } from '../../../src/config/config.js';
import { SimulatedClock } from '../../../src/core/index.js';
import { Decorations } from '../../../src/daemon/decorators/index.js';
import type { LaneOutcome, LaneRequest } from '../../../src/daemon/lanes/index.js';
import { Scheduler, type SchedulerOptions, type ScheduleSettings } from '../../../src/daemon/schedule/index.js';
import { type Durable, openMemory } from '../../../src/durable/index.js';

/** Midnight. Seconds since 1970. */
export const START = Date.UTC(2026, 0, 5) / 1000;
export const DAY = 86_400;

export const query = (name: string, more: Partial<ScheduledQuery> = {}): ScheduledQuery => ({
  name,
  sql: `SELECT '${name}'`,
  interval: 60,
  snapshot: false,
  removed: true,
  denylist: true,
  emit: 'always',
  ...more,
});

export const pack = (queries: readonly ScheduledQuery[], more: Partial<Pack> = {}): Pack => ({
  name: 'main',
  source: 'a',
  valid: true,
  platform: '',
  version: '',
  shard: 0,
  discovery: [],
  oncall: '',
  queries,
  ...more,
});

export const configOf = (packs: readonly Pack[], more: Partial<Config> = {}): Config => ({
  sources: [],
  valid: true,
  hash: '',
  options: new Map(),
  packs,
  decorators: [],
  views: new Map(),
  sections: new Map(),
  problems: [],
  ...more,
});

const stats = { wallMs: 1, userMs: 1, systemMs: 0, memoryBytes: 0, rows: 0, outputSize: 0 };
export const OK: LaneOutcome = {
  ok: true,
  sets: [],
  warnings: [],
  stats: { ...stats, files: 2, syscalls: 3, bytesRead: 4 },
};

export const failed = (kind: 'sql' | 'timeout' | 'cancelled' | 'budget', message: string): LaneOutcome => ({
  ok: false,
  failure: { kind, message },
});

/** A result of one statement for each number, with so many rows. */
export const rowsOf = (...counts: number[]): LaneOutcome => ({
  ...OK,
  sets: counts.map((count) => ({ columns: ['v'], rows: Array.from({ length: count }, () => [1]) })),
});

export interface Setting extends Partial<Pick<SchedulerOptions, 'manner' | 'zone'>> {
  readonly durable?: Durable;
  readonly clock?: SimulatedClock;
  readonly settings?: Partial<ScheduleSettings>;
  readonly answer?: (request: LaneRequest, signal?: AbortSignal) => Promise<LaneOutcome>;
}

/** A scheduler on a simulated clock, and what it did. */
export function staged(setting: Setting = {}) {
  const { manner = 'hostql', durable = openMemory(), answer, zone, clock = new SimulatedClock(START * 1000) } = setting;
  const requests: LaneRequest[] = [];
  const runs: [name: string, second: number][] = [];
  const lines: string[] = [];
  const results: string[] = [];
  let ends = 0;
  const log = (severity: string, _file: string, line: string) => void lines.push(`${severity} ${line}`);
  const scheduler = new Scheduler({
    clock,
    durable,
    lanes: {
      width: 2,
      async run(request, signal) {
        requests.push(request);
        runs.push([request.name, Math.floor(clock.wallMs() / 1000)]);
        return answer ? answer(request, signal) : OK;
      },
      setViews() {},
    },
    decorations: new Decorations({
      text: String,
      log,
      async rows(sql) {
        runs.push([sql, Math.floor(clock.wallMs() / 1000)]);
        return [];
      },
    }),
    manner,
    ...(zone !== undefined && { zone }),
    settings: () => ({
      splayPercent: 101,
      maxDriftSeconds: 60,
      packRefreshSeconds: 3600,
      packDelimiter: '_',
      timeoutSeconds: 0,
      nullvalue: '',
      disableDecorators: false,
      hasWatchdog: true,
      logsNames: false,
      ...setting.settings,
    }),
    log,
    onResult: async ({ name }) => void results.push(name),
    onFatal: (error) => {
      throw error;
    },
    onEnd: () => ends++,
  });
  const secondsOf = (name: string) => runs.filter(([ran]) => ran === name).map(([, second]) => second - START);
  return { clock, scheduler, durable, requests, runs, lines, results, secondsOf, ends: () => ends };
}
