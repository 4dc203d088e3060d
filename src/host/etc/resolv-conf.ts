import { isIP, isIPv4 } from 'node:net';
import { Gone } from '../../core/index.js';
import type { Host } from '../host.js';
import { formatIpv4 } from '../net/address.js';
import { linesOf, words } from '../words.js';

/** A network whose addresses come first in answers. */
export interface SortNetwork {
  readonly address: string;
  /** As an address, the class's own where none is given. */
  readonly mask: string;
}

/** What the resolver goes by. */
export interface ResolverConfig {
  readonly nameservers: readonly string[];
  readonly sortList: readonly SortNetwork[];
  readonly search: readonly string[];
  /** RES_… of resolv.h. */
  readonly options: number;
}

const MAX_NAMESERVERS = 3; // MAXNS of resolv.h, as glibc has it
const MAX_SORT_NETWORKS = 10;
/** RES_INIT, RES_RECURSE, RES_DEFNAMES, RES_DNSRCH: what is set without a word. */
const USUAL_OPTIONS = 705;
const OPTIONS: Readonly<Record<string, number>> = {
  'use-vc': 0x8,
  rotate: 0x4000,
  edns0: 0x100000,
  'single-request': 0x200000,
  'single-request-reopen': 0x400000,
  'no-tld-query': 0x1000000,
  'no-reload': 0x2000000,
  'trust-ad': 0x4000000,
  'no-aaaa': 0x8000000,
};

/** `/etc/resolv.conf`, or what holds without one. Throws Refused. */
export function readResolverConfig(host: Host, hostname: string): ResolverConfig {
  try {
    return parseResolvConf(host.readText('/etc/resolv.conf'), hostname);
  } catch (error) {
    if (error instanceof Gone) return parseResolvConf('', hostname);
    throw error;
  }
}

/**
 * resolv.conf(5) as glibc reads it: without a name server, the local host is one; without a search list, the domain of
 * the host's name is; the last of `search` and `domain` lines counts. Pure.
 */
export function parseResolvConf(text: string, hostname: string): ResolverConfig {
  const nameservers: string[] = [];
  const sortList: SortNetwork[] = [];
  let search: string[] | undefined;
  let options = USUAL_OPTIONS;
  for (const line of linesOf(text)) {
    const [keyword, ...values] = words(line);
    if (keyword === 'nameserver' && isAddress(values[0])) nameservers.push(values[0]);
    else if (keyword === 'search' && values.length > 0) search = values;
    else if (keyword === 'domain' && values[0] !== undefined) search = [values[0]];
    else if (keyword === 'sortlist')
      sortList.push(...values.map(parseSortNetwork).filter((network) => network !== null));
    else if (keyword === 'options')
      for (const value of values) options |= Object.hasOwn(OPTIONS, value) ? (OPTIONS[value] ?? 0) : 0;
  }
  return {
    nameservers: nameservers.length === 0 ? ['127.0.0.1'] : nameservers.slice(0, MAX_NAMESERVERS),
    sortList: sortList.slice(0, MAX_SORT_NETWORKS),
    search: search ?? domainOf(hostname),
    options,
  };
}

const domainOf = (hostname: string): string[] => {
  const dot = hostname.indexOf('.');
  return dot < 0 || dot === hostname.length - 1 ? [] : [hostname.slice(dot + 1)];
};

/** With the scope of a link-local address or without. */
const isAddress = (text: string | undefined): text is string => text !== undefined && isIP(text) !== 0;

function parseSortNetwork(text: string): SortNetwork | null {
  const [address = '', mask] = text.split(/[/&]/, 2);
  if (!isIPv4(address)) return null;
  return { address, mask: mask !== undefined && isIPv4(mask) ? mask : classMask(Number.parseInt(address, 10)) };
}

/** The mask that an address's first byte meant before there were others (RFC 796). */
function classMask(first: number): string {
  if (first < 128) return formatIpv4(0xff000000);
  return formatIpv4(first < 192 ? 0xffff0000 : 0xffffff00);
}
