import * as fs from 'node:fs';
import t from 'tap';
import type { TableSpec } from '../../src/catalog/index.js';
import { VERSION } from '../../src/core/index.js';
import { Host } from '../../src/host/index.js';
import { etcHosts } from '../../src/tables/network/etc-hosts.js';
import { interfaceAddresses } from '../../src/tables/network/interface-addresses.js';
import { osqueryInfo } from '../../src/tables/self/osquery-info.js';
import { cpuTime } from '../../src/tables/system/cpu-time.js';
import { kernelInfo } from '../../src/tables/system/kernel-info.js';
import { loadAverage } from '../../src/tables/system/load-average.js';
import { memoryInfo } from '../../src/tables/system/memory-info.js';
import { mounts } from '../../src/tables/system/mounts.js';
import { osVersion } from '../../src/tables/system/os-version.js';
import { systemInfo } from '../../src/tables/system/system-info.js';
import { time } from '../../src/tables/system/time.js';
import { uptime } from '../../src/tables/system/uptime.js';
import { against, ask } from './against.js';
import { type ScannedRow, scanTable } from './scan.js';

const host = new Host();
const row = (table: TableSpec): ScannedRow => scanTable(table, host)[0] ?? {};

t.test('every table answers on this machine', async (t) => {
  for (const table of [
    cpuTime,
    etcHosts,
    interfaceAddresses,
    kernelInfo,
    loadAverage,
    memoryInfo,
    mounts,
    osVersion,
    osqueryInfo,
    systemInfo,
    time,
    uptime,
  ]) {
    t.doesNotThrow(() => scanTable(table, host, { columns: table.columns.map((column) => column.name) }), table.name);
  }
  t.equal(scanTable(loadAverage, host).length, 3);
  t.match(row(systemInfo).uuid, /^[0-9a-fA-F-]{36}$/);
  t.equal(row(osqueryInfo).pid, process.pid);
  t.equal(row(osqueryInfo).version, VERSION);
  t.equal(VERSION, (JSON.parse(fs.readFileSync('package.json', 'utf8')) as { version: string }).version);
});

against('date', ['+%s %Y %A %Z'], 'time', (t, output) => {
  const [seconds, year, weekday, zone] = output.trim().split(' ');
  const now = row(time);
  t.ok(Math.abs(Number(now.unix_time) - Number(seconds)) <= 5);
  if (zone === 'UTC') t.match(now, { year: Number(year), weekday });
  t.equal(now.local_timezone, zone);
});

against('uptime', ['-s'], 'uptime', (t, output) => {
  const booted = Date.now() / 1000 - Number(row(uptime).total_seconds);
  t.ok(Math.abs(booted - Number(ask('date', '-d', output.trim(), '+%s'))) <= 5);
});

against('uname', ['-rm'], 'kernel_info and os_version', (t, output) => {
  const [release, machine] = output.trim().split(' ');
  t.equal(row(kernelInfo).version, release);
  t.equal(row(osVersion).arch, machine);
  t.equal(row(systemInfo).cpu_type, machine);
});

against(
  'sh',
  ['-c', '. /etc/os-release && printf "%s\\n%s\\n%s\\n" "$NAME" "$VERSION_ID" "$ID"'],
  'os_version',
  (t, output) => {
    const [name, version, id] = output.split('\n');
    const system = row(osVersion);
    if (fs.existsSync('/etc/redhat-release') || fs.existsSync('/etc/gentoo-release'))
      return void t.pass('a release file decides here');
    t.equal(system.name, name);
    t.equal(system.platform, id);
    t.equal(String(system.major), String(Number.parseInt(version || '0', 10)));
  },
);

against('getconf', ['_NPROCESSORS_ONLN'], 'CPUs', (t, output) => {
  t.equal(row(systemInfo).cpu_logical_cores, Number(output));
  t.equal(scanTable(cpuTime, host).length, Number(output));
});

against('free', ['-b'], 'memory_info', (t, output) => {
  const number = (line: RegExp): number => Number(line.exec(output)?.[1]);
  t.equal(row(memoryInfo).memory_total, number(/^Mem:\s+(\d+)/m));
  t.equal(row(memoryInfo).swap_total, number(/^Swap:\s+(\d+)/m));
  t.equal(row(systemInfo).physical_memory, row(memoryInfo).memory_total);
});

against(
  'findmnt',
  ['--kernel', '--json', '--list', '--output', 'SOURCE,TARGET,FSTYPE,OPTIONS'],
  'mounts',
  (t, output) => {
    const found = (JSON.parse(output) as { filesystems: { source: string; target: string; fstype: string }[] })
      .filesystems;
    const rows = scanTable(mounts, host, { columns: ['device', 'path', 'type'] });
    t.same(
      rows.map((mount) => [mount.path, mount.type]).sort(),
      found.map((mount) => [mount.target, mount.fstype]).sort(),
    );
  },
);

against('stat', ['--file-system', '--format', '%s %b %f %a %c %d', '/'], 'mounts.blocks', (t, output) => {
  const [size, blocks, , , inodes] = output.trim().split(' ').map(Number);
  const root = scanTable(mounts, host, { lookup: { path: ['/'] } }).at(-1);
  t.match(root, { blocks_size: size, blocks, inodes });
});

interface IpLink {
  readonly ifname: string;
  readonly addr_info: readonly {
    readonly family: string;
    readonly local: string;
    readonly prefixlen: number;
    readonly broadcast?: string;
    readonly address?: string;
    readonly label?: string;
    readonly scope: string;
  }[];
}

/** `ip -j addr` as rows of the table: address, broadcast, peer. */
function addressesOfIp(output: string): unknown[][] {
  const links = JSON.parse(output) as IpLink[];
  return links
    .flatMap(({ ifname, addr_info }) =>
      addr_info.map((info) => {
        const isLinkLocal = info.family === 'inet6' && info.scope === 'link';
        return [
          info.label ?? ifname,
          isLinkLocal ? `${info.local}%${ifname}` : info.local,
          info.broadcast ?? null,
          info.address ?? null,
        ];
      }),
    )
    .sort();
}

const addressesOf = (rows: readonly ScannedRow[]): unknown[][] =>
  rows
    .map((row) => [
      row.interface,
      row.address,
      row.broadcast,
      row.point_to_point === row.address ? null : row.point_to_point,
    ])
    .sort();

against('ip', ['-j', 'addr'], 'interface_addresses', (t, output) => {
  t.same(addressesOf(scanTable(interfaceAddresses, host)), addressesOfIp(output));
});

t.test(
  'interface_addresses with labels, peers and no broadcast',
  { skip: ask('unshare', '--net', 'ip', 'addr') === undefined && 'needs root, unshare(1) and ip(8)' },
  async (t) => {
    const script = `
    set -e
    ip link set lo up; ip tuntap add tap0 mode tap; ip tuntap add tun0 mode tun
    ip addr add 10.1.2.3/24 brd + dev tap0; ip addr add 10.1.3.3/25 dev tap0 label tap0:9; ip addr add 10.9.0.1 peer 10.9.0.2/30 dev tap0
    ip addr add 10.8.0.1 peer 10.8.0.2 dev tun0; ip addr add 2001:db8::5/60 dev tap0 nodad; ip addr add fe80::1/10 dev tap0 nodad
    ip -j addr; echo; "$0" --import tsx -e "$1"`;
    const program = `
    import { Host } from './src/host/index.js';
    import { interfaceAddresses } from './src/tables/network/interface-addresses.js';
    import { scanTable } from './test/tables/scan.js';
    console.log(JSON.stringify(scanTable(interfaceAddresses, new Host())));`;
    const output = ask('unshare', '--net', 'sh', '-c', script, process.execPath, program);
    if (output === undefined) return void t.pass('cannot make interfaces here');
    const [ip = '', rows = ''] = output
      .trim()
      .split('\n')
      .filter((line) => line !== '');
    const scanned = JSON.parse(rows) as ScannedRow[];
    t.same(addressesOf(scanned), addressesOfIp(ip));
    t.same(
      scanned.map((row) => [row.address, row.mask, row.broadcast, row.point_to_point]),
      [
        ['127.0.0.1', '255.0.0.0', null, '127.0.0.1'],
        ['10.1.2.3', '255.255.255.0', '10.1.2.255', null],
        ['10.1.3.3', '255.255.255.128', null, null],
        ['10.9.0.1', '255.255.255.252', null, '10.9.0.2'],
        ['10.8.0.1', '255.255.255.255', null, '10.8.0.2'],
        ['::1', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', null, null],
        ['2001:db8::5', 'ffff:ffff:ffff:fff0::', null, null],
        ['fe80::1%tap0', 'ffc0::', null, null],
      ],
    );
  },
);
