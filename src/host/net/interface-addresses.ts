import * as fs from 'node:fs';
import * as os from 'node:os';
import type { InterfaceAddress } from '../facts.js';
import { formatIpv4 } from './address.js';
import { cString, formatV4, formatV6, parseAttributes } from './attributes.js';
import { dumpNetlink, hasNetlink } from './netlink.js';
import { AF_INET, AF_INET6 } from './socket.js';

const NETLINK_ROUTE = 0;
const RTM_GETLINK = 18;
const RTM_GETADDR = 22;
const LINK_BYTES = 16; // struct ifinfomsg
const ADDRESS_BYTES = 8; // struct ifaddrmsg
const IFLA_IFNAME = 3;
const IFA_ADDRESS = 1;
const IFA_LOCAL = 2;
const IFA_LABEL = 3;
const IFA_BROADCAST = 4;
const IFF_BROADCAST = 2;

/** A network interface, for its addresses. */
export interface Link {
  readonly name: string;
  /** IFF_… (netdevice(7)). */
  readonly flags: number;
}

/** Addresses of all interfaces in our own network namespace, IPv4 first. Without netlink, of those that are up. */
export function readInterfaceAddresses(): readonly InterfaceAddress[] {
  try {
    if (hasNetlink()) return dumpAddresses();
  } catch {
    // a sandbox that forbids netlink
  }
  return addressesOfNode(os.networkInterfaces(), readFlags);
}

function dumpAddresses(): InterfaceAddress[] {
  const links = new Map<number, Link>();
  dumpNetlink(NETLINK_ROUTE, RTM_GETLINK, Buffer.alloc(LINK_BYTES), (buffer, start, end) => {
    const link = parseLink(buffer, start, end);
    if (link) links.set(buffer.readInt32LE(start + 4), link);
  });
  const addresses: InterfaceAddress[] = [];
  dumpNetlink(NETLINK_ROUTE, RTM_GETADDR, Buffer.alloc(ADDRESS_BYTES), (buffer, start, end) => {
    const address = parseAddress(buffer, start, end, links);
    if (address) addresses.push(address);
  });
  return addresses;
}

/** Of an RTM_NEWLINK message (rtnetlink(7)). Pure. */
export function parseLink(buffer: Buffer, start: number, end: number): Link | null {
  if (end - start < LINK_BYTES) return null;
  const name = parseAttributes(buffer, start + LINK_BYTES, end).get(IFLA_IFNAME);
  return name === undefined ? null : { name: cString(name), flags: buffer.readUInt32LE(start + 8) };
}

/** Of an RTM_NEWADDR message; null for families that are not the internet's. Pure. */
export function parseAddress(
  buffer: Buffer,
  start: number,
  end: number,
  links: ReadonlyMap<number, Link>,
): InterfaceAddress | null {
  if (end - start < ADDRESS_BYTES) return null;
  const family = buffer[start] ?? 0;
  const link = links.get(buffer.readUInt32LE(start + 4));
  const attributes = parseAttributes(buffer, start + ADDRESS_BYTES, end);
  const format = family === AF_INET ? formatV4 : family === AF_INET6 ? formatV6 : null;
  const remote = attributes.get(IFA_ADDRESS);
  const local = attributes.get(IFA_LOCAL) ?? remote;
  const size = family === AF_INET ? 4 : 16;
  if (!format || !link || local?.length !== size) return null;
  const label = attributes.get(IFA_LABEL);
  const broadcast = attributes.get(IFA_BROADCAST);
  return {
    interface: label ? cString(label) : link.name,
    family: family === AF_INET ? 'ipv4' : 'ipv6',
    address: format(local) + scopeOf(local, link),
    mask: format(maskOf(buffer[start + 1] ?? 0, size)),
    broadcast: broadcast?.length === size ? format(broadcast) : null,
    pointToPoint:
      remote?.length === size && hasPeer(local, remote, link) ? format(remote) + scopeOf(remote, link) : null,
  };
}

/** An IPv4 address on a link without broadcast has a peer, if only itself, as on lo (getifaddrs(3)). */
function hasPeer(local: Buffer, remote: Buffer, link: Link): boolean {
  return !local.equals(remote) || (local.length === 4 && (link.flags & IFF_BROADCAST) === 0);
}

/** Link-local IPv6 addresses mean something on their link alone. */
const scopeOf = (bytes: Buffer, link: Link): string =>
  bytes.length === 16 && bytes[0] === 0xfe && ((bytes[1] ?? 0) & 0xc0) === 0x80 ? `%${link.name}` : '';

function maskOf(prefixLength: number, size: number): Buffer {
  const mask = Buffer.alloc(size);
  for (let bit = 0; bit < Math.min(prefixLength, size * 8); bit++)
    mask[bit >> 3] = (mask[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return mask;
}

/** What Node tells (interfaces that are up, without labels and peers), with the usual broadcast address where the link has one. */
export function addressesOfNode(
  interfaces: ReturnType<typeof os.networkInterfaces>,
  flagsOf: (name: string) => number,
): InterfaceAddress[] {
  const addresses: InterfaceAddress[] = [];
  for (const family of ['IPv4', 'IPv6'] as const) {
    for (const [name, infos = []] of Object.entries(interfaces)) {
      const isBroadcast = (flagsOf(name) & IFF_BROADCAST) !== 0;
      for (const info of infos) {
        if (info.family !== family) continue;
        const isLinkLocal = info.family === 'IPv6' && info.scopeid !== 0;
        addresses.push({
          interface: name,
          family: family === 'IPv4' ? 'ipv4' : 'ipv6',
          address: isLinkLocal ? `${info.address}%${name}` : info.address,
          mask: info.netmask,
          broadcast: family === 'IPv4' && isBroadcast ? broadcastOf(info.address, info.netmask) : null,
          pointToPoint: null,
        });
      }
    }
  }
  return addresses;
}

/** Null for networks of one or two addresses, which have none (RFC 3021). */
function broadcastOf(address: string, mask: string): string | null {
  const number = (text: string): number => text.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const hostBits = ~number(mask) >>> 0;
  return hostBits <= 1 ? null : formatIpv4((number(address) | hostBits) >>> 0);
}

function readFlags(name: string): number {
  try {
    return Number(fs.readFileSync(`/sys/class/net/${name}/flags`, 'latin1'));
  } catch {
    return 0;
  }
}
