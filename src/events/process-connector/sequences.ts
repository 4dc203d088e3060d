/** A distance that is none: the count began anew. */
const BACKWARDS = 2 ** 31;

/** Finds messages that are missing: each processor counts its own. */
export class Sequences {
  readonly #next = new Map<number, number>();

  /** How many messages of the processor are missing before this one; 0 for its first. */
  missingBefore(cpu: number, sequence: number): number {
    const expected = this.#next.get(cpu);
    this.#next.set(cpu, (sequence + 1) >>> 0);
    const missing = expected === undefined ? 0 : (sequence - expected) >>> 0;
    return missing < BACKWARDS ? missing : 0;
  }
}
