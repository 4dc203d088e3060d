import type { ScheduledQuery } from '../../config/index.js';
import type { Clock } from '../../core/index.js';
import type { Durable } from '../../durable/index.js';
import type { Decorations } from '../decorators/index.js';
import type { LaneOutcome, LaneRequest } from '../lanes/index.js';
import type { Performance, Totals } from '../statistics/index.js';
import type { Denied } from './denylist.js';
import type { Log } from './log.js';

/** Flags, as they stand when they are needed. */
export interface ScheduleSettings {
  readonly splayPercent: number;
  readonly maxDriftSeconds: number;
  readonly packRefreshSeconds: number;
  readonly packDelimiter: string;
  /** Seconds after which the schedule ends; 0: never. */
  readonly timeoutSeconds: number;
  readonly nullvalue: string;
  readonly disableDecorators: boolean;
  /** With a watchdog, the query that was running when the last process died is denylisted. */
  readonly hasWatchdog: boolean;
  readonly logsNames: boolean;
  /** Queries see the events since their last run. */
  readonly isSinceLastRun?: boolean;
  /** For queries that set no timeout of their own; absent: by their interval, see `timeLimitSeconds`. */
  readonly queryTimeoutSeconds?: number;
}

/** A run as told to whoever takes results. */
export interface RunOf {
  /** Full name. */
  readonly name: string;
  readonly query: ScheduledQuery;
  /** Seconds since 1970, when it ended. */
  readonly unixTime: number;
  /** Sorted by name; the query's own pairs included. */
  readonly decorations: ReadonlyMap<string, string>;
}

export interface SchedulerOptions {
  readonly clock: Clock;
  readonly durable: Durable;
  readonly lanes: {
    readonly width: number;
    run(request: LaneRequest, signal?: AbortSignal): Promise<LaneOutcome>;
    setViews(views: ReadonlyMap<string, string>): void;
  };
  readonly decorations: Decorations;
  /** Whether a query may be denylisted that its configuration does not exempt. Default: all may. */
  readonly mayDeny?: (query: ScheduledQuery) => boolean;
  /** osquery's: seconds are counted, queries run one after the other. Ours: the host's clock, as many as there are lanes. */
  readonly manner: 'osquery' | 'hostql';
  readonly settings: () => ScheduleSettings;
  readonly log: Log;
  /** The next run of the query waits until the promise is settled; where it rejects, the schedule ends by `onFatal`. */
  readonly onResult: (run: RunOf, outcome: LaneOutcome) => Promise<void>;
  readonly onFatal: (error: unknown) => void;
  /** The schedule's time is over. */
  readonly onEnd?: () => void;
  /** From 0 to below 1. */
  readonly random?: () => number;
  /** Of `cron` and `at`. Default: the host's. */
  readonly zone?: string;
}

export interface QueryStatus {
  readonly name: string;
  readonly query: ScheduledQuery;
  readonly performance: Performance;
  readonly denied?: Denied;
  /** Seconds since 1970. */
  readonly nextDue: number;
  readonly isRunning: boolean;
  readonly totals: Totals;
}

export interface PackStatus {
  readonly name: string;
  readonly platform: string;
  readonly version: string;
  readonly shard: number;
  readonly cacheHits: number;
  readonly executions: number;
  readonly isActive: boolean;
}
