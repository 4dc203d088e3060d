import { readOr } from '../../errors.js';
import type { Host } from '../../host.js';

/** A setting of an interface's IPv6, of `/proc/sys/net/ipv6/conf/<name>/`; null where there is none. `all` and `default` are names, too. */
export function readIpv6Setting(host: Host, name: string, setting: string): number | null {
  const text = readOr('', () => host.readText(`/proc/sys/net/ipv6/conf/${name}/${setting}`, 4096).trim());
  return /^-?\d{1,10}$/.test(text) ? Number(text) : null;
}
