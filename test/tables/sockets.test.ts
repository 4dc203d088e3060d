import t from 'tap';
import { Host } from '../../src/host/index.js';
import { listeningPorts } from '../../src/tables/network/listening-ports.js';
import { processOpenSockets } from '../../src/tables/network/process-open-sockets.js';
import { RecordingHost } from '../recording-host.js';
import { type ScanOptions, scanColumn, scanTable } from './scan.js';

const debian = new Host('test/hosts/debian-small');
const values = (table: typeof listeningPorts, options: ScanOptions = {}): unknown[][] =>
  scanTable(table, debian, options).map((row) => Object.values(row));

const HOST_NET = '4026531840';
const BOX_NET = '4026532310';

t.test('process_open_sockets of a recorded machine', async (t) => {
  t.strictSame(scanTable(processOpenSockets, debian, { lookup: { pid: [640], family: [1] } })[0], {
    pid: 640,
    fd: 7,
    socket: 15040,
    family: 1,
    protocol: 0,
    local_address: null,
    remote_address: null,
    local_port: 0,
    remote_port: 0,
    path: '/run/systemd/private',
    state: null,
    net_namespace: HOST_NET,
  });
  t.strictSame(values(processOpenSockets), [
    [-1, -1, 15022, 2, 1, '0.0.0.0', '0.0.0.0', 5, 0, null, null, HOST_NET],
    [700, 3, 15001, 2, 6, '0.0.0.0', '0.0.0.0', 22, 0, null, 'LISTEN', HOST_NET],
    [700, 10, 15001, 2, 6, '0.0.0.0', '0.0.0.0', 22, 0, null, 'LISTEN', HOST_NET],
    [701, 3, 15001, 2, 6, '0.0.0.0', '0.0.0.0', 22, 0, null, 'LISTEN', HOST_NET],
    [-1, -1, 15002, 2, 6, '127.0.0.1', '0.0.0.0', 5432, 0, null, 'LISTEN', HOST_NET],
    [701, 4, 15003, 2, 6, '192.0.2.10', '198.51.100.2', 22, 50022, null, 'ESTABLISHED', HOST_NET],
    [-1, -1, 0, 2, 6, '192.0.2.10', '198.51.100.3', 22, 50023, null, 'TIME_WAIT', HOST_NET],
    [-1, -1, 0, 2, 6, '192.0.2.10', '198.51.100.4', 22, 50024, null, 'UNKNOWN', HOST_NET],
    [-1, -1, 15007, 2, 6, '192.0.2.11', '1.1.1.1', 32768, 443, null, 'CLOSING', HOST_NET],
    [700, 4, 15004, 10, 6, '::', '::', 22, 0, null, 'LISTEN', HOST_NET],
    [-1, -1, 15008, 10, 6, '::ffff:192.0.2.10', '::ffff:198.51.100.2', 22, 50176, null, 'CLOSE_WAIT', HOST_NET],
    [-1, -1, 15009, 10, 6, '2001:db8::10', '2001:db8::1:0:2ff', 8080, 54321, null, 'ESTABLISHED', HOST_NET],
    [-1, -1, 15010, 2, 17, '0.0.0.0', '0.0.0.0', 68, 0, null, null, HOST_NET],
    [-1, -1, 15011, 2, 17, '192.0.2.10', '53.53.53.53', 40000, 53, null, null, HOST_NET],
    [-1, -1, 15012, 10, 17, 'fe80::5054:ff:fe12:3456', '::', 546, 0, null, null, HOST_NET],
    [-1, -1, 15013, 2, 136, '127.0.0.1', '0.0.0.0', 9000, 0, null, null, HOST_NET],
    [-1, -1, 15020, 2, 255, '0.0.0.0', '0.0.0.0', 1, 0, null, null, HOST_NET],
    [-1, -1, 15021, 10, 255, '::', '::', 58, 0, null, null, HOST_NET],
    [1, 10, 15040, 1, 0, null, null, 0, 0, '/run/systemd/private', null, HOST_NET],
    [640, 7, 15040, 1, 0, null, null, 0, 0, '/run/systemd/private', null, HOST_NET],
    [1, 30, 15042, 1, 0, null, null, 0, 0, null, null, HOST_NET],
    [-1, -1, 15043, 1, 0, null, null, 0, 0, '/run/a b', null, HOST_NET],
    [-1, -1, 15044, 1, 0, null, null, 0, 0, '/run/systemd/private', null, HOST_NET],
    [-1, -1, 15045, 1, 0, null, null, 0, 0, '@/tmp/.X11-unix/X0@', null, HOST_NET],
    [-1, -1, 15046, 1, 0, null, null, 0, 0, '/tmp/new\nline', null, HOST_NET],
    [-1, -1, 15047, 1, 0, null, null, 0, 0, '/tmp/bad\udcff', null, HOST_NET],
    [-1, -1, 15030, 17, 3, null, null, 0, 0, null, 'NONE', HOST_NET],
    [640, 6, 16001, 2, 6, '0.0.0.0', '0.0.0.0', 80, 0, null, 'LISTEN', BOX_NET],
    [-1, -1, 17001, 2, 6, '0.0.0.0', '0.0.0.0', 8080, 0, null, 'LISTEN', null],
  ]);
});

t.test('listening_ports of a recorded machine', async (t) => {
  t.strictSame(scanTable(listeningPorts, debian, { lookup: { port: [80] } }), [
    {
      pid: 640,
      port: 80,
      protocol: 6,
      family: 2,
      address: '0.0.0.0',
      fd: 6,
      socket: 16001,
      path: null,
      net_namespace: BOX_NET,
    },
  ]);
  t.strictSame(
    values(listeningPorts, { columns: ['pid', 'port', 'protocol', 'family', 'address', 'fd', 'socket', 'path'] }),
    [
      [-1, 5, 1, 2, '0.0.0.0', -1, 15022, null],
      [700, 22, 6, 2, '0.0.0.0', 3, 15001, null],
      [700, 22, 6, 2, '0.0.0.0', 10, 15001, null],
      [701, 22, 6, 2, '0.0.0.0', 3, 15001, null],
      [-1, 5432, 6, 2, '127.0.0.1', -1, 15002, null],
      [700, 22, 6, 10, '::', 4, 15004, null],
      [-1, 68, 17, 2, '0.0.0.0', -1, 15010, null],
      [-1, 546, 17, 10, 'fe80::5054:ff:fe12:3456', -1, 15012, null],
      [-1, 9000, 136, 2, '127.0.0.1', -1, 15013, null],
      [-1, 1, 255, 2, '0.0.0.0', -1, 15020, null],
      [-1, 58, 255, 10, '::', -1, 15021, null],
      [1, 0, 0, 1, null, 10, 0, '/run/systemd/private'],
      [640, 0, 0, 1, null, 7, 0, '/run/systemd/private'],
      [-1, 0, 0, 1, null, -1, 0, '/run/a b'],
      [-1, 0, 0, 1, null, -1, 0, '/run/systemd/private'],
      [-1, 0, 0, 1, null, -1, 0, '@/tmp/.X11-unix/X0@'],
      [-1, 0, 0, 1, null, -1, 0, '/tmp/new\nline'],
      [-1, 0, 0, 1, null, -1, 0, '/tmp/bad\udcff'],
      [-1, 0, 3, 17, null, -1, 15030, null],
      [640, 80, 6, 2, '0.0.0.0', 6, 16001, null],
      [-1, 8080, 6, 2, '0.0.0.0', -1, 17001, null],
    ],
  );
});

/** What a key gives must be what a filter over the whole table gives. */
t.test('keys give the rows a filter would', async (t) => {
  const lookups: readonly NonNullable<ScanOptions['lookup']>[] = [
    { pid: [701] },
    { pid: [700, 701, 4711] },
    { pid: [1, 640] },
    { pid: [640] },
    { pid: [-1] },
    { pid: [-1, 701] },
    { pid: [0, -2] },
    { family: [1] },
    { family: [2, 17] },
    { protocol: [0] },
    { protocol: [3] },
    { protocol: [6] },
    { protocol: [17, 255] },
    { protocol: [6], family: [10], pid: [700] },
    { protocol: [99] },
  ];
  const ports: readonly NonNullable<ScanOptions['lookup']>[] = [
    { port: [22] },
    { port: [0] },
    { port: [22, 80, 5432], pid: [700, 640] },
    { port: { range: { min: 1, minInclusive: true, max: 1023, maxInclusive: true } } },
    { port: { range: { max: 1 } } },
    { port: { range: { min: 1024 } }, protocol: [6] },
    { port: [65535] },
  ];
  for (const [table, cases] of [
    [processOpenSockets, lookups],
    [listeningPorts, [...lookups, ...ports]],
  ] as const) {
    const all = scanTable(table, debian);
    for (const lookup of cases) {
      const expected = all.filter((row) =>
        Object.entries(lookup).every(([column, wanted]) => holds(row[column], wanted)),
      );
      t.strictSame(
        sorted(scanTable(table, debian, { lookup })),
        sorted(expected),
        `${table.name} ${JSON.stringify(lookup)}`,
      );
    }
  }
});

/** In an order of their own: namespaces come in the order of the processes asked for. */
const sorted = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(row)).sort();

function holds(value: unknown, wanted: NonNullable<ScanOptions['lookup']>[string]): boolean {
  if (typeof value !== 'number') return false;
  if ('includes' in wanted) return wanted.includes(value);
  const { min = -1, max = 65536, minInclusive, maxInclusive } = (wanted.range ?? {}) as Record<string, never>; // numbers only, above
  return (minInclusive ? value >= min : value > min) && (maxInclusive ? value <= max : value < max);
}

t.test('a scan touches what its keys leave', async (t) => {
  const touched = (table: typeof listeningPorts, lookup: ScanOptions['lookup']): string[] => {
    const host = new RecordingHost('test/hosts/debian-small');
    scanTable(table, host, { lookup: lookup ?? {} });
    return host.touches;
  };
  t.notOk(
    touched(listeningPorts, { port: [65535] }).some((touch) => touch.includes('/fd')),
    'no descriptor where no port matches',
  );
  const files = (touches: string[]): string[] =>
    touches.filter((touch) => touch.includes('/net/')).map((touch) => touch.replace(/.*\//, ''));
  t.strictSame(
    new Set(
      files(touched(listeningPorts, { family: [10], protocol: [6] }).filter((touch) => touch.startsWith('read'))),
    ),
    new Set(['tcp6']),
  );
  t.strictSame(files(touched(processOpenSockets, { pid: [4711] })), [], 'no list where there is no descriptor');
  t.equal(
    touched(processOpenSockets, {}).filter((touch) => touch === 'list /proc/701/fd').length,
    1,
    'each folder of descriptors once',
  );
});

t.test('one namespace is read once, by way of a process that is still there', async (t) => {
  const tcp = (port: string, inode: number): string =>
    `head\n   0: 00000000:${port} 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1\n`;
  const net = (id: number) => t.fixture('symlink', `net:[${id}]`);
  const host = new Host(
    t.testdir({
      proc: {
        '5': { ns: { net: net(1) } },
        '6': { ns: { net: net(1) }, net: { tcp: tcp('0016', 60) } },
        '7': { ns: { net: net(1) }, net: { tcp: tcp('0017', 70) } },
        '8': { ns: { net: net(2) }, net: { tcp: tcp('0018', 80) } },
        '9': { ns: { net: t.fixture('symlink', 'malformed') }, net: { tcp: tcp('0019', 90) } },
      },
    }),
  );
  t.strictSame(scanColumn(listeningPorts, host, 'port'), [22, 24]);
});
