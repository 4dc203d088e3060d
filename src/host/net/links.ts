import { readOr } from '../errors.js';
import type { Host } from '../host.js';
import { parseCount } from '../numbers.js';
import { cString, parseAttributes } from './attributes.js';
import { dumpRecordable, hasNetlink } from './netlink.js';

const NETLINK_ROUTE = 0;
const RTM_GETLINK = 18;
const INFO_BYTES = 16; // struct ifinfomsg
const IFLA_ADDRESS = 1;
const IFLA_IFNAME = 3;
const IFLA_MTU = 4;
const IFLA_STATS64 = 23;

/** What a link has counted since it was made, in the order of struct rtnl_link_stats64; null where the host does not tell. */
export const LINK_COUNTERS = [
  'rx_packets',
  'tx_packets',
  'rx_bytes',
  'tx_bytes',
  'rx_errors',
  'tx_errors',
  'rx_dropped',
  'tx_dropped',
  'multicast',
  'collisions',
] as const;

export type LinkCounter = (typeof LINK_COUNTERS)[number];

/** A network interface. */
export interface LinkDetails {
  readonly index: number;
  readonly name: string;
  /** ARPHRD_… of if_arp.h: 1 for Ethernet, 772 for lo. */
  readonly type: number | null;
  /** IFF_… (netdevice(7)). */
  readonly flags: number | null;
  readonly mtu: number | null;
  /** Lower-case hexadecimal with colons; null for a link without one. */
  readonly mac: string | null;
  count(counter: LinkCounter): number | bigint | null;
}

/** Links of our own network namespace in the order of their indexes: by netlink, or from /sys where there is none. */
export function readLinks(host: Host): LinkDetails[] {
  try {
    const links = host.isFixture || hasNetlink() ? dumpLinks(host) : undefined;
    if (links) return links;
  } catch {
    // a sandbox that forbids netlink
  }
  return readLinkFolders(host);
}

/** Undefined for a recorded machine without that answer. */
function dumpLinks(host: Host): LinkDetails[] | undefined {
  const links: LinkDetails[] = [];
  const isAnswered = dumpRecordable(
    host,
    NETLINK_ROUTE,
    RTM_GETLINK,
    Buffer.alloc(INFO_BYTES),
    (buffer, start, end) => {
      const link = parseLinkDetails(buffer, start, end);
      if (link) links.push(link);
    },
  );
  if (!isAnswered) return undefined;
  return links.sort((a, b) => a.index - b.index);
}

/** Of an RTM_NEWLINK message (rtnetlink(7)); null for a malformed one. Keeps nothing of the buffer. Pure. */
export function parseLinkDetails(buffer: Buffer, start: number, end: number): LinkDetails | null {
  if (end - start < INFO_BYTES) return null;
  const attributes = parseAttributes(buffer, start + INFO_BYTES, end);
  const name = attributes.get(IFLA_IFNAME);
  if (!name) return null;
  const mtu = attributes.get(IFLA_MTU);
  const stats = Buffer.from(attributes.get(IFLA_STATS64) ?? []);
  return {
    name: cString(name),
    type: buffer.readUInt16LE(start + 2),
    index: buffer.readInt32LE(start + 4),
    flags: buffer.readUInt32LE(start + 8),
    mtu: mtu && mtu.length >= 4 ? mtu.readUInt32LE(0) : null,
    mac: formatMac(attributes.get(IFLA_ADDRESS)),
    count(counter) {
      const at = LINK_COUNTERS.indexOf(counter) * 8;
      return at + 8 <= stats.length ? parseCount(String(stats.readBigUInt64LE(at))) : null;
    },
  };
}

const formatMac = (bytes: Buffer | undefined): string | null =>
  bytes && bytes.length > 0 ? (bytes.toString('hex').match(/../g)?.join(':') ?? null) : null;

function readLinkFolders(host: Host): LinkDetails[] {
  const names = readOr<string[]>([], () => host.list('/sys/class/net'));
  // bonding_masters is a file among the folders.
  const links = names.map((name) => readLinkFolder(host, name)).filter((link) => link !== null);
  return links.sort((a, b) => a.index - b.index);
}

function readLinkFolder(host: Host, name: string): LinkDetails | null {
  const text = (file: string): string | undefined =>
    readOr(undefined, () => host.readText(`/sys/class/net/${name}/${file}`, 4096).trim());
  const number = (file: string): number | null => parseSmall(text(file));
  const index = number('ifindex');
  if (index === null) return null;
  return {
    index,
    name,
    type: number('type'),
    flags: number('flags'),
    mtu: number('mtu'),
    mac: text('address') || null,
    count: (counter) => parseCount(text(`statistics/${counter}`)),
  };
}

/** Decimal, or hexadecimal after 0x as /sys writes flags. */
const parseSmall = (text: string | undefined): number | null =>
  text !== undefined && /^(\d{1,10}|0x[\da-f]{1,8})$/i.test(text) ? Number(text) : null;

/** Mbit/s that the link has negotiated, null where it is down or has no such thing. Asks the driver. */
export function readLinkSpeed(host: Host, name: string): number | null {
  const speed = parseSmall(readOr(undefined, () => host.readText(`/sys/class/net/${name}/speed`, 4096).trim()));
  // Some drivers write an unknown speed as 2^32-1.
  return speed === null || speed >= 0x7fff_ffff ? null : speed;
}

/** The device's name on its bus, such as 0000:00:03.0 or virtio0; null for a link that no device stands behind. */
export const readLinkSlot = (host: Host, name: string): string | null =>
  readOr(null, () => host.readLink(`/sys/class/net/${name}/device`).split('/').pop() ?? null);
