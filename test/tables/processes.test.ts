import * as fs from 'node:fs';
import t from 'tap';
import { Host } from '../../src/host/index.js';
import { listeningPorts } from '../../src/tables/network/listening-ports.js';
import { processOpenSockets } from '../../src/tables/network/process-open-sockets.js';
import { processEnvs } from '../../src/tables/system/process-envs.js';
import { processMemoryMap } from '../../src/tables/system/process-memory-map.js';
import { processOpenFiles } from '../../src/tables/system/process-open-files.js';
import { processes } from '../../src/tables/system/processes.js';
import { RecordingHost } from '../recording-host.js';
import { type ScanOptions, scanColumn, scanTable } from './scan.js';

const debian = new Host('test/hosts/debian-small');
const bare = new Host(t.testdir({ proc: {} }));

/** Rows as lists of values, which keeps the cases below readable. */
const values = (table: typeof processes, options: ScanOptions = {}, host = debian): unknown[][] =>
  scanTable(table, host, options).map((row) => Object.values(row));

const ALL = [1, 2, 45, 640, 700, 701, 710, 711, 720, 721, 730, 740, 750, 751, 812, 900, 1000];

t.test('processes of a recorded machine', async (t) => {
  t.strictSame(scanTable(processes, debian, { lookup: { pid: [1] } }), [
    {
      pid: 1,
      name: 'systemd',
      path: '/usr/lib/systemd/systemd',
      cmdline: '/usr/lib/systemd/systemd --system --deserialize=29',
      state: 'S',
      cwd: '/',
      root: '/',
      uid: 0,
      gid: 0,
      euid: 0,
      egid: 0,
      suid: 0,
      sgid: 0,
      on_disk: 1,
      wired_size: 0,
      resident_size: 12964 * 1024,
      total_size: 168324 * 1024,
      user_time: 2330,
      system_time: 5170,
      disk_bytes_read: 183611392,
      disk_bytes_written: 8265728,
      start_time: 1772660005,
      parent: 0,
      pgroup: 1,
      threads: 1,
      nice: 0,
      cgroup_path: '/init.scope',
    },
  ]);
  t.strictSame(scanColumn(processes, debian, 'pid'), ALL, 'in ascending order');
  t.strictSame(values(processes, { columns: ['pid', 'name', 'path', 'on_disk', 'cwd', 'root'] }), [
    [1, 'systemd', '/usr/lib/systemd/systemd', 1, '/', '/'],
    [2, 'kthreadd', null, -1, '/', '/'],
    [45, 'kworker/R-kvfree_rcu_reclaim', null, -1, '/', '/'],
    [640, 'nginx', '/usr/sbin/nginx', 0, '/', '/var/lib/containers/web/rootfs'],
    [700, 'sshd', '/usr/sbin/sshd', 1, '/', '/'],
    [701, 'sshd', '/usr/sbin/sshd', 1, '/home/anna', '/'],
    [710, 'miner', '/tmp/.x/miner', 0, '/tmp/.x (deleted)', '/'],
    [711, 'odd (deleted)', '/opt/odd (deleted)', 1, '/', '/'],
    [720, 'a\\nb\\\\c) S 1 (', '/usr/sbin/sshd', 1, '/', '/'],
    [721, 'name: with:', '/usr/sbin/sshd', 1, '/', '/'],
    [730, 'café\udcff', '/usr/sbin/sshd', 1, '/', '/'],
    [740, 'defunct', null, -1, null, null],
    [750, 'hidden', null, -1, null, null],
    [751, 'hidden-box', null, -1, null, null],
    [812, 'hostql', '/usr/bin/node', 0, '/root', '/'],
    [900, 'torn', null, -1, null, null],
    [1000, 'sleep', '/usr/bin/sleep', 0, '/', '/'],
  ]);
  const resources = [
    'pid',
    'state',
    'resident_size',
    'user_time',
    'disk_bytes_written',
    'parent',
    'pgroup',
    'threads',
    'nice',
    'start_time',
  ];
  t.strictSame(values(processes, { columns: resources, lookup: { pid: [45, 710, 740, 750, 900] } }), [
    [45, 'I', null, 0, 0, 2, 0, 1, -20, 1772660005],
    [710, 'S', 153600000, 4200420, -4096, 1, 710, 8, 19, 1772669005],
    [740, 'Z', null, 0, 0, 701, 740, 1, 0, 1772669005],
    [750, 'S', 614400, 0, null, 1, 750, 1, 0, 1772669005],
    [900, null, null, null, null, null, null, null, null, -1],
  ]);
  t.strictSame(values(processes, { columns: ['pid', 'cmdline', 'cgroup_path'], lookup: { pid: [2, 700, 720, 730] } }), [
    [2, '', '/'],
    [700, 'sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups', '/system.slice/ssh.service'],
    [720, './a\nb\\c', null],
    [730, 'prog  --café bad\udcff\udcfe', null],
  ]);
});

t.test('the name is the same from each of its sources', async (t) => {
  const from = (column: string): unknown[] =>
    scanTable(processes, debian, { columns: ['name', column] })
      .map((row) => row['name'])
      .filter((name) => name !== 'torn' && name !== null);
  t.strictSame(from('parent'), from('pid'));
  t.strictSame(from('uid'), from('pid'));
  t.equal(from('pid').length, ALL.length - 1);
});

t.test('a scan touches what its columns need', async (t) => {
  const cases: readonly (readonly [columns: string[], touched: string[]])[] = [
    [['pid'], []],
    [['wired_size', 'upid', 'translated'], []],
    [['pid', 'name'], ['read /proc/1/comm']],
    [['name', 'uid', 'gid', 'total_size', 'resident_size', 'sgid'], ['read /proc/1/status']],
    [['name', 'parent', 'state', 'nice', 'threads', 'user_time', 'system_time', 'pgroup'], ['read /proc/1/stat']],
    [
      ['name', 'uid', 'state'],
      ['read /proc/1/status', 'read /proc/1/stat'],
    ],
    [['path'], ['link /proc/1/exe']],
    [
      ['path', 'on_disk'],
      ['link /proc/1/exe', 'stat /usr/lib/systemd/systemd'],
    ],
    [['cmdline'], ['read /proc/1/cmdline']],
    [['disk_bytes_read', 'disk_bytes_written'], ['read /proc/1/io']],
    [
      ['cwd', 'root', 'cgroup_path'],
      ['link /proc/1/cwd', 'link /proc/1/root', 'read /proc/1/cgroup'],
    ],
  ];
  for (const [columns, touched] of cases) {
    const host = new RecordingHost('test/hosts/debian-small');
    scanTable(processes, host, { columns, lookup: { pid: [1] } });
    // A file that every process has tells that it is there.
    const proves = touched.some((touch) => /^read .*(comm|stat|status)$/.test(touch));
    t.strictSame(host.touches, [...(proves ? [] : ['stat /proc/1']), ...touched], columns.join());
  }
  const host = new RecordingHost('test/hosts/debian-small');
  scanTable(processes, host, { columns: ['pid'] });
  t.strictSame(host.touches, ['list /proc']);
  scanTable(processes, host, { columns: ['pid', 'name'] });
  t.equal(host.touches.filter((touch) => touch.startsWith('read')).length, ALL.length, 'one file for each name');
  scanTable(processes, host, { columns: ['start_time'] });
  scanTable(processes, host, { columns: ['start_time'] });
  t.equal(host.touches.filter((touch) => touch === 'read /proc/stat').length, 1, 'the boot time is read once');
});

t.test('a scan stops with the limit', async (t) => {
  const host = new RecordingHost('test/hosts/debian-small');
  t.equal(scanTable(processes, host, { columns: ['name'], limit: 5 }).length, 5);
  t.equal(host.touches.filter((touch) => touch.startsWith('read')).length, 5);
});

t.test('keys', async (t) => {
  const pids = (table: typeof processes, lookup: ScanOptions['lookup']): unknown[] => [
    ...new Set(scanTable(table, debian, { columns: ['pid'], lookup: lookup ?? {} }).map((row) => row['pid'])),
  ];
  t.strictSame(pids(processes, { pid: [1, 700, 999999] }), [1, 700]);
  t.strictSame(pids(processes, { pid: [-1, 0, 1.5, 1e21, 9007199254740994] }), []);
  t.strictSame(pids(processes, { pid: { range: { min: 711, minInclusive: true, max: 721 } } }), [711, 720]);
  t.strictSame(pids(processes, { pid: { range: { min: 711, max: 721, maxInclusive: true } } }), [720, 721]);
  t.strictSame(pids(processes, { pid: { values: [1, 700, 812], range: { min: 1, minInclusive: false } } }), [700, 812]);
  t.strictSame(pids(processEnvs, { pid: [1, 2, 700] }), [1, 700]);
  t.strictSame(pids(processMemoryMap, { pid: { range: { min: 2 } } }), [710]);
  t.strictSame(pids(processOpenFiles, { pid: [701] }), [701]);
  for (const table of [processEnvs, processMemoryMap, processOpenFiles, processOpenSockets]) {
    const host = new RecordingHost('test/hosts/debian-small');
    scanTable(table, host, { lookup: { pid: [701] } });
    t.strictSame(
      host.touches.filter((touch) => !/ \/proc\/(701|self)\//.test(touch)),
      [],
      `${table.name} touches the process asked for alone, and our own`,
    );
  }
});

t.test('process_envs', async (t) => {
  t.strictSame(values(processEnvs), [
    [1, 'HOME', '/'],
    [1, 'TERM', 'linux'],
    [1, 'BOOT_IMAGE', '/boot/vmlinuz-6.1.0-18-amd64'],
    [640, 'PATH', '/usr/sbin:/usr/bin'],
    [640, 'NGINX_VERSION', '1.25.4'],
    [700, 'LANG', 'C.UTF-8'],
    [700, 'SSHD_OPTS', ''],
    [710, 'LD_PRELOAD', '/tmp/.x/lib.so'],
    [710, 'HIDDEN', 'after an empty entry'],
    [710, 'no-equals-sign', null],
    [710, '', 'no key'],
  ]);
});

t.test('process_open_files', async (t) => {
  t.strictSame(values(processOpenFiles), [
    [1, 0, '/dev/null'],
    [1, 1, '/dev/null'],
    [1, 5, '/proc/swaps'],
    [1, 9, '/sys/fs/cgroup'],
    [700, 0, '/dev/null'],
    [701, 5, '/dev/pts/ptmx'],
    [701, 8, '/var/log/auth.log (deleted)'],
    [710, 0, '/dev/null'],
    [710, 3, '/memfd:payload (deleted)'],
    [710, 4, '/srv/socket: not one'],
    [710, 5, 'net:[4026531840]'],
    [720, 0, '/tmp/new\nline'],
  ]);
});

t.test('process_memory_map', async (t) => {
  t.strictSame(values(processMemoryMap, { lookup: { pid: [710] } }), [
    [710, '0x00400000', '0x00410000', 'r-xp', 0, '00:01', 4097, '/memfd:payload (deleted)', 0],
    [710, '0x7f1000000000', '0x7f1000001000', 'rw-s', 4096, '00:2e', -1, '/srv/big data/a file.bin', 0],
    [
      710,
      '0x7f1000001000',
      '0x7f1000002000',
      'rw-s',
      4294963200,
      '00:2e',
      9007199254740993n,
      '/srv/big data/new\\012line',
      0,
    ],
    [710, '0x7f1000002000', '0x7f1000003000', 'rw-p', 0, '00:00', 0, '[anon:two words]', 1],
    [710, '0x7f1000003000', '0x7f1000004000', 'rw-p', 9223372036854771712n, '00:00', 0, null, 0],
    [710, '0x7f1000004000', '0x7f1000005000', 'rw-p', -1, '00:00', 0, null, 0],
  ]);
  t.equal(values(processMemoryMap).length, 12);
});

t.test('what is refused is said once, and the rest is told', async (t) => {
  const cases = [
    [processEnvs, 'environment'],
    [processMemoryMap, 'memory map'],
    [processOpenFiles, 'open files'],
    [processOpenSockets, 'sockets'],
    [listeningPorts, 'sockets'],
  ] as const;
  for (const [table, what] of cases) {
    const warnings: string[] = [];
    t.ok(scanTable(table, debian, { warnings }).length > 0);
    t.strictSame(warnings, [
      `cannot read the ${what} of some processes: permission denied (root with CAP_SYS_PTRACE can)`,
    ]);
  }
  const warnings: string[] = [];
  scanTable(processes, debian, { warnings });
  t.strictSame(warnings, [], 'a null says it all');
});

t.test('without processes there are no rows', async (t) => {
  for (const table of [
    processes,
    processEnvs,
    processMemoryMap,
    processOpenFiles,
    processOpenSockets,
    listeningPorts,
  ]) {
    t.strictSame(scanTable(table, bare), [], table.name);
  }
});

t.test('a cancelled scan stops', async (t) => {
  for (const table of [
    processes,
    processEnvs,
    processMemoryMap,
    processOpenFiles,
    processOpenSockets,
    listeningPorts,
  ]) {
    t.throws(() => scanTable(table, debian, { signal: AbortSignal.abort() }), { name: 'AbortError' }, table.name);
  }
});

t.test('columns are those of the schema, in order', async (t) => {
  // A JSON file gives no types.
  const expected = JSON.parse(fs.readFileSync('test/tables/process-columns.json', 'utf8')) as Record<string, string[]>;
  const tables = [processes, processEnvs, processMemoryMap, processOpenFiles, processOpenSockets, listeningPorts];
  for (const { name, columns } of tables) {
    const described = columns.map((column) => `${column.name} ${column.type}${column.hidden ? ' hidden' : ''}`);
    t.strictSame(described, expected[name], name);
    t.ok(columns[0]?.key, `${name} has a key on the process id`);
  }
});
