import * as fs from 'node:fs';
import t from 'tap';
import type { TableSpec } from '../../../src/catalog/index.js';
import { Host } from '../../../src/host/index.js';
import { arpCache } from '../../../src/tables/network/arp-cache.js';
import { dnsResolvers } from '../../../src/tables/network/dns-resolvers.js';
import { etcHosts } from '../../../src/tables/network/etc-hosts.js';
import { etcProtocols } from '../../../src/tables/network/etc-protocols.js';
import { etcServices } from '../../../src/tables/network/etc-services.js';
import { interfaceDetails } from '../../../src/tables/network/interface-details.js';
import { interfaceIpv6 } from '../../../src/tables/network/interface-ipv6.js';
import { routes } from '../../../src/tables/network/routes.js';
import { against, ask } from '../against.js';
import { scanTable } from '../scan.js';

const host = new Host();
const rowsOf = (table: TableSpec, ...columns: string[]): unknown[][] =>
  scanTable(table, host, { columns }).map((row) => Object.values(row));

interface IpRoute {
  readonly dst: string;
  readonly gateway?: string;
  readonly dev?: string;
  readonly prefsrc?: string;
  readonly metric?: number;
  readonly type?: string;
  readonly nexthops?: unknown;
}

/** Types of ip(8) by the table's words. */
const ROUTE_TYPES: Readonly<Record<string, string>> = { local: 'local', broadcast: 'broadcast', anycast: 'anycast' };

/** `ip -j route` as rows of the table. */
function routeOf({ dst, gateway, dev, prefsrc, metric, type }: IpRoute, family: 4 | 6): unknown[] {
  const [address = '', length] = dst === 'default' ? [family === 4 ? '0.0.0.0' : '::', '0'] : dst.split('/');
  const kind = type === undefined || type === 'unicast' ? 'gateway' : (ROUTE_TYPES[type] ?? 'other');
  return [
    address,
    Number(length ?? (family === 4 ? 32 : 128)),
    gateway ?? null,
    dev ?? null,
    prefsrc ?? null,
    metric ?? 0,
    kind,
  ];
}

against('ip', ['-4', '-j', '-d', 'route', 'show', 'table', 'all'], 'routes', (t, output) => {
  const four = JSON.parse(output) as IpRoute[];
  const six = JSON.parse(ask('ip', '-j', '-d', '-6', 'route', 'show', 'table', 'all') || '[]') as IpRoute[];
  const theirs = [...four.map((route) => routeOf(route, 4)), ...six.map((route) => routeOf(route, 6))];
  const ours = rowsOf(routes, 'destination', 'netmask', 'gateway', 'interface', 'source', 'metric', 'type');
  const plain = (rows: unknown[][]): unknown[] =>
    rows
      .filter((row) => row[3] !== null && row.at(-1) !== 'other')
      .map((row) => row.join())
      .sort();
  t.same(plain(ours), plain(theirs));
});

interface IpLink {
  readonly ifname: string;
  readonly mtu: number;
  readonly address?: string;
  readonly flags: readonly string[];
  readonly stats64: { readonly rx: { readonly packets: number }; readonly tx: { readonly errors: number } };
}

const IFF: Readonly<Record<string, number>> = {
  UP: 1,
  BROADCAST: 2,
  LOOPBACK: 8,
  POINTOPOINT: 0x10,
  NOARP: 0x80,
  MULTICAST: 0x1000,
  LOWER_UP: 0x10000,
};

against('ip', ['-j', '-s', 'link'], 'interface_details', (t, output) => {
  const links = JSON.parse(output) as IpLink[];
  const rows = scanTable(interfaceDetails, host);
  t.same(
    rows.map((row) => row.interface),
    links.map((link) => link.ifname),
  );
  for (const [index, link] of links.entries()) {
    const row = rows[index] ?? {};
    t.equal(row.mtu, link.mtu, link.ifname);
    t.equal(row.mac, link.address ?? null, link.ifname);
    for (const [name, bit] of Object.entries(IFF))
      t.equal((Number(row.flags) & bit) !== 0, link.flags.includes(name), `${link.ifname} ${name}`);
    t.ok(Number(row.ipackets) >= link.stats64.rx.packets, 'packets came in since');
  }
});

against('ip', ['-4', '-j', 'neigh'], 'arp_cache', (t, output) => {
  const neighbours = JSON.parse(output) as { dst: string; dev: string; lladdr?: string; state: string[] }[];
  const known = neighbours.filter(({ lladdr }) => lladdr !== undefined);
  const ours = rowsOf(arpCache, 'address', 'interface', 'mac', 'permanent').map((row) => row.join());
  for (const { dst, dev, lladdr, state } of known)
    t.ok(ours.includes([dst, dev, lladdr, state.includes('PERMANENT') ? '1' : '0'].join()), dst);
});

t.test(
  'interface_ipv6, as sysctl(8) has it',
  { skip: !ask('sysctl', '-n', 'net.ipv6.conf.lo.hop_limit') && 'no sysctl(8), or no IPv6' },
  async (t) => {
    const keys = ['hop_limit', 'forwarding'].map((key) => `net.ipv6.conf.lo.${key}`);
    const values = ask('sysctl', '-n', ...keys)
      ?.trim()
      .split('\n')
      .map(Number);
    const [row] = scanTable(interfaceIpv6, host, { lookup: { interface: ['lo'] } });
    t.same([row?.hop_limit, row?.forwarding_enabled], values);
  },
);

t.test('dns_resolvers, as the file has them', async (t) => {
  const text = fs.existsSync('/etc/resolv.conf') ? fs.readFileSync('/etc/resolv.conf', 'utf8') : '';
  const servers = [...text.matchAll(/^nameserver\s+([\d.]+)\s*$/gm)].map(([, address]) => address).slice(0, 3);
  const ours = rowsOf(dnsResolvers, 'type', 'address').filter(
    ([type, address]) => type === 'nameserver' && !String(address).includes(':'),
  );
  if (servers.length > 0)
    t.same(
      ours.map(([, address]) => address),
      servers,
    );
  else t.ok(ours.length <= 1);
});

/** Lines of getent(1) as words. */
const words = (output: string): string[][] =>
  output
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));

against('getent', ['-s', 'files', 'services'], 'etc_services', (t, output) => {
  const theirs = words(output).map(([name, port = '', ...aliases]) =>
    [name, ...port.split('/'), aliases.join(' ')].join('|'),
  );
  const ours = rowsOf(etcServices, 'name', 'port', 'protocol', 'aliases').map((row) =>
    row.map((cell) => cell ?? '').join('|'),
  );
  t.same(ours, theirs);
});

against('getent', ['-s', 'files', 'protocols'], 'etc_protocols', (t, output) => {
  t.same(
    rowsOf(etcProtocols, 'name', 'number').map((row) => row.join()),
    words(output).map(([name, number]) => `${name},${number}`),
  );
});

against('getent', ['-s', 'files', 'ahosts', 'localhost'], 'etc_hosts', (t, output) => {
  const addresses = new Set(words(output).map(([address]) => address));
  const ours = rowsOf(etcHosts, 'address', 'hostnames').filter(([, names]) =>
    String(names).split(' ').includes('localhost'),
  );
  // The name service leaves out addresses of families that the machine does not have.
  for (const address of addresses)
    t.ok(address === '127.0.0.1' || ours.some(([ours]) => ours === address), String(address));
});
