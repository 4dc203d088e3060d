import { setInterval as every } from 'node:timers';
import type { SelfRow } from '../catalog/index.js';
import { messageOf } from '../core/index.js';
import type { Durable } from '../durable/index.js';
import type { Flags } from '../flags/index.js';
import { assigned } from './assignment.js';
import { limitsOf, neededSeconds, type Reading } from './limits.js';
import { EVENT_TABLES, type EventTable, type SourceName } from './names.js';
import { Reader } from './reader/reader.js';
import type { SourceDef } from './settings.js';
import type { Severity } from './source.js';
import { SOURCES } from './sources.js';
import { EventStore } from './store/index.js';

export interface EventsOptions {
  readonly flags: Flags;
  readonly durable: Durable;
  readonly say: (severity: Severity, message: string) => void;
  /** Unix time in milliseconds. Default: the clock. */
  readonly now?: () => number;
  /** Default: all there are. */
  readonly sources?: readonly SourceDef<unknown>[];
  /** Default: the program that lies beside this one. */
  readonly readerProgram?: URL;
  /** Something was stored. */
  readonly onStored?: (table: EventTable) => void;
}

/** What of a configuration concerns events. */
export interface EventsConfig {
  /** Its top-level parts, as they stand. */
  readonly sections: ReadonlyMap<string, unknown>;
  readonly readings: readonly Reading[];
}

interface Running {
  readonly reader: Reader;
  readonly tables: readonly EventTable[];
}

const TICK_MS = 2000;
const MB = 1e6;

/** Sources, each read by a thread, and the store that keeps what they tell. */
export class Events {
  readonly #running = new Map<SourceName, Running>();
  /** Sources that this machine turned out not to have, and why. */
  readonly #unavailable = new Map<SourceName, string>();
  #applying: Promise<void> = Promise.resolve();
  #config: EventsConfig = { sections: new Map(), readings: [] };
  #needed = new Map<EventTable, number>();
  #enabled: ReadonlySet<EventTable> = new Set();
  readonly #timer: NodeJS.Timeout;
  readonly #toldGap = new Set<EventTable>();
  readonly store: EventStore;

  private constructor(
    private readonly options: EventsOptions,
    store: EventStore,
  ) {
    this.store = store;
    this.#timer = every(() => void this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  /** Opens the store; {@link configure} starts the sources. @throws DurableError */
  static async open(options: EventsOptions): Promise<Events> {
    const { flags, durable, say, now = Date.now } = options;
    let events: Events | undefined;
    const store = await EventStore.open({
      durable,
      now,
      say,
      limitsOf: (table) => limitsOf(flags, table, events?.needed(table) ?? Number.POSITIVE_INFINITY),
      maxLength: flags.int('events_disk_max') * MB,
    });
    events = new Events(options, store);
    return events;
  }

  /** Starts, changes and stops sources so that they are what flags and configuration say. */
  async configure(config: EventsConfig): Promise<void> {
    const { flags } = this.options;
    this.#config = config;
    this.#needed = new Map(EVENT_TABLES.map((table) => [table, neededSeconds(config.readings, table)]));
    this.#enabled = flags.bool('disable_events') ? new Set() : enabledTables(config.sections);
    await this.store.keepPositionsOf(new Set(config.readings.map(({ name }) => name)));
    this.#unavailable.clear();
    await this.#apply();
    // From now on somebody listens.
    await this.#tick();
  }

  /** Seconds that the schedule needs events of the table to stay. */
  needed(table: EventTable): number {
    return this.#needed.get(table) ?? 0;
  }

  /** `osquery_events`: sources, then tables. */
  rows(): SelfRow[] {
    const { sources = SOURCES } = this.options;
    return [...sources.map((source) => this.#sourceRow(source)), ...this.#tableRows(sources)];
  }

  /** Resolves when no source holds anything of the kernel and all that they told is stored. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#applying;
    await Promise.all([...this.#running.values()].map(({ reader }) => reader.stop()));
    try {
      await this.store.close();
    } catch (error) {
      this.options.say('error', `The store of events was not closed well: ${messageOf(error)}`);
    }
  }

  /** One turn after the other: a source may turn out to be unavailable while others are started. */
  #apply(): Promise<void> {
    const turn = this.#applying.then(() => this.#assign());
    this.#applying = turn.catch(() => {});
    return turn;
  }

  async #assign(): Promise<void> {
    const { flags, sources = SOURCES } = this.options;
    const input = { flags, sections: this.#config.sections, tables: this.#enabled };
    for (const one of assigned(sources, input, (source) => !this.#unavailable.has(source))) {
      await this.#set(one.source, one.tables, one.settings);
    }
  }

  /** Settings undefined: the source is off. */
  async #set(name: SourceName, tables: readonly EventTable[], settings: unknown): Promise<void> {
    const running = this.#running.get(name);
    const isSame = running?.tables.join() === tables.join() && settings !== undefined;
    if (running && isSame) return running.reader.configure(settings);
    this.#running.delete(name);
    await running?.reader.stop();
    if (settings !== undefined) this.#start(name, tables, settings);
  }

  #start(source: SourceName, tables: readonly EventTable[], settings: unknown): void {
    const { say, readerProgram, onStored } = this.options;
    const reader = new Reader({
      source,
      tables,
      settings,
      ...(readerProgram && { program: readerProgram }),
      say,
      onBlock: async (table, block) => {
        await this.store.add(table, block);
        onStored?.(table);
      },
      onGap: (missed, reason) => {
        for (const table of missed) void this.store.addGap(table, source, reason);
      },
      onRunning: () => {
        for (const table of tables) this.#tellAbsence(table, source);
      },
      onUnavailable: (reason) => {
        this.#unavailable.set(source, reason);
        void this.#apply();
      },
    });
    this.#running.set(source, { reader, tables });
  }

  /** Nobody listened between the last process and this one. */
  #tellAbsence(table: EventTable, source: SourceName): void {
    const { lastAlive } = this.store;
    if (lastAlive === undefined || this.#toldGap.has(table)) return;
    this.#toldGap.add(table);
    const since = new Date(lastAlive * 1000).toISOString();
    void this.store.addGap(table, source, `nobody listened since ${since} or up to 10 s later`);
  }

  async #tick(): Promise<void> {
    try {
      await this.store.tick();
    } catch (error) {
      this.options.say('error', `Old events could not be deleted: ${messageOf(error)}`);
    }
  }

  #sourceRow({ name }: SourceDef<unknown>): SelfRow {
    const reader = this.#running.get(name)?.reader;
    const { subscriptions = 0, events = 0, refreshes = 0 } = reader?.counters ?? {};
    return {
      name,
      publisher: name,
      type: 'publisher',
      subscriptions,
      events,
      refreshes,
      active: reader?.state === 'running',
      state: this.#unavailable.has(name) ? 'unavailable' : (reader?.state ?? 'off'),
      reason: reader?.reason ?? this.#unavailable.get(name),
    };
  }

  #tableRows(sources: readonly SourceDef<unknown>[]): SelfRow[] {
    return EVENT_TABLES.flatMap((table) => {
      const can = sources.filter(({ tables }) => tables.includes(table)).map(({ name }) => name);
      const feeds = can.filter((name) => this.#running.get(name)?.tables.includes(table));
      const [feeding] = feeds;
      const publisher = feeding ?? can[0];
      if (publisher === undefined) return [];
      const state = feeding ? this.#running.get(feeding)?.reader.state : undefined;
      const { received, stored, dropped, gaps, expired } = this.store.counters(table);
      return {
        name: table,
        publisher,
        type: 'subscriber',
        subscriptions: feeds.length,
        events: stored,
        refreshes: 0,
        active: state === 'running',
        state: state ?? 'off',
        received,
        stored,
        dropped,
        gaps,
        expired,
        kept: this.store.rows(table),
      };
    });
  }
}

/** The configuration's `events` part: what is disabled is so even where it is enabled, too. Default: all. */
function enabledTables(sections: ReadonlyMap<string, unknown>): Set<EventTable> {
  const part = sections.get('events') as Record<string, unknown> | undefined; // the configuration was checked
  const named = (key: string): readonly unknown[] => (Array.isArray(part?.[key]) ? part[key] : []);
  const disabled = new Set(named('disable_subscribers'));
  return new Set(EVENT_TABLES.filter((table) => !disabled.has(table)));
}
