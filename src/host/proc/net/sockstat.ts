import { readOr } from '../../errors.js';
import type { Host } from '../../host.js';
import { leadingNumber } from '../../numbers.js';
import { linesOf, words } from '../../words.js';

/** How many TCP and UDP sockets our network namespace has, roughly: what a reading of their lists will cost. */
export function countInetSockets(host: Host): number {
  return ['sockstat', 'sockstat6'].reduce(
    (sum, file) => sum + readOr(0, () => parseSockstat(host.readText(`/proc/net/${file}`))),
    0,
  );
}

/** Sum of the counts in lines such as `TCP: inuse 5 orphan 0 tw 12 alloc 9 mem 3`. Pure. */
export function parseSockstat(text: string): number {
  let sum = 0;
  for (const line of linesOf(text)) {
    const [protocol = '', ...fields] = words(line);
    if (!/^(TCP|UDP)6?:$/.test(protocol)) continue;
    for (let i = 0; i < fields.length; i += 2) {
      if (fields[i] === 'inuse' || fields[i] === 'tw') sum += leadingNumber(fields[i + 1]) ?? 0;
    }
  }
  return sum;
}
