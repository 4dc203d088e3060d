import t from 'tap';
import {
  Host,
  parseArp,
  parseIpv4Routes,
  parseIpv6Routes,
  parseLinkDetails,
  parseProtocols,
  parseResolvConf,
  parseRoute,
  parseServices,
} from '../../../src/host/index.js';
import { arpCache } from '../../../src/tables/network/arp-cache.js';
import { dnsResolvers } from '../../../src/tables/network/dns-resolvers.js';
import { etcProtocols } from '../../../src/tables/network/etc-protocols.js';
import { etcServices } from '../../../src/tables/network/etc-services.js';
import { interfaceDetails } from '../../../src/tables/network/interface-details.js';
import { interfaceIpv6 } from '../../../src/tables/network/interface-ipv6.js';
import { routes } from '../../../src/tables/network/routes.js';
import { type ScannedRow, scanColumn, scanTable } from '../scan.js';

const debian = new Host('test/hosts/debian-small');
const hostile = new Host('test/hosts/hostile');
const live = new Host();
const values = (rows: readonly ScannedRow[]): unknown[][] => rows.map((row) => Object.values(row));
const all = [arpCache, dnsResolvers, etcProtocols, etcServices, interfaceDetails, interfaceIpv6, routes];

/** A netlink attribute: length, type, value, padding. */
function attribute(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(4 + value.length, 0);
  head.writeUInt16LE(type, 2);
  return Buffer.concat([head, value, Buffer.alloc(-value.length & 3)]);
}
const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const ipv4 = (...bytes: number[]): Buffer => Buffer.from(bytes);

t.test('links of a machine without netlink', async (t) => {
  const columns = interfaceDetails.columns.filter(({ hidden }) => !hidden).map(({ name }) => name);
  t.same(values(scanTable(interfaceDetails, debian, { columns })), [
    ['lo', '00:00:00:00:00:00', 772, 65536, 0, 9, 10, 10, 840, 840, 0, 0, 0, 0, 0, -1, 0, null],
    [
      ...['ens3', '52:54:00:12:34:56', 1, 1500, 0, 4099],
      ...[120034, 99321, 18446744073709551n, 4294967297, 1, 2, 3, 4, 5, -1, 10000, 'virtio0'],
    ],
    ['wg0', null, 65534, 1420, 0, 65681, 7, 8, 700, 800, 0, 0, 0, 0, 0, -1, 0, null],
  ]);
  t.same(scanColumn(interfaceDetails, debian, 'interface', { lookup: { interface: ['wg0', 'none'] } }), ['wg0']);
  t.match(
    scanTable(interfaceDetails, hostile),
    [{ interface: '\udcffeth', type: null, mtu: null, ipackets: null }],
    'junk is null',
  );
});

t.test('a link as the kernel describes it', async (t) => {
  const info = Buffer.alloc(16);
  info.writeUInt16LE(772, 2);
  info.writeInt32LE(7, 4);
  info.writeUInt32LE(0x11043, 8);
  const stats = Buffer.alloc(80);
  stats.writeBigUInt64LE(2n ** 40n, 16);
  stats.writeBigUInt64LE(2n ** 64n - 1n, 72);
  const attributes = [
    attribute(3, Buffer.from('eth0\0')),
    attribute(1, Buffer.from('025400aabbcc', 'hex')),
    attribute(4, word(9000)),
    attribute(23, stats),
  ];
  const message = Buffer.concat([info, ...attributes]);
  const link = parseLinkDetails(message, 0, message.length);
  t.match(link, { index: 7, name: 'eth0', type: 772, flags: 0x11043, mtu: 9000, mac: '02:54:00:aa:bb:cc' });
  t.equal(link?.count('rx_bytes'), 2 ** 40, 'counters have 64 bits');
  t.equal(link?.count('collisions'), null, 'what no column can hold is unknown');
  t.equal(link?.count('rx_packets'), 0);
  for (let end = 0; end < message.length; end++) parseLinkDetails(message, 0, end);
  t.equal(parseLinkDetails(message, 0, 12), null);
});

t.test('IPv6 settings', async (t) => {
  t.same(values(scanTable(interfaceIpv6, debian)), [
    ['lo', 64, 0, 1, 1],
    ['ens3', 64, 1, 0, 1],
    ['wg0', null, null, null, null],
  ]);
  t.same(values(scanTable(interfaceIpv6, debian, { lookup: { interface: ['ens3'] } })), [['ens3', 64, 1, 0, 1]]);
});

t.test('routes that /proc shows', async (t) => {
  t.same(values(scanTable(routes, debian)), [
    ['0.0.0.0', 0, '192.0.2.1', null, 0, 'ens3', 1400, 100, 'gateway', 0],
    ['192.0.2.0', 24, null, null, 0, 'ens3', 0, 0, 'gateway', 0],
    ['198.51.100.2', 32, null, null, 0, 'wg0', 0, 0, 'gateway', 0],
    ['10.0.0.0', 8, null, null, 0, null, 0, 0, 'other', 0],
    ['2001:db8::', 64, null, null, 0, 'ens3', 0, 256, 'gateway', 0],
    ['::', 0, 'fe80::1', null, 0, 'ens3', 0, 1024, 'gateway', 0],
    ['::1', 128, null, null, 0, 'lo', 0, 0, 'local', 0],
    ['fe80::', 128, null, null, 0, 'ens3', 0, 0, 'anycast', 0],
  ]);
  t.same(scanColumn(routes, debian, 'destination', { lookup: { type: ['anycast', 'local'] } }), ['::1', 'fe80::']);
  for (const junk of ['', 'x', 'Iface\nens3\t1\n', `h\n${'\0 '.repeat(20)}`]) {
    t.same(parseIpv4Routes(junk), [], JSON.stringify(junk));
    t.same(parseIpv6Routes(junk), []);
  }
});

t.test('a route as the kernel describes it', async (t) => {
  const names = new Map([
    [2, 'eth0'],
    [3, 'eth1'],
  ]);
  const routeOf = (head: number[], ...attributes: Buffer[]) => {
    const message = Buffer.concat([Buffer.from(head), word(4), ...attributes]);
    for (let end = 0; end < message.length; end++) parseRoute(message, 0, end, names);
    return parseRoute(message, 0, message.length, names);
  };
  const metrics = attribute(8, Buffer.concat([attribute(2, word(1300)), attribute(10, word(9))]));
  t.same(
    routeOf(
      [2, 24, 0, 0, 254, 3, 0, 1],
      attribute(1, ipv4(10, 1, 2, 0)),
      attribute(5, ipv4(10, 1, 1, 1)),
      attribute(7, ipv4(10, 1, 1, 9)),
      attribute(4, word(2)),
      attribute(6, word(50)),
      metrics,
    ),
    [
      {
        family: 'ipv4',
        destination: '10.1.2.0',
        prefixLength: 24,
        gateway: '10.1.1.1',
        source: '10.1.1.9',
        flags: 4,
        interface: 'eth0',
        mtu: 1300,
        metric: 50,
        type: 'gateway',
        hopLimit: 9,
      },
    ],
  );
  const hop = (index: number, ...bytes: number[]): Buffer => {
    const gateway = attribute(5, ipv4(...bytes));
    return Buffer.concat([Buffer.from([8 + gateway.length, 0, 16, 0]), word(index), gateway]);
  };
  const multipath = attribute(9, Buffer.concat([hop(2, 10, 0, 0, 1), hop(3, 10, 0, 0, 2)]));
  t.same(
    routeOf([2, 0, 0, 0, 254, 3, 0, 1], multipath).map((route) => [route.gateway, route.interface, route.flags]),
    [
      ['10.0.0.1', 'eth0', 20],
      ['10.0.0.2', 'eth1', 20],
    ],
    'a row for each gateway',
  );
  t.match(routeOf([10, 128, 0, 0, 255, 2, 0, 2], attribute(1, Buffer.alloc(16, 1))), [
    { family: 'ipv6', prefixLength: 128, type: 'local' },
  ]);
  t.match(routeOf([2, 8, 0, 0, 254, 3, 0, 7], attribute(4, word(2))), [{ type: 'other', interface: null }]);
  t.same(routeOf([129, 8, 0, 0, 254, 3, 0, 1]), [], 'multicast routing has a family of its own');
});

t.test('neighbours', async (t) => {
  t.same(values(scanTable(arpCache, debian)), [
    ['192.0.2.1', '52:54:00:aa:bb:01', 'ens3', '0'],
    ['192.0.2.7', '00:00:00:00:00:00', 'ens3', '0'],
    ['192.0.2.9', '52:54:00:AA:BB:09', 'ens3', '1'],
    ['192.0.2.99', '00:00:00:00:00:00', 'ens3', '0'],
  ]);
  t.same(scanColumn(arpCache, debian, 'mac', { lookup: { address: ['192.0.2.1'] } }), ['52:54:00:aa:bb:01']);
  t.same(parseArp('heading\nshort line\n'), []);
});

t.test('the resolver', async (t) => {
  const options = 68158145;
  t.same(values(scanTable(dnsResolvers, debian)), [
    [0, 'nameserver', '192.0.2.53', '32', options],
    [1, 'nameserver', '2001:db8::53', '128', options],
    [2, 'nameserver', 'fe80::1%ens3', '128', options],
    [0, 'sortlist', '192.0.2.0', '255.255.255.128', options],
    [1, 'sortlist', '10.0.0.0', '255.0.0.0', options],
    [0, 'search', 'example.org', null, options],
    [1, 'search', 'lan.example', null, options],
  ]);
  t.same(parseResolvConf('', 'web1.example.net'), {
    nameservers: ['127.0.0.1'],
    sortList: [],
    search: ['example.net'],
    options: 705,
  });
  t.same(parseResolvConf('search a b\ndomain c\n; search d\n# search e', 'web1').search, ['c'], 'the last counts');
  t.same(parseResolvConf('nameserver\nsearch\nsortlist x 1.2.3.4&9 200.1.1.0', 'web1').sortList, [
    { address: '1.2.3.4', mask: '255.0.0.0' },
    { address: '200.1.1.0', mask: '255.255.255.0' },
  ]);
});

t.test('services and protocols', async (t) => {
  t.same(values(scanTable(etcServices, debian)), [
    ['tcpmux', 1, 'tcp', null, 'TCP port service multiplexer'],
    ['domain', 53, 'tcp', null, null],
    ['domain', 53, 'udp', null, null],
    ['http', 80, 'tcp', 'www www-http', 'WorldWideWeb # HTTP'],
    ['octal', 10, 'udp', null, null],
  ]);
  t.same(values(scanTable(etcProtocols, debian)), [
    ['ip', 0, 'IP', 'internet protocol, pseudo protocol number'],
    ['icmp', 1, 'ICMP', 'internet control message protocol'],
    ['hopopt', 0, 'HOPOPT Hop-by-Hop', null],
    ['bare', 10, null, null],
  ]);
  t.same([...parseServices('#only\n\nx 1/tcp#c'), ...parseProtocols('# x 1')].length, 1);
});

t.test('what is not there gives no rows, and no word', async (t) => {
  const warnings: string[] = [];
  for (const table of all) scanTable(table, hostile, { warnings });
  t.same(warnings, []);
});

t.test('on this machine', async (t) => {
  const warnings: string[] = [];
  const links = scanTable(interfaceDetails, live, { warnings });
  t.equal(links.find((link) => link.interface === 'lo')?.type, 772);
  for (const link of links) t.ok(Number(link.mtu) > 0 && Number(link.ibytes) >= 0, String(link.interface));
  t.equal(scanTable(interfaceIpv6, live, { warnings }).length, links.length);
  const found = scanTable(routes, live, { warnings });
  for (const { netmask, destination } of found) t.ok(Number(netmask) <= 128, String(destination));
  for (const table of all) scanTable(table, live, { warnings });
  t.same(warnings, []);
});
