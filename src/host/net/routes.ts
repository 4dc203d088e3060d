import { Gone } from '../../core/index.js';
import { readOr } from '../errors.js';
import type { Host } from '../host.js';
import { parseIpv4Routes, parseIpv6Routes } from '../proc/net/route.js';

import { formatV4, formatV6, parseAttributes } from './attributes.js';

import { readLinks } from './links.js';
import { dumpRecordable, hasNetlink } from './netlink.js';
import { AF_INET, AF_INET6 } from './socket.js';

const NETLINK_ROUTE = 0;
const RTM_GETROUTE = 26;
const ROUTE_BYTES = 12; // struct rtmsg
const HOP_BYTES = 8; // struct rtnexthop
const RTA_DST = 1;
const RTA_OIF = 4;
const RTA_GATEWAY = 5;
const RTA_PRIORITY = 6;
const RTA_PREFSRC = 7;
const RTA_METRICS = 8;
const RTA_MULTIPATH = 9;
const RTA_VIA = 18;
const RTAX_MTU = 2;
const RTAX_HOPLIMIT = 10;

export type RouteType = 'gateway' | 'local' | 'broadcast' | 'anycast' | 'other';
/** By RTN_… of rtnetlink(7): unicast is 1. */
const TYPES: readonly RouteType[] = ['other', 'gateway', 'local', 'broadcast', 'anycast'];

/** A way to a network. Of a route over several gateways there is one for each. */
export interface Route {
  readonly family: 'ipv4' | 'ipv6';
  readonly destination: string;
  readonly prefixLength: number;
  readonly gateway: string | null;
  /** The address that packets get as their source. */
  readonly source: string | null;
  /** RTNH_F_…: 1 dead, 4 on link, 16 link down. */
  readonly flags: number;
  readonly interface: string | null;
  readonly mtu: number;
  readonly metric: number;
  readonly type: RouteType;
  readonly hopLimit: number;
}

/**
 * Routes of all tables of our own network namespace, IPv4 first: by netlink. Where there is none, those that /proc
 * shows: of IPv4 the main table without local addresses.
 * @throws Refused
 */
export function readRoutes(host: Host): Route[] {
  try {
    const routes = host.isFixture || hasNetlink() ? dumpRoutes(host) : undefined;
    if (routes) return routes;
  } catch {
    // a sandbox that forbids netlink
  }
  return [...parseIpv4Routes(readList(host, 'route')), ...parseIpv6Routes(readList(host, 'ipv6_route'))];
}

/** `/proc/net` is a link to the folder of whoever reads; a recorded machine has that of process 1. */
function readList(host: Host, name: string): string {
  for (const folder of ['/proc/net', '/proc/1/net']) {
    try {
      return host.readText(`${folder}/${name}`);
    } catch (error) {
      if (!(error instanceof Gone)) throw error;
    }
  }
  return '';
}

/** Undefined for a recorded machine without that answer. */
function dumpRoutes(host: Host): Route[] | undefined {
  const names = new Map(readOr([], () => readLinks(host)).map(({ index, name }) => [index, name]));
  const routes: Route[] = [];
  for (const family of [AF_INET, AF_INET6]) {
    const request = Buffer.alloc(ROUTE_BYTES);
    request[0] = family;
    const isAnswered = dumpRecordable(host, NETLINK_ROUTE, RTM_GETROUTE, request, (buffer, start, end) => {
      routes.push(...parseRoute(buffer, start, end, names));
    });
    if (!isAnswered) return undefined;
  }
  return routes;
}

/** Of an RTM_NEWROUTE message (rtnetlink(7)), one for each gateway; none for families that are not the internet's. Pure. */
export function parseRoute(buffer: Buffer, start: number, end: number, names: ReadonlyMap<number, string>): Route[] {
  const family = buffer[start];
  if (end - start < ROUTE_BYTES || (family !== AF_INET && family !== AF_INET6)) return [];
  const attributes = parseAttributes(buffer, start + ROUTE_BYTES, end);
  const format = family === AF_INET ? sized(4, formatV4) : sized(16, formatV6);
  const metrics = attributes.get(RTA_METRICS);
  const inner = metrics ? parseAttributes(metrics, 0, metrics.length) : new Map<number, Buffer>();
  const route = {
    family: family === AF_INET ? 'ipv4' : 'ipv6',
    destination: format(attributes.get(RTA_DST)) ?? (family === AF_INET ? '0.0.0.0' : '::'),
    prefixLength: buffer[start + 1] ?? 0,
    source: format(attributes.get(RTA_PREFSRC)),
    mtu: word(inner.get(RTAX_MTU)) ?? 0,
    metric: word(attributes.get(RTA_PRIORITY)) ?? 0,
    type: TYPES[buffer[start + 7] ?? 0] ?? 'other',
    hopLimit: word(inner.get(RTAX_HOPLIMIT)) ?? 0,
  } as const;
  const flags = buffer.readUInt32LE(start + 8);
  return hopsOf(attributes, flags).map((hop) => ({
    ...route,
    gateway: format(hop.attributes.get(RTA_GATEWAY)) ?? viaOf(hop.attributes.get(RTA_VIA)),
    flags: hop.flags,
    interface: (hop.index !== undefined && route.type !== 'other' && names.get(hop.index)) || null,
  }));
}

interface Hop {
  readonly attributes: ReadonlyMap<number, Buffer>;
  readonly flags: number;
  readonly index: number | undefined;
}

function hopsOf(attributes: ReadonlyMap<number, Buffer>, flags: number): Hop[] {
  const list = attributes.get(RTA_MULTIPATH);
  if (!list) return [{ attributes, flags, index: word(attributes.get(RTA_OIF)) }];
  const hops: Hop[] = [];
  for (let at = 0; at + HOP_BYTES <= list.length; ) {
    const size = list.readUInt16LE(at);
    if (size < HOP_BYTES || at + size > list.length) break;
    hops.push({
      attributes: parseAttributes(list, at + HOP_BYTES, at + size),
      flags: flags | (list[at + 2] ?? 0),
      index: list.readInt32LE(at + 4),
    });
    at += (size + 3) & ~3;
  }
  return hops;
}

const sized =
  (size: number, format: (bytes: Buffer) => string) =>
  (bytes: Buffer | undefined): string | null =>
    bytes?.length === size ? format(bytes) : null;

const word = (bytes: Buffer | undefined): number | undefined =>
  bytes && bytes.length >= 4 ? bytes.readUInt32LE(0) : undefined;

/** A gateway of the other family (RTA_VIA): the family in 16 bits, then the address. */
function viaOf(bytes: Buffer | undefined): string | null {
  if (bytes?.length === 6) return formatV4(bytes.subarray(2));
  return bytes?.length === 18 ? formatV6(bytes.subarray(2)) : null;
}
