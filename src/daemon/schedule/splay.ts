import type { Durable } from '../../durable/index.js';

/**
 * An interval moved by chance, so that a fleet does not ask everything at the same second.
 * @param interval seconds
 * @param percent 0 and 1 stand for 10, more than 100 for none
 * @param random from 0 to below 1
 */
export function drawSplay(interval: number, percent: number, random: () => number): number {
  const share = percent <= 1 ? 10 : percent;
  if (share > 100) return interval;
  // osquery computes in 32-bit floats, which decides some roundings.
  const most = Math.trunc(Math.fround(Math.fround(interval) * Math.fround(Math.fround(share) / 100)));
  const low = Math.max(1, interval - most);
  return low + Math.floor(random() * (interval + most - low + 1));
}

export interface SplayOptions {
  readonly durable: Durable;
  readonly percent: number;
  readonly random: () => number;
}

/**
 * The splayed interval of a query, kept so that it stays the same over restarts. The key has the name without the pack, so
 * queries of one name share it.
 */
export async function splayed(
  name: string,
  interval: number,
  { durable, percent, random }: SplayOptions,
): Promise<number> {
  const key = `interval.${name}`;
  const [, stored, kept] = /^(\d+):(\d+)$/.exec((await durable.get('configurations', key)) ?? '') ?? [];
  if (Number(stored) === interval && Number(kept) > 0) return Number(kept);
  const drawn = drawSplay(interval, percent, random);
  await durable.write([{ domain: 'configurations', key, value: `${interval}:${drawn}` }]);
  return drawn;
}
