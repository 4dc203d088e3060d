import { COST, tableOf } from '../../catalog/index.js';
import type { InterfaceAddress } from '../../host/index.js';
import { admitting } from '../users/ids.js';

const { table, text } = tableOf<InterfaceAddress>();

/** A row per address, IPv4 first. */
export const interfaceAddresses = table({
  name: 'interface_addresses',
  description: 'Addresses of the network interfaces',
  rows: 10,
  rowCost: COST.syscall,
  sources: ['netlink: RTM_GETLINK, RTM_GETADDR'],
  examples: [
    "SELECT interface, address, mask FROM interface_addresses WHERE interface <> 'lo'",
    "SELECT address FROM interface_addresses WHERE address LIKE 'fe80:%'",
  ],
  columns: {
    interface: text("Name of the interface, or the address's own label, such as eth0:1", (row) => row.interface, {
      key: { rowsPerValue: 2 },
    }),
    address: text(
      'Address; one of a link alone with the interface behind it, such as fe80::1%eth0',
      (row) => row.address,
    ),
    mask: text('Mask of its network, written as an address', (row) => row.mask),
    broadcast: text('Address that reaches all hosts of the network', (row) => row.broadcast),
    point_to_point: text('Address at the other end of the link', (row) => row.pointToPoint),
    type: text('How it was given: always unknown on Linux', () => 'unknown'),
    friendly_name: text('Name as the user knows it, on Windows only', () => null, { hidden: true }),
  },
  *scan({ host, lookup }) {
    const admits = admitting(lookup.interface);
    for (const address of host.facts.interfaceAddresses()) if (admits(address.interface)) yield address;
  },
});
