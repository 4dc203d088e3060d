import { COST, tableOf } from '../../catalog/index.js';
import {
  type Host,
  type LinkCounter,
  type LinkDetails,
  readLinkSlot,
  readLinkSpeed,
  readLinks,
} from '../../host/index.js';
import { admitting } from '../users/ids.js';

interface Interface extends LinkDetails {
  readonly host: Host;
}

const { table, integer, bigint, text } = tableOf<Interface>();

const counted = (counter: LinkCounter, description: string) =>
  bigint(description, (link) => link.count(counter), { cost: 0.1 });

const notHere = (description: string) => text(`${description}, on Windows only`, () => null, { hidden: true });
const noNumber = (description: string) => integer(`${description}, on Windows only`, () => null, { hidden: true });

/** A row per interface of our network namespace, in the order of the indexes. */
export const interfaceDetails = table({
  name: 'interface_details',
  description: 'Network interfaces: addresses of the hardware, settings and counters',
  rows: 6,
  rowCost: COST.syscall,
  sources: ['netlink: RTM_GETLINK', '/sys/class/net'],
  examples: [
    "SELECT interface, mac, mtu, link_speed FROM interface_details WHERE interface <> 'lo'",
    'SELECT interface, ibytes, obytes, ierrors + oerrors AS errors FROM interface_details WHERE flags & 1',
  ],
  columns: {
    interface: text('Name', (link) => link.name, { key: { unique: true } }),
    mac: text('Address of the hardware, null where it has none', (link) => link.mac, { collation: 'nocase' }),
    type: integer('Kind of hardware as if_arp.h numbers it: 1 Ethernet, 772 loopback', (link) => link.type),
    mtu: integer('Largest packet, in bytes', (link) => link.mtu),
    metric: integer('Metric: Linux keeps none, always 0', () => 0),
    flags: integer('Flags of netdevice(7): 1 up, 2 broadcast, 8 loopback, …', (link) => link.flags),
    ipackets: counted('rx_packets', 'Packets received'),
    opackets: counted('tx_packets', 'Packets sent'),
    ibytes: counted('rx_bytes', 'Bytes received'),
    obytes: counted('tx_bytes', 'Bytes sent'),
    ierrors: counted('rx_errors', 'Errors at receiving'),
    oerrors: counted('tx_errors', 'Errors at sending'),
    idrops: counted('rx_dropped', 'Packets received and dropped'),
    odrops: counted('tx_dropped', 'Packets dropped before sending'),
    collisions: counted('collisions', 'Collisions on the medium'),
    last_change: bigint('Time of the last change: Linux keeps none, always -1', () => -1),
    link_speed: bigint(
      'Speed in Mbit/s, 0 where it is unknown or the link is down',
      (link) => readLinkSpeed(link.host, link.name) ?? 0,
      { cost: COST.file },
    ),
    pci_slot: text(
      'Name of the device on its bus, such as 0000:00:03.0 or virtio0; null for links in software',
      (link) => readLinkSlot(link.host, link.name),
      { cost: COST.syscall },
    ),
    friendly_name: notHere('Name as the user knows it'),
    description: notHere('What the system says of it'),
    manufacturer: notHere('Who made it'),
    connection_id: notHere('Name of the connection'),
    connection_status: notHere('State of the connection'),
    enabled: noNumber('Whether it is enabled'),
    physical_adapter: noNumber('Whether hardware stands behind it'),
    speed: noNumber('Speed in bits per second'),
    service: notHere('Name of its service'),
    dhcp_enabled: noNumber('Whether DHCP gives it addresses'),
    dhcp_lease_expires: notHere('End of the lease'),
    dhcp_lease_obtained: notHere('Start of the lease'),
    dhcp_server: notHere('Address of the DHCP server'),
    dns_domain: notHere('Domain'),
    dns_domain_suffix_search_order: notHere('Domains that are searched'),
    dns_host_name: notHere('Name of the host'),
    dns_server_search_order: notHere('Name servers'),
  },
  *scan({ host, lookup, shared }) {
    const admits = admitting(lookup.interface);
    for (const link of shared(host, readLinks)) if (admits(link.name)) yield { ...link, host };
  },
});
