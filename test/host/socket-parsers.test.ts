import t from 'tap';
import {
  AF_INET,
  AF_INET6,
  formatHexAddress,
  formatIpv4,
  formatIpv6,
  parseInetDiag,
  parseInetSockets,
  parsePacketSockets,
  parseSockstat,
  parseUnixName,
  parseUnixSockets,
  type Socket,
} from '../../src/host/index.js';

const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const REST = '00000000:00000000 00:00000000 00000000';
const UNIX_HEAD = 'Num       RefCount Protocol Flags    Type St Inode Path\n';
const UNIX = '0000000000000000: 00000002 00000000 00010000 0001 01';

const HOSTILE = [
  '',
  '\n',
  ' '.repeat(200_000),
  ' 1: '.repeat(50_000),
  `0: ${'0'.repeat(200_000)}`,
  `${HEAD}   0: 0100007F:0016 00000000:0000 0A ${'x '.repeat(100_000)}`,
  `${UNIX} `.repeat(5_000),
  `${UNIX_HEAD}${'\n'.repeat(200_000)}`,
  `TCP: inuse ${'9'.repeat(200_000)}`,
  'sk RefCnt\n'.repeat(20_000),
];

function cases<T>(
  name: string,
  parse: (text: string) => T,
  rows: readonly (readonly [input: string, outcome: unknown])[],
): void {
  t.test(name, async (t) => {
    for (const [input, outcome] of rows) t.strictSame(parse(input), outcome, JSON.stringify(input.slice(-80)));
    const startMs = performance.now();
    for (const hostile of HOSTILE) t.doesNotThrow(() => parse(hostile), JSON.stringify(hostile.slice(0, 20)));
    t.ok(performance.now() - startMs < 2000, 'in bounded time');
  });
}

const inet = (s: Socket): unknown[] => [s.localAddress, s.localPort, s.remoteAddress, s.remotePort, s.state, s.inode];

cases('parseInetSockets, IPv4', (text) => [...parseInetSockets(text, AF_INET, 6)].map(inet), [
  [
    `${HEAD}   0: 0100007F:0277 00000000:0000 0A ${REST}     0        0 4711 1 00 100 0 0 10 0\n`,
    [['127.0.0.1', 631, '0.0.0.0', 0, 10, 4711]],
  ],
  [
    `${HEAD}12345: 0A0200C0:FFFF FFFFFFFF:0001 06 ${REST}  1000        0 4294967295`,
    [['192.0.2.10', 65535, '255.255.255.255', 1, 6, 4294967295]],
  ],
  // no inode; an address of neither length; a line torn in two
  [`${HEAD}   0: 0100007F:0277 00000000:0000 0A ${REST}     0        0`, []],
  [`${HEAD}   0: 0100007F00:0277 00000000:0000 0A ${REST}     0        0 4711`, []],
  [`${HEAD}   0: 0100007F:0277 0000\n0000:0000 0A ${REST}     0        0 4711`, []],
]);

cases('parseInetSockets, IPv6', (text) => [...parseInetSockets(text, AF_INET6, 17)].map(inet), [
  [
    `${HEAD}  99: 000080FE00000000FF005450563412FE:0222 00000000000000000000000000000000:0000 07 ${REST}  0  0 15012 2 00 0\n`,
    [['fe80::5054:ff:fe12:3456', 546, '::', 0, 7, 15012]],
  ],
]);

cases('parseUnixSockets', (text) => [...parseUnixSockets(text)].map((s) => [s.protocol, s.inode, s.path]), [
  [
    `${UNIX_HEAD}${UNIX} 4711 /run/a b \n${UNIX}   12\n`,
    [
      [0, 4711, '/run/a b '],
      [0, 12, null],
    ],
  ],
  [`${UNIX_HEAD}${UNIX} 4711 @\n`, [[0, 4711, '@']]],
  [
    `${UNIX_HEAD}${UNIX} 4711 /a\nb\n\nc\n${UNIX} 12 /d\r`,
    [
      [0, 4711, '/a\nb\n\nc'],
      [0, 12, '/d\r'],
    ],
  ],
  // a line that follows no path is none's
  [`${UNIX_HEAD}torn\n${UNIX} 12\ntorn\n`, [[0, 12, null]]],
  [UNIX_HEAD, []],
]);

cases('parsePacketSockets', (text) => [...parsePacketSockets(text)].map((s) => [s.protocol, s.inode]), [
  [
    'sk               RefCnt Type Proto  Iface R Rmem   User   Inode\nffff 3      3    88cc   2     1 0      0      15030\nffff 3 3 0003 2 1 0 0\n',
    [[0x88cc, 15030]],
  ],
]);

cases('parseSockstat', parseSockstat, [
  [
    'sockets: used 15\nTCP: inuse 5 orphan 1 tw 12 alloc 9 mem 3\nUDP: inuse 2 mem 0\nUDPLITE: inuse 7\nFRAG: inuse 9 memory 0\n',
    19,
  ],
  ['TCP6: inuse 3\nUDP6: inuse\nTCP: inuse x tw -1\n', 3],
]);

t.test('addresses', async (t) => {
  for (const [groups, text] of [
    ['0 0 0 0 0 0 0 0', '::'],
    ['0 0 0 0 0 0 0 1', '::1'],
    ['1 0 0 0 0 0 0 0', '1::'],
    ['fe80 0 0 0 5054 ff fe12 3456', 'fe80::5054:ff:fe12:3456'],
    ['2001 db8 0 1 1 1 1 1', '2001:db8:0:1:1:1:1:1'],
    ['2001 db8 0 0 1 0 0 1', '2001:db8::1:0:0:1'],
    ['2001 0 0 1 0 0 0 1', '2001:0:0:1::1'],
    ['1 2 3 4 5 6 7 8', '1:2:3:4:5:6:7:8'],
    ['1 2 3 4 5 6 0 0', '1:2:3:4:5:6::'],
    ['0 0 0 0 0 ffff c000 20a', '::ffff:192.0.2.10'],
    ['0 0 0 0 0 0 102 304', '::1.2.3.4'],
    ['0 0 0 0 0 0 0 304', '::304'],
    ['0 0 0 0 0 ffff 0 0', '::ffff:0.0.0.0'],
    ['0 0 0 0 ffff 0 102 304', '::ffff:0:102:304'],
    ['64 ff9b 0 0 0 0 c000 20a', '64:ff9b::c000:20a'],
  ] as const) {
    t.equal(formatIpv6(groups.split(' ').map((group) => Number.parseInt(group, 16))), text);
  }
  t.equal(formatIpv4(0xc000020a), '192.0.2.10');
  t.equal(formatIpv4(0xffffffff), '255.255.255.255');
  t.equal(formatHexAddress('0A0200C0'), '192.0.2.10');
  t.equal(formatHexAddress('0000000000000000FFFF0000026433C6'), '::ffff:198.51.100.2');
});

/** struct inet_diag_msg */
function inetDiag(family: number, local: readonly number[], remote: readonly number[]): Buffer {
  const message = Buffer.alloc(80);
  message.set([family, 10], 4);
  message.writeUInt16BE(8080, 8);
  message.writeUInt16BE(443, 10);
  message.set(local, 12);
  message.set(remote, 28);
  message.writeUInt32LE(4294967295, 72);
  return message;
}

t.test('parseInetDiag', async (t) => {
  const four = parseInetDiag(inetDiag(AF_INET, [192, 0, 2, 10], [255, 0, 0, 1]), 4, 6);
  t.strictSame(inet(four), ['192.0.2.10', 8080, '255.0.0.1', 443, 10, 4294967295]);
  t.strictSame([four.family, four.protocol, four.path], [AF_INET, 6, null]);
  const mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 192, 0, 2, 10];
  const six = parseInetDiag(
    inetDiag(AF_INET6, [0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xab, 0xcd], mapped),
    4,
    17,
  );
  t.strictSame(inet(six), ['fe80::abcd', 8080, '::ffff:192.0.2.10', 443, 10, 4294967295]);
});

/** struct unix_diag_msg and attributes, each of a type and its bytes. */
function unixDiag(...attributes: readonly (readonly [type: number, bytes: string])[]): Buffer {
  const parts: Buffer[] = [Buffer.alloc(16)];
  for (const [type, bytes] of attributes) {
    const head = Buffer.alloc(4);
    head.writeUInt16LE(4 + bytes.length, 0);
    head.writeUInt16LE(type, 2);
    parts.push(head, Buffer.from(bytes, 'latin1'), Buffer.alloc(-bytes.length & 3));
  }
  return Buffer.concat(parts);
}

t.test('parseUnixName', async (t) => {
  for (const [message, name] of [
    [unixDiag([0, '/run/a b\0']), '/run/a b'],
    [unixDiag([6, '\x03'], [0, '/a\nb']), '/a\nb'],
    [unixDiag([0, '\0abs\0x\xff']), '@abs@x\udcff'],
    [unixDiag([0, '']), null],
    [unixDiag([6, '\x03']), null],
    [unixDiag([0, '/run/a']).subarray(0, 22), null],
    [Buffer.concat([Buffer.alloc(16), Buffer.of(0, 0, 0, 0)]), null],
    [Buffer.alloc(3), null],
  ] as const) {
    t.equal(parseUnixName(message, 0, message.length), name);
  }
});
