import type { Durable } from '../../durable/index.js';

/** How long a query that took the process down stays away, in seconds. */
export const DENYLIST_SECONDS = 86_400;

export interface Denied {
  /** Seconds since 1970. */
  readonly until: number;
  readonly reason: string;
}

const KEY = 'failed_queries';
/** Ours: a JSON object of names and reasons. osquery keeps none. */
const REASONS = 'hostql_denied';

/** Queries that are kept from running for a while, over restarts too. */
export class Denylist {
  readonly #denied = new Map<string, Denied>();

  constructor(private readonly durable: Durable) {}

  /** @param now seconds since 1970: what has expired by then is dropped */
  async load(now: number): Promise<void> {
    const reasons = parseReasons(await this.durable.get('configurations', REASONS));
    for (const [name, until] of parseDenied((await this.durable.get('configurations', KEY)) ?? '')) {
      if (until >= now)
        this.#denied.set(name, { until, reason: reasons.get(name) ?? 'denylisted before the last start' });
    }
  }

  get(name: string): Denied | undefined {
    return this.#denied.get(name);
  }

  async add(name: string, denied: Denied): Promise<void> {
    this.#denied.set(name, denied);
    await this.#save();
  }

  async lift(name: string): Promise<void> {
    if (this.#denied.delete(name)) await this.#save();
  }

  #save(): Promise<void> {
    const value = [...this.#denied].map(([name, { until }]) => `${name}:${until}`).join(':');
    const reasons = Object.fromEntries([...this.#denied].map(([name, { reason }]) => [name, reason]));
    return this.durable.write(
      [
        { domain: 'configurations', key: KEY, value },
        { domain: 'configurations', key: REASONS, value: JSON.stringify(reasons) },
      ],
      { sync: true },
    );
  }
}

/**
 * `name:expiry:name:expiry…`. A name may hold a colon, as long as no number of ten digits follows it; a text that does not
 * come out even is no list.
 */
function parseDenied(text: string): Map<string, number> {
  const denied = new Map<string, number>();
  const pair = /([^]+?):(\d{9,12})(?::|$)/y;
  let end = 0;
  for (let match = pair.exec(text); match; match = pair.exec(text)) {
    denied.set(match[1] ?? '', Number(match[2]));
    end = pair.lastIndex;
  }
  return end === text.length ? denied : new Map();
}

function parseReasons(text: string | undefined): ReadonlyMap<string, string> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    const pairs = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    return new Map(pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
  } catch {
    return new Map();
  }
}
