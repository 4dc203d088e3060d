import { COST, tableOf } from '../../catalog/index.js';
import { type ArpEntry, readArp, readOrWarn } from '../../host/index.js';
import { admitting } from '../users/ids.js';

const { table, text } = tableOf<ArpEntry>();

/** A row per neighbour and interface. */
export const arpCache = table({
  name: 'arp_cache',
  description: 'IPv4 neighbours and the hardware addresses that the kernel has found for them',
  rows: 20,
  rowCost: COST.syscall,
  sources: ['/proc/net/arp'],
  examples: [
    "SELECT address, mac FROM arp_cache WHERE mac <> '00:00:00:00:00:00'",
    'SELECT mac, group_concat(address) AS addresses FROM arp_cache GROUP BY mac HAVING count(*) > 1',
  ],
  columns: {
    address: text('IPv4 address', (entry) => entry.address, { key: {} }),
    mac: text('Hardware address; all zeros while nobody has answered', (entry) => entry.mac, { collation: 'nocase' }),
    interface: text('Interface it was found on', (entry) => entry.interface),
    permanent: text('1 for an entry that somebody set by hand, else 0', (entry) => (entry.isPermanent ? '1' : '0')),
  },
  *scan({ host, lookup, warn }) {
    const admits = admitting<string>(lookup.address);
    for (const entry of readOrWarn([], warn, () => readArp(host))) if (admits(entry.address)) yield entry;
  },
});
