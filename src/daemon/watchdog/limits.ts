/** What a worker may take before it is stopped, and how its successor is started. */
export interface Limits {
  /** Above what it had when it was first looked at. */
  readonly memoryMB: number;
  /** Of all processors together. */
  readonly cpuPercent: number;
  /** How long it may be above `cpuPercent`. */
  readonly latencySeconds: number;
  /** A worker that lived shorter than this counts as a failed start. */
  readonly respawnWindowSeconds: number;
  readonly maxRestarts: number;
  readonly respawnDelaySeconds: number;
}

/** Between two looks at the worker. */
export const POLL_SECONDS = 3;

/** osquery's levels. */
function limitsOfLevel(number: number): Limits {
  switch (number) {
    case 1:
      return level(100, 5, 6, 4, 5);
    case -1:
      return level(10_000, 100, 1000, 1000, 1);
    default:
      return level(200, 10, 12, 4, 5);
  }
}

function level(memoryMB: number, cpuPercent: number, latency: number, respawn: number, delay: number): Limits {
  return {
    memoryMB,
    cpuPercent,
    latencySeconds: latency,
    respawnWindowSeconds: respawn,
    maxRestarts: respawn,
    respawnDelaySeconds: delay,
  };
}

/** Flags of the same names; those above 0 replace what the level says. */
export interface LimitFlags {
  readonly watchdog_level: number;
  readonly watchdog_memory_limit: number;
  readonly watchdog_utilization_limit: number;
  readonly watchdog_latency_limit: number;
}

/** The limits as flags have them. */
export const limitFlags = (int: (name: keyof LimitFlags) => number): LimitFlags => ({
  watchdog_level: int('watchdog_level'),
  watchdog_memory_limit: int('watchdog_memory_limit'),
  watchdog_utilization_limit: int('watchdog_utilization_limit'),
  watchdog_latency_limit: int('watchdog_latency_limit'),
});

export function limitsOf(flags: LimitFlags): Limits {
  const base = limitsOfLevel(flags.watchdog_level);
  return {
    ...base,
    memoryMB: flags.watchdog_memory_limit || base.memoryMB,
    cpuPercent: Math.min(100, flags.watchdog_utilization_limit || base.cpuPercent),
    latencySeconds: flags.watchdog_latency_limit || base.latencySeconds,
  };
}
