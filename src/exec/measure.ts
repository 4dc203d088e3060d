import type { Host } from '../host/index.js';
import type { NodeStats } from './context.js';
import { type Batch, type Operator, Pending, type Stream } from './stream.js';

export const noStats = (): NodeStats => ({
  rows: 0,
  calls: 0,
  timeMs: 0,
  filesOpened: 0,
  syscalls: 0,
  bytesRead: 0,
  scans: 0,
});

/** The operator, counting what it does into `stats`. */
export function measured(operator: Operator, stats: NodeStats, host: Host): Operator {
  return {
    columns: operator.columns,
    *open(): Stream {
      stats.calls++;
      const stream = operator.open();
      try {
        for (;;) {
          const step = timed(stats, host, () => stream.next());
          if (step.done) return;
          if (step.value instanceof Pending) yield* waited(step.value, stats);
          else {
            stats.rows += step.value.length;
            yield step.value;
          }
        }
      } finally {
        stream.return();
      }
    },
  };
}

function timed(
  stats: NodeStats,
  { counters }: Host,
  pull: () => IteratorResult<Batch | Pending, void>,
): IteratorResult<Batch | Pending, void> {
  const { filesOpened, syscalls, bytesRead } = counters;
  const startMs = performance.now();
  try {
    return pull();
  } finally {
    stats.timeMs += performance.now() - startMs;
    stats.filesOpened += counters.filesOpened - filesOpened;
    stats.syscalls += counters.syscalls - syscalls;
    stats.bytesRead += counters.bytesRead - bytesRead;
  }
}

/** Waiting is part of what a node takes. */
function* waited(pending: Pending, stats: NodeStats): Generator<Pending, void> {
  const startMs = performance.now();
  yield pending;
  stats.timeMs += performance.now() - startMs;
}
