import { threadCpu } from './thread-cpu.js';

/** How much CPU a lane may take in the long run. */
export interface CpuShare {
  /** Of one core. */
  readonly share: number;
  /** Milliseconds of CPU that it may take at once after it has been idle. */
  readonly burstMs: number;
}

interface Clocks {
  readonly wallMs: () => number;
  readonly cpuMs: () => number;
}

const OWN: Clocks = {
  wallMs: () => performance.now(),
  cpuMs: () => {
    const { user, system } = threadCpu();
    return user + system;
  },
};

/** A token bucket of CPU: it fills with time, and the thread's work empties it. */
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
