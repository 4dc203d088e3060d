import stableStringify from 'fast-json-stable-stringify';
import type { Pack } from '../../config/index.js';
import type { Log } from './log.js';

/** Whether a pack is active, as its discovery queries say; what they say is kept for a while. */
export class PackState {
  executions = 0;
  cacheHits = 0;
  isActive = false;
  #evaluatedAt = Number.NEGATIVE_INFINITY;

  constructor(readonly pack: Pack) {}

  /**
   * @param now seconds since 1970
   * @param keptSeconds how long an answer holds
   * @param countRows of a query; a text where it fails
   */
  async evaluate(
    now: number,
    keptSeconds: number,
    countRows: (sql: string) => Promise<number | string>,
    log: Log,
  ): Promise<boolean> {
    if (!this.pack.valid) return false;
    if (now >= this.#evaluatedAt && now < this.#evaluatedAt + keptSeconds) {
      this.cacheHits++;
      return this.isActive;
    }
    this.#evaluatedAt = now;
    this.executions++;
    this.isActive = await this.#discover(countRows, log);
    return this.isActive;
  }

  async #discover(countRows: (sql: string) => Promise<number | string>, log: Log): Promise<boolean> {
    for (const sql of this.pack.discovery) {
      const rows = await countRows(sql);
      if (typeof rows === 'string') log('warning', 'packs.cpp', `Discovery query failed (${sql}): ${rows}`);
      if (rows === 0 || typeof rows === 'string') return false;
    }
    return true;
  }
}

/** The same but for its queries, which are looked at one by one. */
export const isSamePack = (a: Pack, b: Pack): boolean => conditionsOf(a) === conditionsOf(b);

const conditionsOf = ({ queries: _, ...conditions }: Pack): string => stableStringify(conditions);
