/** What signals ask for, from the first moment on: what comes before anybody listens is kept, and never kills. */
export class Signals {
  readonly #stop = new AbortController();
  #onHangUp: (() => void) | undefined;
  #hasHungUp = false;
  #hasHitLimit = false;

  constructor() {
    process
      .on('SIGTERM', () => this.#stop.abort())
      .on('SIGINT', () => this.#stop.abort())
      .on('SIGHUP', () => this.#hangUp())
      // Left alone, it would open a port for debuggers.
      .on('SIGUSR1', () => {
        this.#hasHitLimit = true;
        this.#stop.abort();
      });
  }

  /** SIGTERM, SIGINT or SIGUSR1. */
  get stop(): AbortSignal {
    return this.#stop.signal;
  }

  /** SIGUSR1: the watcher stops us for what the query that runs has used. */
  get hasHitLimit(): boolean {
    return this.#hasHitLimit;
  }

  /** SIGHUP: files are to be read and opened anew. */
  whenHungUp(act: () => void): void {
    this.#onHangUp = act;
    if (this.#hasHungUp) this.#hangUp();
  }

  #hangUp(): void {
    this.#hasHungUp = this.#onHangUp === undefined;
    this.#onHangUp?.();
  }
}
