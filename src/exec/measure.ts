import type { Host } from '../host/index.js';
import type { Plan } from '../sql/planner/index.js';
import type { NodeStats } from './context.js';
import type { Run } from './run.js';
import { type Batch, type Operator, Pending, type Stream } from './stream.js';

export const noStats = (): NodeStats => ({
  rows: 0,
  calls: 0,
  timeMs: 0,
  selfMs: 0,
  filesOpened: 0,
  syscalls: 0,
  bytesRead: 0,
  scans: 0,
  keys: 0,
});

interface Spent {
  ms: number;
  filesOpened: number;
  syscalls: number;
  bytesRead: number;
}

const nothing = (): Spent => ({ ms: 0, filesOpened: 0, syscalls: 0, bytesRead: 0 });

/** Counts what the nodes of one run do, each without what it had other nodes do. */
export class Meter {
  readonly #host: Host;
  /** What nodes took that were pulled by the one now at work. */
  #inner = nothing();
  /** What the run waits for: the node that met it first waits, those above only pass it on. */
  #waiting: Pending | undefined;

  constructor(private readonly run: Run) {
    this.#host = run.host;
  }

  /** The operator, counting what it does into `stats`. */
  measured(plan: Plan, operator: Operator, stats: NodeStats): Operator {
    const sets = setsOf(plan);
    const open = (): Stream => {
      for (const set of sets) stats.keys += this.run.keySets.get(set)?.length ?? 0;
      return this.#counted(operator, stats);
    };
    return { columns: operator.columns, open };
  }

  *#counted(operator: Operator, stats: NodeStats): Stream {
    stats.calls++;
    const stream = operator.open();
    try {
      for (;;) {
        const step = this.#timed(stats, () => stream.next());
        if (step.done) return;
        if (step.value instanceof Pending) yield* this.#waited(step.value, stats);
        else {
          stats.rows += step.value.length;
          yield step.value;
        }
      }
    } finally {
      stream.return();
    }
  }

  #timed(stats: NodeStats, pull: () => IteratorResult<Batch | Pending, void>): IteratorResult<Batch | Pending, void> {
    const { counters } = this.#host;
    const { filesOpened, syscalls, bytesRead } = counters;
    const outer = this.#inner;
    const inner = nothing();
    this.#inner = inner;
    const startMs = performance.now();
    try {
      return pull();
    } finally {
      const ms = performance.now() - startMs;
      const files = counters.filesOpened - filesOpened;
      const calls = counters.syscalls - syscalls;
      const bytes = counters.bytesRead - bytesRead;
      stats.timeMs += ms;
      stats.selfMs += ms - inner.ms;
      stats.filesOpened += files - inner.filesOpened;
      stats.syscalls += calls - inner.syscalls;
      stats.bytesRead += bytes - inner.bytesRead;
      outer.ms += ms;
      outer.filesOpened += files;
      outer.syscalls += calls;
      outer.bytesRead += bytes;
      this.#inner = outer;
    }
  }

  /** Waiting is part of what a node takes. */
  *#waited(pending: Pending, stats: NodeStats): Generator<Pending, void> {
    const isOwn = this.#waiting !== pending;
    this.#waiting = pending;
    const startMs = performance.now();
    yield pending;
    const ms = performance.now() - startMs;
    stats.timeMs += ms;
    if (isOwn) stats.selfMs += ms;
  }
}

/** The sets of join keys that a scan is told. */
function setsOf(plan: Plan): readonly number[] {
  if (plan.kind === 'scan') return plan.lookups.flatMap((lookup) => ('set' in lookup ? [lookup.set] : []));
  if (plan.kind !== 'stored-scan') return [];
  return (plan.access?.equals ?? []).flatMap((values) => (values.kind === 'keys' ? [values.set] : []));
}
