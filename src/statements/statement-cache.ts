import type { Database } from '../store/index.js';
import type { Prepared } from './prepared.js';

/** Statements kept. */
const MOST = 128;
/** A text longer than this, in UTF-16 units, is not kept. */
const LONGEST = 16_384;

interface Entry {
  readonly prepared: Prepared;
  readonly schemaVersion: number;
  readonly totalChanges: number;
}

/**
 * Queries by their text, the least recently used ones leaving. Rows that came or went since a query was planned may
 * make another plan the better one: then it counts as unknown.
 */
export class StatementCache {
  readonly #entries = new Map<string, Entry>();

  constructor(private readonly database: Database) {}

  get(text: string): Prepared | undefined {
    const entry = this.#entries.get(text);
    if (!entry) return undefined;
    this.#entries.delete(text);
    const { schemaVersion, totalChanges } = this.database;
    if (entry.schemaVersion !== schemaVersion || entry.totalChanges !== totalChanges) return undefined;
    this.#entries.set(text, entry);
    return entry.prepared;
  }

  /** Keeps what the whole text means: one query. */
  set(text: string, prepared: Prepared): void {
    if (text.length > LONGEST) return;
    const { schemaVersion, totalChanges } = this.database;
    this.#entries.set(text, { prepared, schemaVersion, totalChanges });
    if (this.#entries.size <= MOST) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      break;
    }
  }
}
