/** How a query's cost is called. */
export type Badge = 'cheap' | 'noticeable' | 'heavy';

/**
 * From so many milliseconds of CPU on. Asked once a minute, a query of 60 ms takes 0.1 % of a core, which nobody sees on a
 * graph, and one of 600 ms takes 1 %, which someone will ask about.
 */
export const BADGES: readonly { readonly badge: Badge; readonly fromCpuMs: number }[] = [
  { badge: 'heavy', fromCpuMs: 600 },
  { badge: 'noticeable', fromCpuMs: 60 },
  { badge: 'cheap', fromCpuMs: 0 },
];

export const badgeOf = (cpuMs: number): Badge => BADGES.find(({ fromCpuMs }) => cpuMs >= fromCpuMs)?.badge ?? 'cheap';

/** What running something every so often takes. */
export interface ScheduleCost {
  readonly cpuMsPerHour: number;
  readonly cpuMsPerDay: number;
  /** Percent of one core, on average. */
  readonly corePercent: number;
}

const HOUR_SECONDS = 3600;

/** @param parts CPU of one run, and seconds from one run to the next */
export function scheduleCost(
  parts: readonly { readonly cpuMs: number; readonly intervalSeconds: number }[],
): ScheduleCost {
  const cpuMsPerHour = parts.reduce((sum, part) => sum + (part.cpuMs * HOUR_SECONDS) / part.intervalSeconds, 0);
  return { cpuMsPerHour, cpuMsPerDay: cpuMsPerHour * 24, corePercent: cpuMsPerHour / (HOUR_SECONDS * 10) };
}
