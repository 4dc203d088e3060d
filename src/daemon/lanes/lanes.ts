import { isDeepStrictEqual } from 'node:util';
import type { SelfFacts } from '../../catalog/index.js';
import type { AutomaticTable } from '../../config/index.js';
import { VERSION } from '../../core/index.js';
import type { CpuShare } from './cpu-bucket.js';
import { Lane, type LaneOutcome, type LaneSettings, type RunEvents } from './lane.js';
import type { Facts, LaneRequest } from './protocol.js';

export interface LanesOptions {
  /** Threads at most. Default 2. */
  readonly width?: number;
  /** A lane that had nothing to do for so long ends. Default five minutes. */
  readonly idleMs?: number;
  /** Default 128. */
  readonly heapMb?: number;
  /** Default 1,000. */
  readonly graceMs?: number;
  /** Folder that stands for `/`. Default: this machine. */
  readonly root?: string;
  readonly asOsquery?: boolean;
  readonly views?: ReadonlyMap<string, string>;
  /** Tables that the configuration makes. */
  readonly tables?: readonly AutomaticTable[];
  /** Default: the lane program that lies beside this one. */
  readonly program?: URL;
  readonly onViewFailed?: (name: string, message: string) => void;
  /** What the process may take in the long run. Default: all there is. */
  readonly cpu?: CpuShare;
  /** What the program says of itself. */
  readonly self?: SelfFacts;
  /** What a run sees of the events. Default: nobody gathers any. */
  readonly eventsFor?: (request: LaneRequest) => RunEvents | undefined;
  /** Whether gap records are rows of the tables of events. */
  readonly showsGaps?: boolean;
}

export interface LaneStatus {
  /** From 1. */
  readonly lane: number;
  /** Name of the query that it runs. */
  readonly running?: string;
  readonly runs: number;
}

interface Place {
  lane: Lane | undefined;
  running: string | undefined;
  runs: number;
  idle: NodeJS.Timeout | undefined;
  isStale: boolean;
}

/** Lanes have a bundle of their own, without what only the daemon needs. */
const laneProgram = (): URL =>
  new URL(import.meta.url.endsWith('.cjs') ? '../bin/lane.js' : './worker.js', import.meta.url);

/** A query waits so long for a lane that runs before another one is started: 25 MB and 100 ms. */
const SPARE_MS = 1000;
const SPARE_IDLE_MS = 20_000;

/** Threads that run queries side by side, started when they are needed. A lane that breaks takes its query with it, no other. */
export class Lanes {
  readonly #settings: LaneSettings;
  #views: ReadonlyMap<string, string>;
  #tables: readonly AutomaticTable[];
  readonly #places: Place[];
  readonly #waiting: ((place: Place) => void)[] = [];
  readonly #idleMs: number;
  #facts: Facts;
  #isClosed = false;

  constructor(options: LanesOptions = {}) {
    const { width = 2, idleMs = 300_000, heapMb = 128, graceMs = 1_000, root = '', asOsquery = false } = options;
    this.#idleMs = idleMs;
    this.#views = options.views ?? new Map();
    this.#tables = options.tables ?? [];
    this.#facts = factsOf(options.self);
    this.#settings = {
      program: options.program ?? laneProgram(),
      data: {
        root,
        asOsquery,
        views: this.#views,
        tables: this.#tables,
        facts: this.#facts,
        showsGaps: options.showsGaps ?? false,
        ...(options.cpu && { cpu: options.cpu }),
      },
      heapMb,
      graceMs,
      onViewFailed: options.onViewFailed ?? (() => {}),
      rowsOf: async (table) => (await options.self?.rows?.(table)) ?? [],
      eventsFor: options.eventsFor ?? (() => undefined),
    };
    this.#places = Array.from({ length: width }, () => ({
      lane: undefined,
      running: undefined,
      runs: 0,
      idle: undefined,
      isStale: false,
    }));
  }

  get width(): number {
    return this.#places.length;
  }

  /** Runs a query on the first lane that is free. Never rejects. */
  async run(request: LaneRequest, signal?: AbortSignal): Promise<LaneOutcome> {
    const place = await this.#free(request.name);
    try {
      if (this.#isClosed || signal?.aborted)
        return { ok: false, failure: { kind: 'cancelled', message: 'interrupted' } };
      return await (await this.#laneAt(place)).run(request, signal);
    } finally {
      place.runs++;
      this.#release(place);
    }
  }

  /** From now on every query finds these views: lanes start anew, those at work when they are done. */
  setViews(views: ReadonlyMap<string, string>): void {
    if (areSame(views, this.#views)) return;
    this.#views = views;
    for (const place of this.#places) place.isStale = true;
  }

  /** From now on every query finds these tables of the configuration, as with {@link setViews}. */
  setTables(tables: readonly AutomaticTable[]): void {
    if (isDeepStrictEqual(tables, this.#tables)) return;
    this.#tables = tables;
    for (const place of this.#places) place.isStale = true;
  }

  /** What the program says of itself from now on; its rows are asked for as they are needed. */
  setFacts(facts: Facts): void {
    this.#facts = facts;
    for (const { lane } of this.#places) lane?.setFacts(facts);
  }

  status(): LaneStatus[] {
    return this.#places.map(({ running, runs }, at) => ({
      lane: at + 1,
      runs,
      ...(running !== undefined && { running }),
    }));
  }

  /** What runs fails with `crashed`, what waits with `cancelled`. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#places.map((place) => this.#end(place)));
  }

  async #free(name: string): Promise<Place> {
    const place = this.#warm() ?? (await this.#nextFree());
    place.running = name;
    clearTimeout(place.idle);
    return place;
  }

  /** A place that is free and whose lane runs, or any where none runs yet. */
  #warm(): Place | undefined {
    const isAnyRunning = this.#places.some(({ lane, running }) => lane || running !== undefined);
    return this.#places.find(({ running, lane }) => running === undefined && (lane || !isAnyRunning));
  }

  /** Waits for a lane; a little later another one is started, where there may be more. Most queries are over by then. */
  #nextFree(): Promise<Place> {
    return new Promise((resolve) => {
      const take = (place: Place): void => {
        clearTimeout(timer);
        resolve(place);
      };
      const timer = setTimeout(() => {
        const cold = this.#places.find(({ running }) => running === undefined);
        if (!cold) return;
        this.#waiting.splice(this.#waiting.indexOf(take), 1);
        cold.running = '';
        resolve(cold);
      }, SPARE_MS);
      this.#waiting.push(take);
    });
  }

  async #laneAt(place: Place): Promise<Lane> {
    if (place.isStale || place.lane?.isBroken) await this.#end(place);
    place.isStale = false;
    place.lane ??= new Lane({
      ...this.#settings,
      data: { ...this.#settings.data, views: this.#views, tables: this.#tables, facts: this.#facts },
    });
    place.lane.setIdle(false);
    return place.lane;
  }

  #release(place: Place): void {
    const next = this.#waiting.shift();
    if (next) {
      next(place);
      return;
    }
    place.running = undefined;
    place.lane?.setIdle(true);
    // One lane stays for the next query; the others were for a rush.
    const isOnly = this.#places.every((other) => other === place || !other.lane);
    place.idle = setTimeout(() => void this.#end(place), isOnly ? this.#idleMs : Math.min(this.#idleMs, SPARE_IDLE_MS));
    place.idle.unref();
  }

  async #end(place: Place): Promise<void> {
    clearTimeout(place.idle);
    const { lane } = place;
    place.lane = undefined;
    await lane?.close();
  }
}

const areSame = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean =>
  a.size === b.size && [...a].every(([name, sql]) => b.get(name) === sql);

function factsOf(self: SelfFacts | undefined): Facts {
  if (!self) return { version: VERSION };
  const { rows: _, ...facts } = self;
  return facts;
}
