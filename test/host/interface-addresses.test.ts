import t from 'tap';
import { addressesOfNode, type Link, parseAddress, parseLink } from '../../src/host/index.js';

/** A message of rtnetlink(7): a header, then attributes of type and value. */
function message(
  header: readonly number[],
  attributes: readonly (readonly [type: number, value: readonly number[] | string])[],
): Buffer {
  const parts = attributes.map(([type, value]) => {
    const bytes = Buffer.from(typeof value === 'string' ? `${value}\0` : value);
    const part = Buffer.alloc((4 + bytes.length + 3) & ~3);
    part.writeUInt16LE(4 + bytes.length, 0);
    part.writeUInt16LE(type, 2);
    bytes.copy(part, 4);
    return part;
  });
  return Buffer.concat([Buffer.from(header), ...parts]);
}

const BROADCAST = 2;
const links = new Map<number, Link>([
  [2, { name: 'eth0', flags: BROADCAST }],
  [3, { name: 'tun0', flags: 0 }],
]);
const v4 = (index: number, attributes: Parameters<typeof message>[1], prefix = 24): Buffer =>
  message([2, prefix, 0, 0, index, 0, 0, 0], attributes);
const v6 = (index: number, attributes: Parameters<typeof message>[1], prefix = 64): Buffer =>
  message([10, prefix, 0, 0, index, 0, 0, 0], attributes);
const parse = (bytes: Buffer) => parseAddress(bytes, 0, bytes.length, links);
const global = [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5];
const linkLocal = [0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];

t.test('addresses', async (t) => {
  const none = { broadcast: null, pointToPoint: null };
  const cases: [name: string, bytes: Buffer, outcome: unknown][] = [
    [
      'plain',
      v4(2, [
        [1, [10, 0, 0, 1]],
        [2, [10, 0, 0, 1]],
        [4, [10, 0, 0, 255]],
        [3, 'eth0'],
      ]),
      {
        interface: 'eth0',
        family: 'ipv4',
        address: '10.0.0.1',
        mask: '255.255.255.0',
        broadcast: '10.0.0.255',
        pointToPoint: null,
      },
    ],
    [
      'label',
      v4(
        2,
        [
          [2, [10, 0, 0, 1]],
          [3, 'eth0:1'],
        ],
        0,
      ),
      { ...none, interface: 'eth0:1', family: 'ipv4', address: '10.0.0.1', mask: '0.0.0.0' },
    ],
    [
      'peer on a broadcast link',
      v4(
        2,
        [
          [1, [10, 0, 0, 2]],
          [2, [10, 0, 0, 1]],
        ],
        32,
      ),
      {
        ...none,
        interface: 'eth0',
        family: 'ipv4',
        address: '10.0.0.1',
        mask: '255.255.255.255',
        pointToPoint: '10.0.0.2',
      },
    ],
    [
      'no peer on a link without broadcast',
      v4(
        3,
        [
          [1, [10, 0, 0, 1]],
          [2, [10, 0, 0, 1]],
        ],
        8,
      ),
      { ...none, interface: 'tun0', family: 'ipv4', address: '10.0.0.1', mask: '255.0.0.0', pointToPoint: '10.0.0.1' },
    ],
    [
      'IPv6',
      v6(3, [[1, global]], 61),
      { ...none, interface: 'tun0', family: 'ipv6', address: '2001:db8::5', mask: 'ffff:ffff:ffff:fff8::' },
    ],
    [
      'IPv6 of a link',
      v6(2, [[1, linkLocal]]),
      { ...none, interface: 'eth0', family: 'ipv6', address: 'fe80::1%eth0', mask: 'ffff:ffff:ffff:ffff::' },
    ],
    [
      'IPv6 with peer',
      v6(2, [
        [1, linkLocal],
        [2, global],
      ]),
      {
        ...none,
        interface: 'eth0',
        family: 'ipv6',
        address: '2001:db8::5',
        mask: 'ffff:ffff:ffff:ffff::',
        pointToPoint: 'fe80::1%eth0',
      },
    ],
    [
      'prefix too long',
      v4(2, [[2, [1, 2, 3, 4]]], 200),
      { ...none, interface: 'eth0', family: 'ipv4', address: '1.2.3.4', mask: '255.255.255.255' },
    ],
    ['unknown link', v4(9, [[2, [10, 0, 0, 1]]]), null],
    ['other family', message([7, 0, 0, 0, 2, 0, 0, 0], [[2, [10, 0, 0, 1]]]), null],
    ['no address', v4(2, [[3, 'eth0']]), null],
    ['wrong size', v4(2, [[2, [10, 0, 0]]]), null],
    ['too short', Buffer.alloc(7), null],
  ];
  for (const [name, bytes, outcome] of cases) t.same(parse(bytes), outcome, name);
});

t.test('links', async (t) => {
  const bytes = message(
    [0, 0, 1, 0, 2, 0, 0, 0, 0x43, 0x10, 1, 0, 0, 0, 0, 0],
    [
      [4, [0]],
      [3, 'eth0'],
    ],
  );
  t.same(parseLink(bytes, 0, bytes.length), { name: 'eth0', flags: 0x11043 });
  t.equal(parseLink(bytes, 0, 20), null);
});

t.test('broken messages', async (t) => {
  const bytes = v6(2, [
    [1, global],
    [3, 'x'],
    [0x8002, linkLocal],
  ]);
  for (let length = 0; length <= bytes.length; length++) t.doesNotThrow(() => parseAddress(bytes, 0, length, links));
  for (let i = 0; i < bytes.length; i++) {
    for (const value of [0, 3, 255]) {
      const broken = Buffer.from(bytes);
      broken[i] = value;
      t.doesNotThrow(() => parse(broken));
    }
  }
});

t.test('without netlink, what Node tells', async (t) => {
  const info = { mac: '00:00:00:00:00:00', internal: false, cidr: null };
  const rows = addressesOfNode(
    {
      eth0: [
        { ...info, family: 'IPv6', address: 'fe80::1', netmask: 'ffff:ffff:ffff:ffff::', scopeid: 2 },
        { ...info, family: 'IPv4', address: '200.1.2.3', netmask: '255.255.252.0' },
        { ...info, family: 'IPv4', address: '10.0.0.1', netmask: '255.255.255.255' },
      ],
      lo: [{ ...info, family: 'IPv4', address: '127.0.0.1', netmask: '255.0.0.0' }],
      gone: undefined,
    },
    (name) => (name === 'eth0' ? BROADCAST : 0),
  );
  t.same(
    rows.map((row) => [row.interface, row.address, row.broadcast]),
    [
      ['eth0', '200.1.2.3', '200.1.3.255'],
      ['eth0', '10.0.0.1', null],
      ['lo', '127.0.0.1', null],
      ['eth0', 'fe80::1%eth0', null],
    ],
  );
});
