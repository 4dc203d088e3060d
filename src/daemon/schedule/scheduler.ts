import type { Config } from '../../config/index.js';
import type { Timer } from '../../core/index.js';
import { purgeStale } from '../statistics/index.js';
import { ActivePacks } from './active-packs.js';
import { DueQueue } from './due-queue.js';
import { type Entry, isSameTime, type Planned, plannedQueries } from './entries.js';
import type { PackStatus, QueryStatus, SchedulerOptions } from './options.js';
import { countedPace, type Pace, wallPace } from './pace.js';
import type { PackState } from './pack-state.js';
import { Runner } from './runner.js';
import { splayed } from './splay.js';
import { isByLocalTime, Timetables } from './timetable.js';
import { isWithin } from './within.js';

/** The longest sleep: a clock that is set, or a host that was suspended, is noticed so late. */
const MAX_SLEEP_MS = 15_000;
/** A clock set back by more than three hours was wrong before: days are counted anew. */
const MOST_REPEATED_SECONDS = 10_800;

/** Runs the queries of a configuration when they are due, until it is stopped. */
export class Scheduler {
  readonly #runner: Runner;
  readonly #queue = new DueQueue<Entry>();
  #entries = new Map<string, Entry>();
  readonly #packs: ActivePacks;
  readonly #ready: Entry[] = [];
  readonly #running = new Map<string, Promise<void>>();
  readonly #started = new Set<string>();
  readonly #warned = new Set<string>();
  #pace: Pace | undefined;
  #second = 0;
  /** Up to here decorators with a rate have run. */
  #decorated = 0;
  #end = Number.POSITIVE_INFINITY;
  #timer: Timer | undefined;
  #isStopped = false;
  #isTicking = false;
  #reloading: Promise<void> = Promise.resolve();
  readonly #timetables: Timetables;

  constructor(private readonly options: SchedulerOptions) {
    this.#runner = new Runner(options);
    this.#packs = new ActivePacks(options);
    this.#timetables = new Timetables(options.log, options.zone);
  }

  /** @throws DurableError */
  async start(config: Config): Promise<void> {
    const { clock, manner, settings } = this.options;
    await this.#runner.recover();
    this.#pace = manner === 'osquery' ? countedPace(clock, () => settings().maxDriftSeconds) : wallPace(clock);
    this.#second = this.#pace.now() - 1;
    this.#decorated = this.#second;
    const { timeoutSeconds } = settings();
    if (timeoutSeconds > 0) this.#end = this.#second + 1 + timeoutSeconds;
    await this.reload(config);
  }

  /** Goes on with another configuration; queries that are the same keep their state and timing. @throws DurableError */
  reload(config: Config): Promise<void> {
    const done = this.#reloading.then(() => this.#apply(config));
    this.#reloading = done.catch(() => {}); // told to whoever asked; the next one starts from what there is
    return done;
  }

  async #apply(config: Config): Promise<void> {
    const { settings, lanes, decorations, durable } = this.options;
    lanes.setViews(config.views);
    if (!settings().disableDecorators) await decorations.load(config.decorators);
    const planned = plannedQueries(config, settings().packDelimiter);
    const packs = this.#packs.of(config);
    const entries = new Map<string, Entry>();
    for (const [rank, plan] of planned.entries()) {
      const pack = packs.get(plan.pack);
      const entry = pack && (await this.#entryOf(plan, rank, pack));
      if (entry) entries.set(plan.key, entry);
    }
    const names = new Set(planned.map(({ name }) => name));
    for (const entry of this.#entries.values()) {
      if (entries.get(entry.key) !== entry) entry.isGone = true;
      if (!names.has(entry.name)) await this.#runner.forget(entry.name, false);
    }
    await this.#runner.load(names);
    this.#entries = entries;
    this.#queue.clear();
    for (const entry of entries.values()) this.#enqueue(entry);
    await this.#packs.set(packs.values(), this.#runner.now);
    await purgeStale(durable, names, this.#runner.now);
    this.#wake();
  }

  /** Nothing new starts; what runs is cancelled after half of the time. @returns whether everything ended in time */
  async stop({ withinMs }: { readonly withinMs: number }): Promise<boolean> {
    this.#isStopped = true;
    this.#timer?.cancel();
    this.#ready.length = 0;
    const { clock, log } = this.options;
    const ended = Promise.all(this.#running.values());
    const isInTime = await isWithin(clock, withinMs / 2, ended);
    if (!isInTime) this.#runner.cancelAll();
    const isEnded = isInTime || (await isWithin(clock, withinMs / 2, ended));
    await this.#runner.save().catch((error: unknown) => {
      log('warning', 'scheduler.cpp', `Totals of queries were not saved: ${String(error)}`);
    });
    return isEnded;
  }

  /** The process is about to be killed for what it uses: what runs now will be denylisted at the next start. */
  keepMarkers(): void {
    this.#runner.keepsMarker = true;
  }

  /** Queries of active packs, in order. */
  status(): QueryStatus[] {
    return [...this.#entries.values()]
      .filter(({ pack }) => pack.isActive)
      .map(({ name, query, next }) => {
        const denied = this.#runner.denylist.get(name);
        return {
          name,
          query,
          performance: this.#runner.performanceOf(name),
          ...(denied && { denied }),
          nextDue: next,
          isRunning: this.#running.has(name),
          totals: this.#runner.totalsOf(name),
        };
      });
  }

  packs(): PackStatus[] {
    return this.#packs.status();
  }

  async #entryOf({ key, name, query }: Planned, rank: number, pack: PackState): Promise<Entry | undefined> {
    const { durable, settings, random = Math.random } = this.options;
    const known = this.#entries.get(key);
    if (known && known.query.sql !== query.sql) await this.#runner.forget(name, true);
    if (known && isSameTime(known.query, query)) return Object.assign(known, { query, rank, pack });
    const { splayPercent: percent } = settings();
    const interval = isByLocalTime(query) ? 1 : await splayed(query.name, query.interval, { durable, percent, random });
    const timetable = this.#timetables.of(name, query, interval);
    if (!timetable) return undefined;
    const next = this.#isAtOnce({ name, query }) ? this.#second + 1 : timetable(this.#second);
    return { key, name, query, rank, pack, timetable, next, lastDue: 0, isWaiting: false, isGone: false };
  }

  /** While a configuration was read the schedule went on: what has gone by since is not made up for. */
  #enqueue(entry: Entry): void {
    if (entry.next <= this.#second)
      entry.next = this.#isAtOnce(entry) ? this.#second + 1 : entry.timetable(this.#second);
    this.#queue.add(entry);
  }

  #isAtOnce({ name, query }: Pick<Entry, 'name' | 'query'>): boolean {
    return query.startupPriority !== undefined && !this.#started.has(name);
  }

  /** Looks at what is due now, unless that is going on. */
  #wake(): void {
    this.#timer?.cancel();
    if (this.#isTicking || this.#isStopped) return;
    this.#isTicking = true;
    void this.#ticks().catch((error: unknown) => this.#fail(error));
  }

  async #ticks(): Promise<void> {
    const { manner } = this.options;
    const pace = this.#pace;
    if (!pace) return;
    for (;;) {
      const now = pace.now();
      if (manner === 'hostql') this.#followClock(now);
      const second = Math.min(this.#next(), this.#end + 1);
      if (this.#isStopped || second > now) break;
      if (second > this.#end) {
        this.#finish();
        break;
      }
      await this.#tick(manner === 'osquery' ? second : now);
      pace.done(this.#second);
    }
    this.#isTicking = false;
    if (this.#isStopped) return;
    const sleepMs = Math.min(MAX_SLEEP_MS, Math.max(1, pace.untilMs(Math.min(this.#next(), this.#end + 1))));
    this.#timer?.cancel();
    this.#timer = this.options.clock.after(sleepMs, () => this.#wake());
  }

  /** The schedule's time is over; what runs goes on until it is stopped. */
  #finish(): void {
    const { settings, log, onEnd } = this.options;
    this.#isStopped = true;
    log('info', 'scheduler.cpp', `The scheduler ended after ${settings().timeoutSeconds} seconds`);
    onEnd?.();
  }

  #next(): number {
    const { settings, decorations } = this.options;
    const next = this.#queue.next;
    return settings().disableDecorators ? next : Math.min(next, decorations.nextAfter(this.#decorated));
  }

  async #tick(second: number): Promise<void> {
    const { manner, settings, decorations } = this.options;
    const due = this.#queue.take(second);
    this.#second = second;
    for (const entry of due) {
      entry.lastDue = second;
      entry.next = entry.timetable(second);
      this.#queue.add(entry);
    }
    for (const entry of due) {
      if (entry.isWaiting || !(await this.#isWanted(entry, second))) continue;
      entry.isWaiting = true;
      this.#ready.push(entry);
    }
    this.#pump();
    if (manner === 'osquery') while (this.#running.size > 0) await Promise.race(this.#running.values());
    if (!settings().disableDecorators) await decorations.between(this.#decorated, second);
    this.#decorated = second;
  }

  async #isWanted(entry: Entry, second: number): Promise<boolean> {
    const { log } = this.options;
    if (!(await this.#packs.isActive(entry.pack, second))) return false;
    const { name, query } = entry;
    const denied = this.#runner.denylist.get(name);
    if (!denied) return true;
    if (this.#runner.now > denied.until || !this.#runner.mayDeny(query)) {
      await this.#runner.denylist.lift(name);
      this.#warned.delete(name);
      log('info', 'config.cpp', `Scheduled denylisted query has expired: ${name}`);
      return true;
    }
    if (!this.#warned.has(name)) log('warning', 'config.cpp', `Skipping denied scheduled query: ${name}`);
    this.#warned.add(name);
    return false;
  }

  /** Starts what is ready while there are lanes. Queries of one name never run at once: they share what they keep. */
  #pump(): void {
    const width = this.options.manner === 'osquery' ? 1 : this.options.lanes.width;
    for (let at = 0; at < this.#ready.length && this.#running.size < width && !this.#isStopped; ) {
      const entry = this.#ready[at];
      if (!entry || this.#running.has(entry.name)) {
        at++;
        continue;
      }
      this.#ready.splice(at, 1);
      entry.isWaiting = false;
      // The run before it may have had it denied.
      if (!entry.isGone && !this.#runner.denylist.get(entry.name)) this.#begin(entry);
    }
  }

  #begin(entry: Entry): void {
    this.#started.add(entry.name);
    const run = this.#runner
      .run(entry)
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#running.delete(entry.name);
        this.#pump();
      });
    this.#running.set(entry.name, run);
  }

  /**
   * After a jump of the clock, or sleep, intervals fall on their multiples anew. What has a place in the day comes once when
   * it was slept over, and not a second time when the clock goes back a little.
   */
  #followClock(now: number): void {
    const { maxDriftSeconds } = this.options.settings();
    const isBack = now < this.#second - maxDriftSeconds;
    const isAhead =
      now - this.#second > MAX_SLEEP_MS / 1000 + maxDriftSeconds && this.#queue.next < now - maxDriftSeconds;
    if (!isBack && !isAhead) return;
    const before = this.#second;
    this.#second = now - 1;
    this.#decorated = Math.min(this.#decorated, this.#second);
    for (const entry of this.#queue.clear()) {
      const isMissed = isAhead && entry.next <= now;
      const isRepeat = isBack && before - now <= MOST_REPEATED_SECONDS;
      if (!isByLocalTime(entry.query) || !(isMissed || isRepeat)) entry.next = entry.timetable(now - 1);
      this.#queue.add(entry);
    }
  }

  #fail(error: unknown): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#timer?.cancel();
    this.options.onFatal(error);
  }
}
