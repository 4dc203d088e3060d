import type { Clock } from '../../core/index.js';

/** Which second the schedule is at, and how long until another one. */
export interface Pace {
  /** The second to look at now, since 1970. */
  now(): number;
  /** Milliseconds until the second begins. */
  untilMs(second: number): number;
  /** Everything up to the second is done. */
  done(second: number): void;
}

/** The host's clock, whatever it does. */
export const wallPace = (clock: Clock): Pace => ({
  now: () => Math.floor(clock.wallMs() / 1000),
  untilMs: (second) => second * 1000 - clock.wallMs(),
  done: () => {},
});

/**
 * osquery's: the host's clock at the start, then seconds counted. When they come late the next ones follow without a pause
 * until they have caught up; what is more than `maxDriftSeconds` late is let go. A second in which nothing is due takes no
 * time, so it can be skipped.
 */
export function countedPace(clock: Clock, maxDriftSeconds: () => number): Pace {
  const first = Math.floor(clock.wallMs() / 1000);
  let startMs = clock.monotonicMs();
  const begins = (second: number): number => startMs + (second - first) * 1000;
  return {
    now: () => first + Math.max(0, Math.floor((clock.monotonicMs() - startMs) / 1000)),
    untilMs: (second) => begins(second) - clock.monotonicMs(),
    done(second) {
      const lateMs = clock.monotonicMs() - begins(second + 1);
      if (lateMs > maxDriftSeconds() * 1000) startMs += lateMs;
    },
  };
}
