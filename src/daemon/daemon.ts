import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AutomaticTable,
  type ConfigDiff,
  diffConfig,
  type LoadedConfig,
  prometheusTargets,
  yaraGroups,
} from '../config/index.js';
import { systemClock, VERSION } from '../core/index.js';
import type { Durable } from '../durable/index.js';
import { Events, readsEventsOnly } from '../events/index.js';
import { applyOptions, type Flags, socketsOf } from '../flags/index.js';
import { Host } from '../host/index.js';
import { type Logger, valueText } from '../logger/index.js';
import { linuxTables } from '../tables/index.js';
import type { Configuration } from './configuration.js';
import { Decorations } from './decorators/index.js';
import { eventsConfigOf } from './events-config.js';
import { type Identity, identify } from './identity.js';
import { type CpuShare, Lanes } from './lanes/index.js';
import { loggerOf, readSequences, writeSequences } from './logging.js';
import { madeTables } from './made-tables.js';
import { Outlets } from './outlets.js';
import { Results } from './results.js';
import { RunEvents } from './run-events.js';
import { oneStatement, Scheduler } from './schedule/index.js';
import { selfRows } from './self-knowledge.js';
import type { StatusLog } from './status-log.js';
import { limitFlags, limitsOf } from './watchdog/index.js';

export interface DaemonOptions {
  readonly flags: Flags;
  readonly configuration: Configuration;
  readonly durable: Durable;
  readonly log: StatusLog;
  /** Undefined where nobody watches us. */
  readonly watcherPid: number | undefined;
  /** Something happened after which we cannot go on. */
  readonly onFatal: (error: unknown) => void;
  /** The schedule's time is over. */
  readonly onEnd: () => void;
}

const STARTED_MS = Date.now();

/** All that runs in the worker: made in the order in which parts need each other, and ended in the opposite one. */
export class Daemon {
  #config: LoadedConfig;
  /** The tables that it makes. */
  #made: readonly AutomaticTable[];

  private constructor(
    private readonly options: DaemonOptions,
    private readonly identity: Identity,
    readonly logger: Logger,
    readonly lanes: Lanes,
    readonly scheduler: Scheduler,
    readonly events: Events,
    config: LoadedConfig,
    made: readonly AutomaticTable[],
  ) {
    this.#config = config;
    this.#made = made;
  }
  #outlets: Outlets | undefined;
  #stopFollowing: () => void = () => {};

  /** @throws SinkError, DurableError, or the system's error where a socket cannot be had */
  static async start(options: DaemonOptions): Promise<Daemon> {
    const { flags, configuration, durable, log } = options;
    const identity = await identify(flags, durable, new Host());
    let onChange = (): void => {};
    const stopFollowing = configuration.follow(pollSeconds(flags), () => onChange());
    const config = await configuration.load();
    tellOptions(flags, config, log);
    const logger = loggerOf(flags, identity, log, await readSequences(durable));
    log.attach(logger);
    await logger.start();
    const events = await Events.open({ flags, durable, say: (severity, text) => log.say(severity, 'events', text) });
    const made = madeTables(config, [], log);
    let daemon: Daemon | undefined;
    const width = flags.dialect === 'osquery' ? 1 : Math.max(1, flags.int('lanes'));
    const cpu = options.watcherPid === undefined ? undefined : shareOf(flags);
    const lanes = new Lanes({
      width,
      ...(cpu && { cpu }),
      heapMb: flags.int('lane_memory'),
      asOsquery: flags.dialect === 'osquery',
      views: config.views,
      tables: made,
      onViewFailed: (name, message) => log.say('info', 'views.cpp', `Error creating view (${name}): ${message}`),
      self: { version: VERSION, rows: (table) => daemon?.rowsOf(table) ?? [] },
      eventsFor: (request) => new RunEvents(events.store, request, log.say),
      showsGaps: flags.dialect === 'hostql',
    });
    const scheduler = schedulerOf(options, logger, lanes);
    daemon = new Daemon(options, identity, logger, lanes, scheduler, events, config, made);
    lanes.setFacts(daemon.#facts());
    await daemon.#configureEvents();
    await scheduler.start(config);
    onChange = () => daemon?.reloadOrTell();
    daemon.#stopFollowing = stopFollowing;
    daemon.#outlets = await Outlets.open(flags, daemon, log);
    return daemon;
  }

  /** Reads the configuration anew and goes on with it; a broken one leaves the last good parts running. */
  reload(): Promise<void> {
    const turn = this.#reloading.then(() => this.#reload());
    this.#reloading = turn.catch(() => {});
    return turn;
  }
  #reloading: Promise<void> = Promise.resolve();

  async #reload(): Promise<void> {
    const { flags, configuration, log } = this.options;
    const before = this.#config;
    const config = await configuration.load();
    this.#config = config;
    if (flags.dialect === 'hostql') tellDifference(diffConfig(before, config, flags.text('pack_delimiter')), log);
    tellOptions(flags, config, log);
    this.#made = madeTables(config, this.#made, log);
    this.lanes.setTables(this.#made);
    this.lanes.setFacts(this.#facts());
    await this.#configureEvents();
    await this.scheduler.reload(config);
  }

  /** As {@link reload}; what goes wrong is told in the log. */
  reloadOrTell(): void {
    const { log } = this.options;
    this.reload().catch((error: unknown) => log.say('error', 'daemon', `Cannot reload: ${String(error)}`));
  }

  /** Log files may have been moved away. */
  async reopen(): Promise<void> {
    await this.logger.reopen();
  }

  /** @returns whether all queries ended in time */
  async stop(withinMs: number): Promise<boolean> {
    const { log, durable } = this.options;
    this.#stopFollowing();
    await this.#outlets?.close();
    const isClean = await this.scheduler.stop({ withinMs });
    await Promise.race([Promise.all([this.lanes.close(), this.events.stop()]), sleep(withinMs)]);
    await log.close();
    await this.logger.close();
    await writeSequences(durable, this.logger).catch(() => {});
    await durable.close();
    return isClean;
  }

  /** For tables about the daemon. */
  rowsOf(table: string) {
    const { flags } = this.options;
    const { scheduler, lanes, logger, events } = this;
    return selfRows(table, {
      flags,
      scheduler,
      lanes,
      logger,
      events,
      tables: [...TABLES, ...this.#made.map(({ name }) => name)],
    });
  }

  /** For `hostql daemon status`. */
  status() {
    const config = this.#config;
    return {
      version: VERSION,
      pid: process.pid,
      watcher: this.options.watcherPid ?? null,
      started: new Date(STARTED_MS).toISOString(),
      residentBytes: process.memoryUsage.rss(),
      host: this.identity.identifier(),
      config: {
        valid: config.valid,
        hash: config.hash,
        sources: config.sources.map(({ name }) => name),
        problems: config.problems,
      },
      packs: this.scheduler.packs(),
      queries: this.rowsOf('hostql_query_stats'),
      lanes: this.lanes.status(),
      log: this.rowsOf('hostql_loss'),
    };
  }

  async #configureEvents(): Promise<void> {
    const { flags, log } = this.options;
    const pathsOf = async (sql: string): Promise<string[] | undefined> => {
      const request = { name: 'file_paths_query', sql, nullvalue: '', timeoutMs: PATHS_MS };
      const outcome = oneStatement(await this.lanes.run(request), flags.dialect, log.say);
      if (!outcome.ok) {
        log.say('warning', 'file_paths.cpp', `file_paths_query failed: ${outcome.failure.message}`);
        return undefined;
      }
      return outcome.sets.flatMap(({ columns, rows }) => rows.map((row) => String(row[columns.indexOf('path')] ?? '')));
    };
    await this.events.configure(await eventsConfigOf(this.#config, flags.text('pack_delimiter'), pathsOf));
  }

  #facts() {
    const { watcherPid } = this.options;
    const { uuid, instanceId } = this.identity;
    const prometheus = prometheusTargets(this.#config);
    const yara = yaraGroups(this.#config);
    return {
      version: VERSION,
      instanceId,
      storedUuid: uuid,
      isConfigValid: this.#config.valid,
      startedMs: STARTED_MS,
      sockets: socketsOf(this.options.flags),
      ...(prometheus && { prometheus }),
      ...(yara && { yara }),
      ...(this.#config.hash !== '' && { configHash: this.#config.hash }),
      ...(watcherPid !== undefined && { watcherPid }),
    };
  }
}

/** We stay below this part of what the watcher allows: then it has no reason to stop us. */
const SAFE_PART = 0.7;
const BURST_MS = 1000;

function shareOf(flags: Flags): CpuShare | undefined {
  const { cpuPercent } = limitsOf(limitFlags((name) => flags.int(name)));
  const share = (SAFE_PART * availableParallelism() * cpuPercent) / 100;
  return cpuPercent === 100 ? undefined : { share, burstMs: BURST_MS };
}

const pollSeconds = (flags: Flags): number => flags.int(flags.dialect === 'osquery' ? 'config_refresh' : 'config_poll');

/** For a query that tells which files to watch. */
const PATHS_MS = 60_000;

/** Every query of the schedule waits for the decorators before it. */
const DECORATOR_MS = 60_000;

const TABLES = linuxTables.map(({ name }) => name);

function tellDifference({ added, changed, removed }: ConfigDiff, log: StatusLog): void {
  const counts = { added, changed, removed };
  const parts = Object.entries(counts).flatMap(([word, names]) => (names.length > 0 ? `${names.length} ${word}` : []));
  if (parts.length > 0) log.say('info', 'config.cpp', `Queries of the configuration: ${parts.join(', ')}`);
}

/** Puts the configuration's options in force, and says what is wrong with the rest. */
function tellOptions(flags: Flags, config: LoadedConfig, log: StatusLog): void {
  for (const { severity, source, line, column, message, path } of config.news) {
    const place = line === undefined ? '' : `:${line}:${column ?? 1}`;
    const text = flags.dialect === 'osquery' ? message : `${source}${place}: ${message}`;
    log.say(severity, path?.startsWith('/options') ? 'options.cpp' : 'config.cpp', text);
  }
  for (const note of applyOptions(flags, config.options).notes) log.say('info', 'options.cpp', note);
}

function schedulerOf({ flags, durable, log, watcherPid, onFatal, onEnd }: DaemonOptions, logger: Logger, lanes: Lanes) {
  const isOsquery = flags.dialect === 'osquery';
  const results = new Results({
    durable,
    logger,
    say: log.say,
    settings: () => ({ epoch: flags.bigint('schedule_epoch'), nullText: flags.text('nullvalue') }),
    endsOnFailure: isOsquery,
  });
  const decorations = new Decorations({
    log: log.say,
    text: (value) => valueText(value),
    async rows(sql) {
      const request = { name: 'decorator', sql, nullvalue: flags.text('nullvalue'), timeoutMs: DECORATOR_MS };
      const outcome = oneStatement(await lanes.run(request), flags.dialect, log.say);
      if (!outcome.ok) return undefined;
      return outcome.sets.flatMap(({ columns, rows }) =>
        rows.map((row) => new Map(columns.map((name, at) => [name, row[at] ?? '']))),
      );
    },
  });
  return new Scheduler({
    clock: systemClock,
    durable,
    lanes,
    decorations,
    manner: flags.dialect,
    mayDeny: ({ sql }) => flags.bool('events_enforce_denylist') || !readsEventsOnly(sql, TABLES),
    settings: () => ({
      splayPercent: flags.int('schedule_splay_percent'),
      maxDriftSeconds: flags.int('schedule_max_drift'),
      packRefreshSeconds: flags.int('pack_refresh_interval'),
      packDelimiter: flags.text('pack_delimiter'),
      timeoutSeconds: flags.int('schedule_timeout'),
      nullvalue: flags.text('nullvalue'),
      disableDecorators: flags.bool('disable_decorators'),
      hasWatchdog: watcherPid !== undefined,
      isSinceLastRun: flags.bool('events_optimize'),
      logsNames: flags.bool('schedule_lognames') || flags.bool('verbose'),
      ...(flags.int('query_timeout') > 0 && { queryTimeoutSeconds: flags.int('query_timeout') }),
    }),
    log: log.say,
    onResult: (run, outcome) => results.take(run, outcome),
    onFatal,
    onEnd,
  });
}
