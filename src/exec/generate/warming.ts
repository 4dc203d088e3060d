/** Rows that an operator takes with closures before it pays for generated code: some 50 to 200 µs. */
const WARM_ROWS = 2048;

/** Closures at first, generated code once so many rows have come that it pays. */
export class Warming<F> {
  #rows = 0;
  #isSettled = false;
  #current: F;

  /** @param generate undefined where there is no better form */
  constructor(
    closures: F,
    private readonly generate: () => F | undefined,
    private readonly warmRows = WARM_ROWS,
  ) {
    this.#current = closures;
  }

  /** What to use for a batch of so many rows. */
  take(rows: number): F {
    if (this.#isSettled) return this.#current;
    this.#rows += rows;
    if (this.#rows > this.warmRows) {
      this.#current = this.generate() ?? this.#current;
      this.#isSettled = true;
    }
    return this.#current;
  }
}
