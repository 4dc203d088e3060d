import type { Change, Durable } from '../../durable/index.js';
import { TOTALS_PREFIX } from './totals.js';

/** Six days and 20.5 hours, after which the state of a query that is gone goes too. */
const KEPT_SECONDS = 592_200;

/** Keys of the domain `queries` that are no query's rows. */
const RESERVED = /^(query\.|cache\.|config_views\.)|(epoch|counter)$/;

/** Removes what is kept of queries that have not been scheduled for long. @param now seconds since 1970 */
export async function purgeStale(durable: Durable, scheduled: ReadonlySet<string>, now: number): Promise<void> {
  const changes: Change[] = [];
  for (const name of await durable.keys('queries')) {
    if (RESERVED.test(name) || scheduled.has(name)) continue;
    changes.push(...staleChanges(name, await durable.get('configurations', `timestamp.${name}`), now));
  }
  for (const key of await durable.keys('query_performance')) {
    if (!scheduled.has(key)) changes.push({ domain: 'query_performance', key });
  }
  for (const key of await durable.keys('configurations', TOTALS_PREFIX)) {
    if (!scheduled.has(key.slice(TOTALS_PREFIX.length))) changes.push({ domain: 'configurations', key });
  }
  if (changes.length > 0) await durable.write(changes);
}

function staleChanges(name: string, timestamp: string | undefined, now: number): Change[] {
  const key = `timestamp.${name}`;
  if (timestamp === undefined) return [{ domain: 'configurations', key, value: String(now) }];
  if (!/^\d+$/.test(timestamp)) return [{ domain: 'configurations', key }];
  if (now - Number(timestamp) <= KEPT_SECONDS) return [];
  return [
    { domain: 'queries', key: name },
    { domain: 'queries', key: `${name}epoch` },
    { domain: 'configurations', key: `interval.${name}` },
    { domain: 'configurations', key },
  ];
}
