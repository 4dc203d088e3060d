/**
 * Unix times of the kernel's monotonic ones (CLOCK_MONOTONIC), which stand still while the machine sleeps and never jump.
 * How far the two are apart is looked at anew with each batch of events, as the wall clock is set now and then.
 */
export class MonotonicClock {
  #unixMsAtZero = 0;

  /**
   * @param unixMs clock of the wall in milliseconds
   * @param monotonicMs the kernel's clock in milliseconds, fractions kept
   */
  constructor(
    private readonly unixMs: () => number,
    private readonly monotonicMs: () => number = () => Number(process.hrtime.bigint()) / 1e6,
  ) {
    this.update();
  }

  /** To be called before each batch. */
  update(): void {
    this.#unixMsAtZero = this.unixMs() - this.monotonicMs();
  }

  /** Unix time in milliseconds; never later than now. */
  unixMsOf(monotonicNs: number): number {
    return Math.min(this.#unixMsAtZero + monotonicNs / 1e6, this.unixMs());
  }
}
