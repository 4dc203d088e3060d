/** How much CPU the process may take in the long run, all its threads together. */
export interface CpuShare {
  /** Of one core. */
  readonly share: number;
  /** Milliseconds of CPU that it may take at once after a rest. */
  readonly burstMs: number;
}

interface Clocks {
  readonly wallMs: () => number;
  readonly cpuMs: () => number;
}

const OWN: Clocks = {
  wallMs: () => performance.now(),
  cpuMs: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
};

/**
 * A token bucket of CPU: it fills with time, and the work of the process empties it. Each lane has one: when the process is
 * above its share, all of them rest.
 */
export class CpuBucket {
  #tokensMs: number;
  #wallMs: number;
  #cpuMs: number;

  constructor(
    private readonly limit: CpuShare,
    private readonly clocks: Clocks = OWN,
  ) {
    this.#tokensMs = limit.burstMs;
    this.#wallMs = clocks.wallMs();
    this.#cpuMs = clocks.cpuMs();
  }

  /** Milliseconds to rest until what was taken is paid back; 0 where nothing is owed. */
  debtMs(): number {
    const wallMs = this.clocks.wallMs();
    const cpuMs = this.clocks.cpuMs();
    const { share, burstMs } = this.limit;
    const filled = Math.min(burstMs, this.#tokensMs + (wallMs - this.#wallMs) * share);
    this.#tokensMs = filled - (cpuMs - this.#cpuMs);
    this.#wallMs = wallMs;
    this.#cpuMs = cpuMs;
    return Math.max(0, -this.#tokensMs / share);
  }
}
