import { type Limits, POLL_SECONDS } from './limits.js';

/** What the kernel says of a worker. */
export interface Usage {
  readonly parent: number;
  /** User and system time since it started. */
  readonly cpuMs: number;
  readonly residentBytes: number;
}

const MIB = 1_048_576;

/** Compares a worker with its limits, look by look. */
export class Judge {
  /** Of the first worker at the first look, and kept for its successors. */
  #baselineBytes: number | undefined;
  #cpuMs = 0;
  #strikes = 0;

  constructor(
    private readonly limits: Limits,
    private readonly processors: number,
  ) {}

  /** A new worker has used nothing yet. */
  restart(): void {
    this.#cpuMs = 0;
    this.#strikes = 0;
  }

  /** One look. @returns what the worker broke, in osquery's words */
  look({ cpuMs, residentBytes }: Usage): string | undefined {
    const { memoryMB, cpuPercent, latencySeconds } = this.limits;
    this.#baselineBytes ??= residentBytes;
    const limitMs = Math.floor((cpuPercent * POLL_SECONDS * 1000 * this.processors) / 100);
    this.#strikes = cpuMs - this.#cpuMs > limitMs ? this.#strikes + 1 : 0;
    this.#cpuMs = cpuMs;
    if (this.#strikes * POLL_SECONDS >= latencySeconds)
      return `Maximum sustainable CPU utilization limit ${limitMs}ms exceeded for ${latencySeconds} seconds`;
    const grownBytes = Math.max(0, residentBytes - this.#baselineBytes);
    if (grownBytes > memoryMB * MIB) return `Memory limits exceeded: ${grownBytes} bytes (limit is ${memoryMB}MB)`;
    return undefined;
  }
}
