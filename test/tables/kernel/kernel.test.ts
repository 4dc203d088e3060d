import t from 'tap';
import { Host } from '../../../src/host/index.js';
import { acpiTables } from '../../../src/tables/hardware/acpi-tables.js';
import { secureboot } from '../../../src/tables/hardware/secureboot.js';
import { kernelKeys } from '../../../src/tables/kernel/kernel-keys.js';
import { kernelModules } from '../../../src/tables/kernel/kernel-modules.js';
import { memoryMap } from '../../../src/tables/kernel/memory-map.js';
import { sharedMemory } from '../../../src/tables/kernel/shared-memory.js';
import { systemControls } from '../../../src/tables/kernel/system-controls.js';
import { ulimitInfo } from '../../../src/tables/kernel/ulimit-info.js';
import { processNamespaces } from '../../../src/tables/system/process-namespaces.js';
import { processOpenPipes } from '../../../src/tables/system/process-open-pipes.js';
import { glob, like } from '../patterns.js';
import { scanColumn, scanTable } from '../scan.js';

const debian = new Host('test/hosts/debian-small');
const bare = new Host(t.testdir({ proc: {} }));

const values = (rows: readonly Record<string, unknown>[]): unknown[][] => rows.map((row) => Object.values(row));

t.test('kernel_modules', async (t) => {
  const rows = values(scanTable(kernelModules, debian));
  t.equal(rows.length, 6);
  t.same(rows[1], ['nfnetlink', 20480, 'nf_tables', 'Live', '0xffffffffc0a40000']);
  t.same(rows[5], ['rootkit', 16384, '-', 'Loading', '0xffffffffc0b00000']);
  t.same(scanColumn(kernelModules, debian, 'name', { lookup: { name: ['failover', 'nf'] } }), ['failover']);
});

t.test('memory_map', async (t) => {
  t.same(values(scanTable(memoryMap, debian)).slice(3), [
    ['System RAM', '0x00100000', '0x7ffdafff'],
    ['Kernel code', '0x3da00000', '0x3e801d07'],
    ['System RAM', '0x100000000', '0x17fffffff'],
  ]);
});

t.test('shared_memory', async (t) => {
  t.same(values(scanTable(sharedMemory, debian)), [
    [3, 1000, 0, 812, 730, 1772700000, 0, 1772690000, '1600', 524288, 2, 'dest', 0],
    [4294901761, 4294967294, 4294967294, 640, 640, 0, 0, 1772690001, '2644', 9223372036854771712n, 0, null, 1],
  ]);
  t.same(scanColumn(sharedMemory, debian, 'shmid', { lookup: { shmid: [3] } }), [3]);
});

t.test('kernel_keys', async (t) => {
  t.same(values(scanTable(kernelKeys, debian)), [
    ['01117fff', 'I------', 1, 'perm', '1f030000', 0, 0, 'keyring', '.dns_resolver: empty'],
    ['1a2b3c4d', 'I--Q---', 3, '2w', '3f3f0000', 1000, -1, 'keyring', '_ses: 1'],
    [
      '2c3d4e5f',
      'I------',
      1,
      'perm',
      '1f030000',
      0,
      0,
      'asymmetri',
      'Debian Secure Boot CA: 6ccece7e: X509.rsa 0f5f4a1c []',
    ],
    ['3d4e5f60', 'IR-----', 0, 'expd', '3f010000', 1000, 1000, 'user', 'afs'],
  ]);
});

t.test('ulimit_info', async (t) => {
  const rows = values(scanTable(ulimitInfo, debian));
  t.same(
    rows.map(([type]) => type),
    'as core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio sigpending stack'.split(' '),
  );
  t.same(rows[9], ['nofile', '1024', '1048576']);
  t.same(rows[14], ['stack', '8388608', 'unlimited']);
});

t.test('acpi_tables: files alone, sizes also where contents are not for us', async (t) => {
  t.same(values(scanTable(acpiTables, debian)), [
    ['DSDT', 10, '9fecc1e7303b7848d64b8824f3bc2d03'],
    ['FACP', 4, '9305fe707f7a42007783c5381d820122'],
  ]);
  const dir = t.testdir({
    sys: { firmware: { acpi: { tables: { APIC: 'xyz' } } } },
    '.host.json': JSON.stringify({ refused: ['/sys/firmware/acpi/tables/APIC'] }),
  });
  t.equal(scanTable(acpiTables, new Host(dir), { columns: ['name', 'md5'] })[0]?.md5, null);
});

t.test('secureboot', async (t) => {
  t.same(scanTable(secureboot, debian), [{ secure_boot: 1, setup_mode: 0 }]);
  const efivars = {
    'SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c': Buffer.from([6, 0, 0, 0, 7]),
    'SetupMode-8be4df61-93ca-11d2-aa0d-00e098032b8c': Buffer.from([6, 0, 0, 0]),
  };
  const odd = new Host(t.testdir({ sys: { firmware: { efi: { efivars } } } }));
  t.same(scanTable(secureboot, odd), [{ secure_boot: -1, setup_mode: null }]);
});

t.test('process_namespaces', async (t) => {
  t.same(values(scanTable(processNamespaces, debian, { lookup: { pid: [1, 7] } })), [
    [1, null, null, '4026531841', '4026531840', '4026531836', '4026531837', null],
  ]);
  t.ok(scanTable(processNamespaces, debian).length > 10);
});

t.test('system_controls', async (t) => {
  const columns = ['name', 'subsystem', 'current_value', 'config_value', 'type'];
  const all = scanTable(systemControls, debian, { columns }).filter(({ name }) => !String(name).startsWith('net.ipv6'));
  t.same(all.map(({ name }) => name).sort(), [
    'kernel.hostname',
    'kernel.osrelease',
    'kernel.random.uuid',
    'net.ipv4.conf.all.rp_filter',
    'net.ipv4.conf.eth0.100.rp_filter',
    'net.ipv4.tcp_rmem',
    'vm.swappiness',
  ]);
  const byName = new Map(all.map((row) => [row.name, values([row])[0]?.slice(1)]));
  t.same(byName.get('vm.swappiness'), ['vm', '60', '10', 'string'], '/etc/sysctl.conf is last');
  t.same(byName.get('kernel.hostname'), ['kernel', 'web1', 'web1=a', 'string']);
  t.same(byName.get('kernel.osrelease')?.[2], null, 'a file of /etc hides the one of that name in /usr/lib');
  t.same(byName.get('net.ipv4.conf.all.rp_filter'), ['net', '1', '1', 'string'], 'by a pattern');
  t.same(byName.get('net.ipv4.conf.eth0.100.rp_filter'), ['net', '0', '2', 'string'], 'a name is before a pattern');
  t.equal(byName.get('net.ipv4.tcp_rmem')?.[1], '4096\t131072\t6291456');
});

t.test('system_controls by key', async (t) => {
  const names = (lookup: Parameters<typeof scanTable>[2] & object) => {
    const before = debian.counters.filesOpened;
    const found = scanColumn(systemControls, debian, 'name', lookup).sort();
    return [found, debian.counters.filesOpened - before];
  };
  t.same(names({ lookup: { name: ['vm.swappiness'] } }), [['vm.swappiness'], 0]);
  t.same(names({ lookup: { name: ['net.ipv4.conf.eth0.100.rp_filter'] } })[0], ['net.ipv4.conf.eth0.100.rp_filter']);
  for (const name of [
    'vm',
    'no.such',
    'vm/swappiness',
    'vm..swappiness',
    '.vm.swappiness',
    '',
    '...etc.passwd',
    'a\0b',
  ])
    t.same(names({ lookup: { name: [name] } })[0], [], name);
  t.same(names({ lookup: { oid: ['1.2'] } }), [[], 0]);
  t.same(names({ lookup: { subsystem: ['vm'] } }), [['vm.swappiness'], 2]);
  t.same(names({ lookup: { subsystem: ['..', '../..', ''] } })[0], []);
  t.same(names({ lookup: { subsystem: ['vm'], name: ['kernel.hostname'] } })[0], []);
  t.same(names({ lookup: { name: { patterns: [like('KERNEL.ran%')] } } }), [['kernel.random.uuid'], 3]);
  t.same(names({ lookup: { name: { patterns: [glob('*.swap*'), like('net.ipv4.tcp_%')] } } })[0], [
    'net.ipv4.tcp_rmem',
    'vm.swappiness',
  ]);
});

t.test('process_open_pipes', async (t) => {
  const fd = (target: string) => t.fixture('symlink', target);
  const pipe = (mode: string) => ({ mode });
  const host = new Host(
    t.testdir({
      proc: {
        10: { fd: { 1: fd('pipe:[77]'), 3: fd('/@root/run/fifo'), 9: fd('/@root/gone') } },
        11: { fd: { 0: fd('pipe:[77]'), 2: fd('pipe:[77]'), 4: fd('/@root/run/fifo'), 5: fd('pipe:[5]') } },
        12: { fd: { 0: fd('pipe:[6]'), 1: fd('pipe:[6]'), 2: fd('socket:[77]'), 3: fd('/@root/run/file') } },
      },
      run: { fifo: '', file: '' },
      '.host.json': JSON.stringify({
        stat: {
          '/run/fifo': { mode: '010600', ino: 900 },
          '/proc/10/fd/1': pipe('0300'),
          '/proc/10/fd/3': pipe('0700'),
          '/proc/11/fd/0': pipe('0500'),
          '/proc/11/fd/2': pipe('0300'),
          '/proc/11/fd/4': pipe('0700'),
          '/proc/11/fd/5': pipe('0500'),
          '/proc/12/fd/0': pipe('0500'),
          '/proc/12/fd/1': pipe('0500'),
        },
      }),
    }),
  );
  t.same(values(scanTable(processOpenPipes, host)), [
    [10, 1, 'w', 77, 'anonymous', 11, 0, 'r'],
    [11, 0, 'r', 77, 'anonymous', 10, 1, 'w'],
    [11, 0, 'r', 77, 'anonymous', 11, 2, 'w'],
    [11, 2, 'w', 77, 'anonymous', 11, 0, 'r'],
    [10, 3, 'rw', 900, 'named', 11, 4, 'rw'],
    [11, 4, 'rw', 900, 'named', 10, 3, 'rw'],
    [11, 5, 'r', 5, 'anonymous', null, null, null],
  ]);
});

t.test('a machine that has nothing of this', async (t) => {
  const warnings: string[] = [];
  for (const table of [
    acpiTables,
    kernelKeys,
    kernelModules,
    memoryMap,
    processNamespaces,
    processOpenPipes,
    secureboot,
    sharedMemory,
    systemControls,
    ulimitInfo,
  ])
    t.same(scanTable(table, bare, { warnings }), [], table.name);
  t.same(
    warnings.filter((warning) => !warning.includes('/proc')),
    [],
  );
});
