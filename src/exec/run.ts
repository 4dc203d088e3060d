import { performance } from 'node:perf_hooks';
import { type EventFeed, type SelfFacts, type Shared, sharedSources } from '../catalog/index.js';
import { type Row, SqlError, type Value } from '../core/index.js';
import type { Host } from '../host/index.js';
import type { Plan } from '../sql/planner/index.js';
import { Database, type DatabaseView } from '../store/index.js';
import { DEFAULT_MEMORY_BYTES, type RunContext } from './context.js';
import { Memory } from './memory.js';
import { type Operator, Pending } from './stream.js';

/** After so long without a look at the event loop, a run that can be cancelled gives way to it. */
const BREATH_MS = 15;

/** Checkpoints that come sooner than this one after the other need not read the clock each time. */
const QUICK_MS = 0.5;

/** Where an outer query leaves the current row's column for its subqueries. */
export interface Cell {
  value: Value;
}

/** The row that a recursion is at; `step` counts them, so that results kept from an earlier one are not taken for new. */
export interface WorkingRow {
  row: Row | undefined;
  step: number;
}

/** How an operator will be used. */
export interface Use {
  /** It will be opened many times: what gives the same rows each time is computed once. */
  readonly repeated: boolean;
  /** A few rows may be all that is wanted: do little work ahead. */
  readonly some: boolean;
}
export const ONCE: Use = { repeated: false, some: false };

/** Builds the operator of a plan. */
export type Build = (plan: Plan, use: Use) => Operator;

const NEVER = new AbortController().signal;

/** All that changes while one query runs. */
export class Run {
  readonly host: Host;
  readonly self: SelfFacts | undefined;
  readonly events: EventFeed | undefined;
  readonly database: Database;
  readonly parameters: readonly Value[];
  readonly nowMs: number;
  readonly emptyText: boolean;
  readonly caseSensitiveLike: boolean;
  /** See {@link RunContext.warmRows}. */
  readonly warmRows: number | undefined;
  readonly signal: AbortSignal;
  readonly memory: Memory;
  /** Key values that lookup joins gathered, by set. */
  get keySets(): Map<number, readonly Value[]> {
    this.#keySets ??= new Map();
    return this.#keySets;
  }
  readonly deadlineMs: number;
  readonly #context: RunContext;
  // Made when first needed: a short run needs none of them.
  #keySets: Map<number, readonly Value[]> | undefined;
  #cells: Map<number, Cell> | undefined;
  #working: Map<number, WorkingRow> | undefined;
  #warned: Set<string> | undefined;
  #shared: Shared | undefined;
  readonly #closers: (() => void)[] = [];
  /** Promises are allowed, and someone may want to cancel: give way to the event loop now and then. */
  #breathes: boolean;
  readonly #hasDeadline: boolean;
  #lastBreathMs = performance.now();
  #lastLookMs = 0;
  /** Little time passes from one checkpoint to the next. */
  #isQuick = false;
  #asked = 0;
  #lastId = 0;

  constructor(context: RunContext) {
    this.#context = context;
    this.host = context.host;
    this.self = context.self;
    this.events = context.events;
    this.database = context.database ?? new Database();
    this.parameters = context.parameters ?? [];
    this.nowMs = context.nowMs ?? Date.now();
    this.emptyText = context.nullText === 'empty';
    this.caseSensitiveLike = context.caseSensitiveLike ?? false;
    this.warmRows = context.warmRows;
    this.signal = context.signal ?? NEVER;
    this.memory = new Memory(context.memoryBytes ?? DEFAULT_MEMORY_BYTES);
    this.#breathes = context.signal !== undefined;
    this.#hasDeadline = context.timeoutMs !== undefined;
    this.deadlineMs = this.#lastBreathMs + (context.timeoutMs ?? Number.POSITIVE_INFINITY);
  }

  /** What tables read once for all of the run's scans. */
  get shared(): Shared {
    this.#shared ??= sharedSources();
    return this.#shared;
  }

  /** Everything stored, at one moment for the whole run. */
  view(): DatabaseView {
    this.#view ??= this.database.view();
    return this.#view;
  }
  #view: DatabaseView | undefined;

  cell(columnId: number): Cell {
    this.#cells ??= new Map();
    let cell = this.#cells.get(columnId);
    if (!cell) {
      cell = { value: null };
      this.#cells.set(columnId, cell);
    }
    return cell;
  }

  workingRow(recursionId: number): WorkingRow {
    this.#working ??= new Map();
    let working = this.#working.get(recursionId);
    if (!working) {
      working = { row: undefined, step: 0 };
      this.#working.set(recursionId, working);
    }
    return working;
  }

  /** An id that no column of a plan has. */
  freshId(): number {
    return --this.#lastId;
  }

  warn = (message: string): void => {
    this.#warned ??= new Set();
    if (this.#warned.has(message)) return;
    this.#warned.add(message);
    this.#context.onWarning?.(message);
  };

  /** @throws SqlError `cancelled` or `timeout` */
  checkpoint = (): void => {
    this.#check(this.#hasDeadline ? performance.now() : 0);
  };

  #check(nowMs: number): void {
    if (this.signal.aborted || this.#context.interrupted?.()) throw cancelled();
    if (nowMs > this.deadlineMs) throw this.timedOut();
  }

  timedOut(): SqlError {
    return new SqlError('timeout', `query took longer than ${this.#context.timeoutMs} ms`);
  }

  /**
   * A checkpoint for the loops of operators, asked once a batch. True: yield {@link pause} before going on. Where batches
   * are small the clock is read at every fourth.
   */
  pauseDue(): boolean {
    this.#asked = (this.#asked + 1) & 3;
    if (this.#isQuick && this.#asked !== 0) return false;
    const nowMs = performance.now();
    this.#isQuick = nowMs - this.#lastLookMs < QUICK_MS;
    this.#lastLookMs = nowMs;
    this.#check(nowMs);
    return this.#breathes && nowMs - this.#lastBreathMs > BREATH_MS;
  }

  /** Lets the event loop turn once, so that signals and timers are seen. */
  pause(): Pending {
    return new Pending(
      new Promise<void>((resolve) => {
        setImmediate(() => {
          this.#lastBreathMs = performance.now();
          resolve();
        });
      }),
    );
  }

  /** Whoever drives the run waits for promises: from now on it may give way at any time. */
  mayPause(): void {
    this.#breathes = true;
  }

  /** Registers what must happen when the run ends, however it ends. */
  onClose(close: () => void): void {
    this.#closers.push(close);
  }

  close(): void {
    for (const close of this.#closers.splice(0)) close();
  }

  ticker(): Ticker {
    return new Ticker(this);
  }
}

export const cancelled = (): SqlError => new SqlError('cancelled', 'interrupted');

/** Most calls of `due` between two looks at the clock. */
const MAX_STRIDE = 256;

/** {@link Run.pauseDue} for loops over rows: looks at the clock as seldom as the pace of the loop allows. */
export class Ticker {
  #left = 1;
  #stride = 1;
  #lastMs = performance.now();

  constructor(private readonly run: Run) {}

  due(): boolean {
    if (--this.#left > 0) return false;
    const nowMs = performance.now();
    const spentMs = nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    if (spentMs > 2) this.#stride = 1;
    else if (spentMs < 0.5 && this.#stride < MAX_STRIDE) this.#stride *= 2;
    this.#left = this.#stride;
    return this.run.pauseDue();
  }
}
