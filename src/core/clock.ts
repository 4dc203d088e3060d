/** A wait that can be called off. */
export interface Timer {
  cancel(): void;
}

/** The time, and waiting for it. */
export interface Clock {
  /** Milliseconds since 1970, as the host's clock has it: it may jump. */
  wallMs(): number;
  /** Milliseconds since some moment: never goes back, and stands still while the host is suspended. */
  monotonicMs(): number;
  /** Calls once after so many monotonic milliseconds. */
  after(ms: number, call: () => void): Timer;
}

/** What a timer of Node can wait for at most. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(ms, call) {
    const timer = setTimeout(call, Math.min(Math.max(0, ms), MAX_TIMER_MS));
    return { cancel: () => clearTimeout(timer) };
  },
};

interface Waiting {
  readonly at: number;
  readonly call: () => void;
}

/** Time that passes when it is told to: for tests. */
export class SimulatedClock implements Clock {
  #monotonicMs = 0;
  readonly #waiting = new Set<Waiting>();

  constructor(private wall: number) {}

  wallMs(): number {
    return this.wall;
  }
  monotonicMs(): number {
    return this.#monotonicMs;
  }
  after(ms: number, call: () => void): Timer {
    const waiting: Waiting = { at: this.#monotonicMs + Math.max(0, ms), call };
    this.#waiting.add(waiting);
    return { cancel: () => this.#waiting.delete(waiting) };
  }

  /** The host's clock is set, or it was suspended for so long: no monotonic time passes. */
  jump(ms: number): void {
    this.wall += ms;
  }

  /** Lets so much time pass; what a timer sets off has settled before the next one is looked at. */
  async advance(ms: number): Promise<void> {
    const end = this.#monotonicMs + ms;
    await settled();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#waiting.delete(next);
      this.#moveTo(next.at);
      next.call();
      await settled();
    }
    this.#moveTo(end);
  }

  #next(end: number): Waiting | undefined {
    let first: Waiting | undefined;
    for (const waiting of this.#waiting) if (waiting.at <= end && (!first || waiting.at < first.at)) first = waiting;
    return first;
  }

  #moveTo(at: number): void {
    this.wall += at - this.#monotonicMs;
    this.#monotonicMs = at;
  }
}

/** Everything that promises had ready has run. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
