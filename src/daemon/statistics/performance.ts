/** What osquery keeps of each scheduled query. Times in milliseconds where named so, else seconds; memory in bytes. */
export interface Performance {
  readonly executions: number;
  readonly lastExecuted: number;
  readonly wallTime: number;
  readonly wallTimeMs: number;
  readonly lastWallTimeMs: number;
  readonly userTime: number;
  readonly lastUserTime: number;
  readonly systemTime: number;
  readonly lastSystemTime: number;
  readonly averageMemory: number;
  readonly lastMemory: number;
  readonly outputSize: number;
}

/** In the order in which they are stored. */
const FIELDS = [
  'executions',
  'lastExecuted',
  'wallTime',
  'wallTimeMs',
  'lastWallTimeMs',
  'userTime',
  'lastUserTime',
  'systemTime',
  'lastSystemTime',
  'averageMemory',
  'lastMemory',
  'outputSize',
] as const satisfies readonly (keyof Performance)[];

const withFields = (valueOf: (at: number) => number): Performance => ({
  executions: valueOf(0),
  lastExecuted: valueOf(1),
  wallTime: valueOf(2),
  wallTimeMs: valueOf(3),
  lastWallTimeMs: valueOf(4),
  userTime: valueOf(5),
  lastUserTime: valueOf(6),
  systemTime: valueOf(7),
  lastSystemTime: valueOf(8),
  averageMemory: valueOf(9),
  lastMemory: valueOf(10),
  outputSize: valueOf(11),
});

export const NO_PERFORMANCE: Performance = withFields(() => 0);

/** Fewer than twelve parts count as nothing kept. */
export function parsePerformance(text: string | undefined): Performance {
  const parts = text?.split(',') ?? [];
  if (parts.length < FIELDS.length) return NO_PERFORMANCE;
  return withFields((at) => {
    const value = Number(parts[at]);
    return Number.isSafeInteger(value) ? value : 0;
  });
}

export const printPerformance = (performance: Performance): string =>
  FIELDS.map((field) => performance[field]).join(',');

/** What one run took. */
export interface Taken {
  /** Seconds since 1970. */
  readonly unixTime: number;
  readonly wallMs: number;
  readonly userMs: number;
  readonly systemMs: number;
  readonly memoryBytes: number;
  readonly outputSize: number;
}

/** With one more run. A time or memory that did not grow leaves its sums and its last value as they are. */
export function afterRun(before: Performance, taken: Taken): Performance {
  const wallMs = Math.floor(taken.wallMs);
  const userMs = Math.floor(taken.userMs);
  const systemMs = Math.floor(taken.systemMs);
  const memory = Math.floor(taken.memoryBytes);
  const { executions, averageMemory } = before;
  return {
    ...before,
    executions: executions + 1,
    lastExecuted: taken.unixTime,
    wallTime: before.wallTime + Math.floor(wallMs / 1000),
    wallTimeMs: before.wallTimeMs + wallMs,
    lastWallTimeMs: wallMs,
    ...(userMs > 0 && { userTime: before.userTime + userMs, lastUserTime: userMs }),
    ...(systemMs > 0 && { systemTime: before.systemTime + systemMs, lastSystemTime: systemMs }),
    ...(memory > 0 && {
      averageMemory: Math.floor((averageMemory * executions + memory) / (executions + 1)),
      lastMemory: memory,
    }),
    outputSize: before.outputSize + taken.outputSize,
  };
}
