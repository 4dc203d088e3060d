import type { SelfRow } from '../catalog/index.js';
import type { Events } from '../events/index.js';
import type { FlagRow, Flags } from '../flags/index.js';
import type { Logger } from '../logger/index.js';
import type { Lanes } from './lanes/index.js';
import type { PackStatus, QueryStatus, Scheduler } from './schedule/index.js';
import { sinkNames } from './sinks.js';

export interface Known {
  readonly flags: Flags;
  readonly scheduler: Pick<Scheduler, 'status' | 'packs'>;
  readonly lanes: Pick<Lanes, 'status'>;
  readonly events: Pick<Events, 'rows'>;
  readonly logger: Pick<Logger, 'sequences' | 'losses'>;
  /** Names of all tables that can be asked. */
  readonly tables: readonly string[];
}

/** What the daemon says of itself, by table. */
export function selfRows(table: string, known: Known): readonly SelfRow[] {
  switch (table) {
    case 'osquery_schedule':
      return known.scheduler.status().map(scheduleRow);
    case 'osquery_packs':
      return known.scheduler.packs().map(packRow);
    case 'osquery_flags':
      return known.flags.rows().map(flagRow);
    case 'osquery_registry':
      return registryRows(known);
    case 'osquery_events':
      return known.events.rows();
    case 'hostql_query_stats':
      return known.scheduler.status().map(statsRow);
    case 'hostql_lanes':
      return known.lanes.status().map((lane) => ({ ...lane }));
    case 'hostql_loss':
      return lossRows(known.logger);
    default:
      return [];
  }
}

function scheduleRow({ name, query, performance: p, denied }: QueryStatus): SelfRow {
  return {
    name,
    query: query.sql,
    interval: query.interval,
    executions: p.executions,
    last_executed: p.lastExecuted,
    denylisted: denied !== undefined,
    output_size: p.outputSize,
    wall_time: p.wallTime,
    wall_time_ms: p.wallTimeMs,
    last_wall_time_ms: p.lastWallTimeMs,
    user_time: p.userTime,
    last_user_time: p.lastUserTime,
    system_time: p.systemTime,
    last_system_time: p.lastSystemTime,
    average_memory: p.averageMemory,
    last_memory: p.lastMemory,
  };
}

const packRow = ({ name, platform, version, shard, cacheHits, executions, isActive }: PackStatus): SelfRow => ({
  name,
  platform,
  version,
  shard,
  discovery_cache_hits: cacheHits,
  discovery_executions: executions,
  active: isActive,
});

const flagRow = ({ name, type, description, defaultValue, value, shellOnly }: FlagRow): SelfRow => ({
  name,
  type,
  description,
  default_value: defaultValue,
  value,
  shell_only: shellOnly,
});

function statsRow({ name, totals, performance, nextDue, isRunning, denied }: QueryStatus): SelfRow {
  return {
    name,
    runs: totals.runs,
    failures: totals.failures,
    last_run: performance.lastExecuted || undefined,
    next_run: Number.isFinite(nextDue) ? nextDue : undefined,
    running: isRunning,
    cpu_ms: Math.round(totals.cpuMs),
    wall_ms: performance.wallTimeMs,
    rows: totals.rows,
    files: totals.files,
    syscalls: totals.syscalls,
    bytes_read: totals.bytesRead,
    last_error: totals.lastError,
    denylist_reason: denied?.reason,
    denylist_until: denied?.until,
  };
}

/** A line for each stream, then one for each kind of loss. */
function lossRows(logger: Known['logger']): SelfRow[] {
  const losses = logger.losses();
  const streams = Object.entries(logger.sequences()).map(([stream, sequence]) => ({
    stream,
    sink: '',
    sequence,
    lost: losses.reduce((sum, loss) => sum + (loss.stream === stream ? loss.lines : 0), 0),
  }));
  return [...streams, ...losses.map(({ stream, sink, reason, lines }) => ({ stream, sink, lost: lines, reason }))];
}

const CONFIG_PARSERS = [
  'auto_constructed_tables',
  'decorators',
  'events',
  'feature_vectors',
  'file_paths',
  'kafka_topics',
  'logger',
  'options',
  'prometheus_targets',
  'views',
  'yara',
];
const INTERNAL = new Set(['config_parser', 'database', 'enroll', 'sql']);
const INTERNAL_TABLES = /^(osquery_.*|file|time)$/;

/** Parts by kind. Where a kind has one active part, it alone is active, as its flag names it. */
function registryRows({ flags, tables }: Known): SelfRow[] {
  const row = (registry: string, name: string, active = true): SelfRow => ({
    registry,
    name,
    owner_uuid: 0,
    internal: INTERNAL.has(registry) || (registry === 'table' && INTERNAL_TABLES.test(name)),
    active,
  });
  const logs = flags.bool('disable_logging') ? [] : sinkNames(flags);
  return [
    ...['filesystem'].map((name) => row('config', name, flags.text('config_plugin') === name)),
    ...CONFIG_PARSERS.map((name) => row('config_parser', name)),
    row('database', 'ephemeral', flags.bool('disable_database')),
    row('database', 'leveldb', !flags.bool('disable_database')),
    ...['filesystem', 'stdout', 'syslog'].map((name) => row('logger', name, logs.includes(name))),
    row('sql', 'sql'),
    ...tables.map((name) => row('table', name)),
  ];
}
