/** By how much texts occur more often in one list than in another. */
export class Surplus {
  readonly #counts = new Map<string, number>();

  count(text: string, by: number): void {
    this.#counts.set(text, (this.#counts.get(text) ?? 0) + by);
  }

  /** Texts that occur more often, and by how much. */
  more(): Map<string, number> {
    return new Map([...this.#counts].filter(([, count]) => count > 0));
  }

  /** Texts that occur less often, as many of each. */
  less(): string[] {
    const texts: string[] = [];
    for (const [text, count] of this.#counts) for (let n = count; n < 0; n++) texts.push(text);
    return texts;
  }
}
