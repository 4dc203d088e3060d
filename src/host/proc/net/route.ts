import { formatIpv4, formatIpv6 } from '../../net/address.js';
import type { Route, RouteType } from '../../net/routes.js';
import { words } from '../../words.js';

// linux/route.h, linux/ipv6_route.h
const RTF_GATEWAY = 0x2;
const RTF_REJECT = 0x200;
const RTF_ANYCAST = 0x100000;
const RTF_NONEXTHOP = 0x200000;
const RTF_LOCAL = 0x8000_0000;
const LEAST_METRIC = 0xffff_ffff;

/** Of `/proc/net/route` (fib_trie.c): one route a line, addresses in the byte order of the machine. Pure. */
export function parseIpv4Routes(text: string): Route[] {
  const routes: Route[] = [];
  for (const line of text.split('\n').slice(1)) {
    const [name = '', destination, gateway, flagsText, , , metric, mask, mtu] = words(line);
    const [to, via, flags] = [hex(destination), hex(gateway), hex(flagsText)];
    if (to === null || via === null || flags === null) continue;
    const isRejected = (flags & RTF_REJECT) !== 0;
    routes.push({
      family: 'ipv4',
      destination: formatIpv4(swapped(to)),
      prefixLength: bitsOf(hex(mask) ?? 0),
      gateway: flags & RTF_GATEWAY ? formatIpv4(swapped(via)) : null,
      source: null,
      flags: 0,
      interface: isRejected || name === '*' ? null : name,
      mtu: decimal(mtu),
      metric: decimal(metric),
      type: isRejected ? 'other' : 'gateway',
      hopLimit: 0,
    });
  }
  return routes;
}

/** Of `/proc/net/ipv6_route`: all tables, without the entry that only ends the kernel's search. Pure. */
export function parseIpv6Routes(text: string): Route[] {
  const routes: Route[] = [];
  for (const line of text.split('\n')) {
    const [destination = '', length, , , gateway = '', metricText, , , flagsText, name = ''] = words(line);
    const [prefixLength, metric, flags] = [hex(length), hex(metricText), hex(flagsText)];
    const [to, via] = [address(destination), address(gateway)];
    if (prefixLength === null || metric === null || flags === null || to === null) continue;
    if (metric === LEAST_METRIC && (flags & RTF_REJECT) !== 0 && (flags & RTF_NONEXTHOP) !== 0) continue;
    const type = ipv6Type(flags);
    routes.push({
      family: 'ipv6',
      destination: to,
      prefixLength,
      gateway: (flags & RTF_GATEWAY) !== 0 ? via : null,
      source: null,
      flags: 0,
      interface: type === 'other' ? null : name,
      mtu: 0,
      metric,
      type,
      hopLimit: 0,
    });
  }
  return routes;
}

function ipv6Type(flags: number): RouteType {
  if ((flags & RTF_REJECT) !== 0) return 'other';
  if ((flags & RTF_ANYCAST) !== 0) return 'anycast';
  return (flags & RTF_LOCAL) !== 0 ? 'local' : 'gateway';
}

const hex = (text: string | undefined): number | null =>
  text !== undefined && /^[\da-f]{1,8}$/i.test(text) ? Number.parseInt(text, 16) : null;

const decimal = (text: string | undefined): number => (/^\d{1,10}$/.test(text ?? '') ? Number(text) : 0);

/** The kernel prints the four bytes as one number of this machine, and we run on little-endian ones. */
const swapped = (value: number): number =>
  (((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)) >>> 0;

const bitsOf = (mask: number): number => [...(mask >>> 0).toString(2)].filter((bit) => bit === '1').length;

function address(text: string): string | null {
  if (!/^[\da-f]{32}$/i.test(text)) return null;
  return formatIpv6((text.match(/.{4}/g) ?? []).map((group) => Number.parseInt(group, 16)));
}
