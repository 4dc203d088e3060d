import * as fs from 'node:fs';
import t from 'tap';
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
import { type ScanOptions, scanTable } from './scan.js';

const debian = new Host('test/hosts/debian-small');
const hostile = new Host('test/hosts/hostile');
const bare = new Host(t.testdir({}));
const tables = [
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
];

/** Rows as lists of values, which keeps the cases below readable. */
const values = (rows: readonly Record<string, unknown>[]): unknown[][] => rows.map((row) => Object.values(row));

t.test('rows of a recorded machine', async (t) => {
  t.same(scanTable(time, debian, { columns: time.columns.map((column) => column.name) }), [
    {
      weekday: 'Thursday',
      year: 2026,
      month: 3,
      day: 5,
      hour: 10,
      minutes: 20,
      seconds: 30,
      timezone: 'UTC',
      local_timezone: 'CET',
      unix_time: 1772706030,
      timestamp: 'Thu Mar  5 10:20:30 2026 UTC',
      datetime: '2026-03-05T10:20:30Z',
      iso_8601: '2026-03-05T10:20:30Z',
      win_timestamp: null,
      date_time: '2026-03-05T10:20:30Z',
    },
  ]);
  t.same(scanTable(uptime, debian), [{ days: 0, hours: 12, minutes: 47, seconds: 5, total_seconds: 46025 }]);
  t.same(scanTable(loadAverage, debian), [
    { period: '1m', average: '0.200000' },
    { period: '5m', average: '0.180000' },
    { period: '15m', average: '0.050000' },
  ]);
  t.same(scanTable(kernelInfo, debian), [
    {
      version: '6.1.0-18-amd64',
      arguments: 'ro quiet console=ttyS0,115200n8',
      path: '/boot/vmlinuz-6.1.0-18-amd64',
      device: 'UUID=7d2a9f3e-0c11-4c8e-9a67-52c1e0b4f8aa',
    },
  ]);
  t.same(scanTable(memoryInfo, debian), [
    {
      memory_total: 2083307520,
      memory_free: 1036640256,
      memory_available: 1662414848,
      buffers: 52465664,
      cached: 638443520,
      swap_cached: 131072,
      active: 422236160,
      inactive: 410865664,
      swap_total: 1022357504,
      swap_free: 1022226432,
    },
  ]);
  t.same(values(scanTable(cpuTime, debian)), [
    [0, 25617, 60, 10255, 4561728, 2160, 0, 406, 16, 0, 0],
    [1, 25617, 60, 10256, 4561728, 2161, 0, 406, 17, 0, 0],
  ]);
  t.same(
    scanTable(osqueryInfo, debian, {
      columns: [
        'pid',
        'uuid',
        'config_hash',
        'config_valid',
        'extensions',
        'build_platform',
        'start_time',
        'watcher',
        'platform_mask',
      ],
    }),
    [
      {
        pid: 812,
        uuid: '5b1f2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
        config_hash: null,
        config_valid: 0,
        extensions: 'inactive',
        build_platform: 'linux',
        start_time: 1772706029,
        watcher: -1,
        platform_mask: 9,
      },
    ],
  );
  t.same(
    values(scanTable(interfaceAddresses, debian)).map((row) => row.slice(0, 5)),
    [
      ['lo', '127.0.0.1', '255.0.0.0', null, '127.0.0.1'],
      ['ens3', '192.0.2.10', '255.255.255.0', '192.0.2.255', null],
      ['ens3:1', '192.0.2.11', '255.255.255.0', '192.0.2.255', null],
      ['wg0', '198.51.100.1', '255.255.255.255', null, '198.51.100.2'],
      ['lo', '::1', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', null, null],
      ['ens3', '2001:db8::10', 'ffff:ffff:ffff:ffff::', null, null],
      ['ens3', 'fe80::5054:ff:fe12:3456%ens3', 'ffff:ffff:ffff:ffff::', null, null],
    ],
  );
});

t.test('system_info', async (t) => {
  t.same(scanTable(systemInfo, debian), [
    {
      hostname: 'web1.example.org',
      uuid: '5b1f2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
      cpu_type: 'x86_64',
      cpu_subtype: '85',
      cpu_brand: 'Intel(R) Xeon(R) Gold 6230 CPU @ 2.10GHz',
      cpu_physical_cores: 1,
      cpu_logical_cores: 2,
      cpu_sockets: 1,
      cpu_microcode: '0x5003604',
      physical_memory: 2083307520,
      hardware_vendor: 'QEMU',
      hardware_model: 'Standard PC (Q35 + ICH9, 2009)',
      hardware_version: 'pc-q35-7.2',
      hardware_serial: null,
      board_vendor: 'Example Boards Ltd.',
      board_model: 'X1',
      board_version: '1.2',
      board_serial: 'B0012345',
      computer_name: 'web1',
      local_hostname: 'web1.example.org',
    },
  ]);
  t.match(scanTable(systemInfo, hostile), [
    {
      hostname: 'HOSTILE',
      cpu_subtype: '2',
      cpu_brand: null,
      cpu_physical_cores: 1,
      cpu_logical_cores: 2,
      cpu_sockets: 1,
      cpu_microcode: null,
      physical_memory: null,
      hardware_vendor: 'LENOVO',
      hardware_model: 'ThinkPad X1',
      hardware_version: '20XW',
      hardware_serial: null,
    },
  ]);
  const [uuid, again] = [hostile, hostile].map((host) => scanTable(systemInfo, host)[0]?.uuid);
  t.match(uuid, /^[0-9a-f-]{36}$/, 'a placeholder is no uuid, and a broken machine-id none either');
  t.not(uuid, '03000200-0400-0500-0006-000700080009');
  t.equal(uuid, again);
  t.equal(scanTable(osqueryInfo, hostile)[0]?.uuid, uuid);
});

t.test('each column of system_info reads what it needs', async (t) => {
  const cost: [columns: string[], filesOpened: number][] = [
    [['computer_name', 'cpu_type', 'emulated_cpu_type'], 0],
    [['hostname', 'local_hostname'], 1],
    [['cpu_logical_cores'], 1],
    [['cpu_brand', 'cpu_subtype', 'cpu_physical_cores', 'cpu_sockets', 'cpu_microcode'], 1],
    [['physical_memory'], 1],
    [['hardware_vendor', 'hardware_model'], 2],
    [['uuid'], 1],
  ];
  for (const [columns, filesOpened] of cost)
    t.equal(
      opened(() => scanTable(systemInfo, debian, { columns })),
      filesOpened,
      columns.join(' '),
    );
  t.equal(
    opened(() => scanTable(time, debian, { columns: ['unix_time'] })),
    0,
  );
  t.equal(
    opened(() => scanTable(osVersion, debian, { columns: ['arch'] })),
    0,
  );
  t.equal(
    opened(() => scanTable(kernelInfo, debian, { columns: ['path', 'device', 'arguments'] })),
    1,
  );
});

function opened(run: () => unknown): number {
  const before = debian.counters.filesOpened;
  run();
  return debian.counters.filesOpened - before;
}

t.test('os_version', async (t) => {
  const all = osVersion.columns.map((column) => column.name);
  const ours = {
    name: 'Debian GNU/Linux',
    version: '12 (bookworm)',
    major: 12,
    minor: 0,
    patch: 0,
    build: null,
    platform: 'debian',
    platform_like: null,
    codename: 'bookworm',
    arch: 'x86_64',
    extra: null,
    install_date: null,
    revision: null,
    pid_with_namespace: 0,
    mount_namespace_id: null,
  };
  t.same(scanTable(osVersion, debian, { columns: all }), [ours]);
  t.same(scanTable(osVersion, debian, { columns: all, lookup: { pid_with_namespace: [0, 1, 7, 640] } }), [
    ours,
    { ...ours, pid_with_namespace: 1, mount_namespace_id: '4026531841' },
    {
      ...ours,
      name: 'Alpine Linux',
      version: null,
      major: 3,
      minor: 19,
      patch: 8,
      platform: 'alpine',
      codename: null,
      pid_with_namespace: 640,
      mount_namespace_id: '4026532301',
    },
  ]);
  t.match(scanTable(osVersion, hostile), [
    {
      name: 'Last',
      version: 'a "b" $c \\d',
      major: 8,
      minor: 9,
      patch: 10,
      build: '=x=',
      platform: 'posix',
      codename: '\udcc3(',
    },
  ]);
  t.match(scanTable(osVersion, bare), [{ name: 'Unknown', version: null, major: 0, platform: 'posix' }]);
});

t.test('etc_hosts', async (t) => {
  const rows = (options?: ScanOptions) => values(scanTable(etcHosts, debian, options));
  t.same(rows(), [
    ['127.0.0.1', 'localhost'],
    ['127.0.1.1', 'web1.example.org web1'],
    ['::1', 'localhost ip6-localhost ip6-loopback'],
    ['ff02::1', 'ip6-allnodes'],
    ['ff02::2', 'ip6-allrouters'],
    ['192.0.2.20', 'db1.example.org db1'],
    ['192.0.2.21', 'db2.example.org db2'],
    ['203.0.113.9', null],
  ]);
  t.same(rows({ lookup: { pid_with_namespace: [640] }, columns: ['address', 'hostnames', 'pid_with_namespace'] }), [
    ['127.0.0.1', 'localhost', 640],
    ['10.88.0.5', 'web web.internal', 640],
  ]);
  const odd = values(scanTable(etcHosts, hostile));
  t.equal(odd.length, 6);
  t.same(
    [odd[0], odd[1], odd[2], odd[5]],
    [
      ['127.0.0.1', 'localhost'],
      ['not-an-address', 'name'],
      ['10.0.0.1', 'b\udcffd'],
      ['10.0.0.4', 'last'],
    ],
  );
  t.same(scanTable(etcHosts, bare), []);
});

t.test('mounts', async (t) => {
  t.same(values(scanTable(mounts, debian)), [
    ['sysfs', 'sysfs', '/sys', 'sysfs', 4096, 0, 0, 0, 0, 0, 'rw,nosuid,nodev,noexec,relatime'],
    ['proc', 'proc', '/proc', 'proc', 4096, 0, 0, 0, 0, 0, 'rw,nosuid,nodev,noexec,relatime'],
    [
      'udev',
      'udev',
      '/dev',
      'devtmpfs',
      4096,
      250112,
      250112,
      250112,
      250112,
      249778,
      'rw,nosuid,relatime,size=1000448k,nr_inodes=250112,mode=755,inode64',
    ],
    [
      '/dev/disk/by-uuid/7d2a9f3e-0c11-4c8e-9a67-52c1e0b4f8aa',
      '/dev/vda1',
      '/',
      'ext4',
      4096,
      5127828,
      4519873,
      4254369,
      1310720,
      1257341,
      'rw,relatime,errors=remount-ro',
    ],
    [
      'systemd-1',
      'systemd-1',
      '/proc/sys/fs/binfmt_misc',
      'autofs',
      0,
      0,
      0,
      0,
      0,
      0,
      'rw,relatime,fd=30,pgrp=1,timeout=0,minproto=5,maxproto=5,direct',
    ],
    [
      '/dev/vda15',
      '/dev/vda15',
      '/boot/efi',
      'vfat',
      512,
      253632,
      242216,
      242216,
      0,
      0,
      'rw,relatime,fmask=0077,dmask=0077,codepage=437,iocharset=ascii',
    ],
    [
      'nas1:/export/big',
      'nas1:/export/big',
      '/srv/big data',
      'nfs4',
      4096,
      10737418240,
      5368709120,
      5368709120,
      null,
      9007199254740993n,
      'rw,relatime,vers=4.2,addr=192.0.2.30',
    ],
  ]);
  t.same(
    scanTable(mounts, debian, { columns: ['path', 'type'], lookup: { path: ['/', '/srv/big data', '/srv/big'] } }),
    [
      { path: '/', type: 'ext4' },
      { path: '/srv/big data', type: 'nfs4' },
    ],
  );
  const odd = values(scanTable(mounts, hostile, { columns: ['device', 'path', 'blocks'] }));
  t.same(odd, [
    ['', '/empty', null],
    ['/dev/sda1', '/a\tb\nc\\d#e', null],
    ['/dev/x', '/é\udcff', null],
    ['\\\\server\\04', '/raw\\9', null],
    ['/dev/y', '/\udcfe', null],
    ['/dev/loop', '/dev/loop/..', null],
  ]);
});

t.test('mounts asks file systems for sizes only where the query does', async (t) => {
  const asked: string[] = [];
  const host = Object.assign(Object.create(debian) as Host, {
    readText: debian.readText.bind(debian),
    statfs: (path: string) => {
      asked.push(path);
      return debian.statfs(path);
    },
  }); // a Host by way of its prototype
  scanTable(mounts, host, { columns: ['device', 'path', 'type', 'flags'] });
  t.same(asked, []);
  scanTable(mounts, host, { columns: ['path', 'blocks', 'blocks_free', 'inodes'], lookup: { path: ['/boot/efi'] } });
  t.same(asked, ['/boot/efi'], 'once, and of the wanted one');
});

t.test('hostile and missing sources give rows of nulls, or none', async (t) => {
  t.same(scanTable(uptime, hostile), []);
  t.same(scanTable(uptime, bare), []);
  t.same(values(scanTable(loadAverage, hostile)), [
    ['1m', null],
    ['5m', null],
    ['15m', '0.500000'],
  ]);
  t.same(values(scanTable(loadAverage, bare)), [
    ['1m', null],
    ['5m', null],
    ['15m', null],
  ]);
  t.same(values(scanTable(memoryInfo, hostile)), [[null, null, 2048, 7168, null, null, null, null, 5, null]]);
  t.same(values(scanTable(memoryInfo, bare)), [Array(10).fill(null)]);
  t.same(values(scanTable(kernelInfo, hostile)), [[null, null, null, null]]);
  t.same(values(scanTable(cpuTime, hostile)), [
    [0, 1, 2, 3, 4, 5, 6, 7, 0, 0, 0],
    [12, 9223372036854775807n, null, 9007199254740993n, null, 5, 6, 7, 8, 9, 10],
  ]);
  t.same(scanTable(cpuTime, bare), []);
  t.match(scanTable(time, hostile), [
    { unix_time: 0, local_timezone: 'UTC', timestamp: 'Thu Jan  1 00:00:00 1970 UTC' },
  ]);
  for (const table of tables)
    for (const host of [hostile, bare]) t.doesNotThrow(() => scanTable(table, host), table.name);
});

t.test('what is refused is said', async (t) => {
  const host = new Host(
    t.testdir({
      '.host.json': '{"refused":["/etc/hosts","/proc"]}',
      etc: { hosts: 'x y' },
      proc: { stat: '', self: { mounts: '' } },
    }),
  );
  const warnings: string[] = [];
  for (const table of [etcHosts, cpuTime, mounts]) t.same(scanTable(table, host, { warnings }), []);
  t.same(
    warnings,
    ['/etc/hosts', '/proc/stat', '/proc/self/mounts'].map((path) => `cannot read ${path}: permission denied`),
  );
});

t.test('columns are those of the schema, in order', async (t) => {
  const expected = JSON.parse(fs.readFileSync('test/tables/machine-columns.json', 'utf8')) as Record<string, string[]>;
  const described = (name: string): string[] | undefined =>
    tables
      .find((table) => table.name === name)
      ?.columns.map((column) =>
        [
          column.name,
          column.type,
          column.hidden && 'hidden',
          column.key && 'key',
          column.collation !== 'binary' && column.collation,
        ]
          .filter(Boolean)
          .join(' '),
      );
  for (const [name, columns] of Object.entries(expected)) t.same(described(name), columns, name);
  t.equal(Object.keys(expected).length, tables.length);
});
