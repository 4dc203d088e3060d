import type { Limits } from './limits.js';

/** What is done after a worker has ended. */
export type Respawn =
  | { readonly kind: 'start'; readonly delaySeconds: number; readonly warning?: string }
  | { readonly kind: 'give-up' };

/** Counts workers that ended soon after they started, and makes the next ones wait longer. */
export class RespawnPolicy {
  #restarts = 0;

  constructor(
    private readonly limits: Limits,
    private readonly maxDelaySeconds: number,
  ) {}

  /** @param livedSeconds how long the worker before lived */
  next(livedSeconds: number): Respawn {
    const { respawnWindowSeconds, maxRestarts, respawnDelaySeconds } = this.limits;
    if (livedSeconds >= respawnWindowSeconds) return { kind: 'start', delaySeconds: 0 };
    if (this.#restarts >= maxRestarts) return { kind: 'give-up' };
    this.#restarts++;
    return {
      kind: 'start',
      delaySeconds: Math.min(this.maxDelaySeconds, respawnDelaySeconds + 2 ** this.#restarts),
      warning: `osqueryd worker respawning too quickly: ${this.#restarts} times`,
    };
  }
}
