import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import t from 'tap';
import type { TableSpec } from '../../src/catalog/index.js';
import { Host } from '../../src/host/index.js';
import { linuxTables } from '../../src/tables/index.js';
import { against, ask } from './against.js';
import { type ScannedRow, type ScanOptions, scanTable } from './scan.js';

const host = new Host();
const isRoot = process.getuid?.() === 0;

function rows(name: string, options: ScanOptions = {}): ScannedRow[] {
  const table = linuxTables.find((candidate) => candidate.name === name) as TableSpec; // names are those of tables
  return scanTable(table, host, options);
}

/** A process that stays as it is until the test ends, with a file open and a variable set. */
async function sleeper(t: {
  teardown(callback: () => unknown): unknown;
  testdir(files: Record<string, string>): string;
}) {
  const file = path.join(t.testdir({ 'held open': 'x' }), 'held open');
  const child = spawn('sh', ['-c', 'exec 7<"$1"; echo; read never', 'sh', file], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { PATH: process.env.PATH, HOSTQL_TEST: 'a=b c' },
  });
  t.teardown(() => child.kill());
  await new Promise((done) => child.stdout.once('data', done));
  return { pid: child.pid ?? 0, file };
}

t.test(
  'process_open_files, as lsof(8) has it',
  { skip: !ask('lsof', '-v') && spawnSync('lsof', ['-v']).error !== undefined && 'no lsof(8)' },
  async (t) => {
    const { pid, file } = await sleeper(t);
    const output = execFileSync('lsof', ['-n', '-P', '-w', '-p', String(pid), '-F', 'fn'], { encoding: 'utf8' });
    const theirs = [...output.matchAll(/^f(\d+)\nn(.*)$/gm)].map(([, fd, name]) => [Number(fd), name]);
    const ours = rows('process_open_files', { lookup: { pid: [pid] } }).map((row) => [row.fd, row.path]);
    t.ok(ours.some(([fd, name]) => fd === 7 && name === file));
    t.same(
      ours,
      theirs.filter(([, name]) => String(name).startsWith('/')),
    );
  },
);

t.test('process_memory_map, as pmap(1) has it', { skip: !ask('pmap', '-V') && 'no pmap(1)' }, async (t) => {
  const { pid } = await sleeper(t);
  const output = execFileSync('pmap', ['-x', String(pid)], { encoding: 'utf8' });
  const theirs = [...output.matchAll(/^([0-9a-f]{8,16}) +(\d+) +\d+ +\d+ +(\S{5})/gm)];
  const ours = rows('process_memory_map', { lookup: { pid: [pid] } });
  t.same(
    ours.map((row) => [BigInt(String(row.start)), String(row.permissions).slice(0, 3)]),
    theirs.map(([, start, , mode = '']) => [BigInt(`0x${start}`), mode.slice(0, 3)]),
  );
  const kilobytes = ours.map((row) => Number((BigInt(String(row.end)) - BigInt(String(row.start))) / 1024n));
  t.same(
    kilobytes,
    theirs.map(([, , size]) => Number(size)),
  );
});

t.test('process_envs, as ps(1) has it', { skip: !ask('ps', '--version') && 'no ps(1)' }, async (t) => {
  const { pid } = await sleeper(t);
  const shown = execFileSync('ps', ['eww', '-o', 'cmd=', '-p', String(pid)], { encoding: 'utf8' });
  const ours = rows('process_envs', { lookup: { pid: [pid] } });
  t.match(
    ours.find((row) => row.key === 'HOSTQL_TEST'),
    { value: 'a=b c' },
  );
  for (const { key, value } of ours) t.ok(shown.includes(`${key}=${value}`), String(key));
});

t.test('process_namespaces, as lsns(8) has it', { skip: !ask('lsns', '--version') && 'no lsns(8)' }, async (t) => {
  const { pid } = await sleeper(t);
  const found = JSON.parse(execFileSync('lsns', ['-J', '-p', String(pid), '-o', 'NS,TYPE'], { encoding: 'utf8' })) as {
    namespaces: { ns: number; type: string }[];
  };
  const [row] = rows('process_namespaces', { lookup: { pid: [pid] } });
  for (const { ns, type } of found.namespaces)
    if (row && `${type}_namespace` in row) t.equal(row[`${type}_namespace`], String(ns), type);
});

t.test('threads of processes, as ps(1) has them', { skip: !ask('ps', '--version') && 'no ps(1)' }, async (t) => {
  const output = execFileSync('ps', ['-L', '-o', 'lwp=', '-p', String(process.pid)], { encoding: 'utf8' });
  const ours = rows('processes', { lookup: { include_threads: [1], thread_group: [process.pid] } }).map(
    (row) => row.pid,
  );
  t.same(
    ours,
    output
      .trim()
      .split('\n')
      .map(Number)
      .sort((a, b) => a - b),
  );
});

against('who', [], 'logged_in_users', (t, output) => {
  const theirs = output
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(/\s+/).slice(0, 2).join());
  const ours = rows('logged_in_users')
    .filter((row) => row.type === 'user')
    .map((row) => `${row.user},${row.tty}`);
  t.same(ours.sort(), theirs.sort());
});

against('last', ['-w', '-F', '-n', '100', '-f', '/var/log/wtmp'], 'last', (t, output) => {
  const users = new Set(
    output
      .split('\n')
      .slice(0, -3)
      .map((line) => line.split(/\s+/, 1)[0] ?? '')
      .filter((user) => user !== '' && user !== 'reboot' && user !== 'shutdown' && user !== 'runlevel'),
  );
  const ours = new Set(rows('last').map((row) => row.username));
  for (const user of users) t.ok(ours.has(user), user);
});

against('getent', ['-s', 'files', 'shadow'], 'shadow', (t, output) => {
  const theirs = output
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [name, , changed, min, max] = line.split(':');
      return [name, ...[changed, min, max].map((days) => (days === '' ? -1 : Number(days)))];
    });
  t.same(rows('shadow', { columns: ['username', 'last_change', 'min', 'max'] }).map(Object.values), theirs);
});

const hasKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined;

t.test('keys of ssh, as ssh-keygen(1) makes them', { skip: !hasKeygen && 'no ssh-keygen(1)' }, async (t) => {
  const root = t.testdir({ etc: { passwd: 'me:x:5:5::/home:\n' }, home: { '.ssh': {} } });
  const kinds: [type: string, bits: string, passphrase: string][] = [
    ['rsa', '2048', ''],
    ['ecdsa', '384', 'secret'],
    ['ed25519', '256', ''],
  ];
  for (const [type, bits, passphrase] of kinds)
    execFileSync('ssh-keygen', [
      '-q',
      '-t',
      type,
      '-b',
      bits,
      '-N',
      passphrase,
      '-C',
      `a ${type} key`,
      '-f',
      `${root}/home/.ssh/id_${type}`,
    ]);
  const publics = kinds.map(([type]) => fs.readFileSync(`${root}/home/.ssh/id_${type}.pub`, 'utf8'));
  fs.writeFileSync(`${root}/home/.ssh/authorized_keys`, publics.join(''));
  const there = new Host(root);
  const of = (name: string): TableSpec => linuxTables.find((table) => table.name === name) as TableSpec; // names of tables
  t.same(
    scanTable(of('user_ssh_keys'), there, { columns: ['path', 'encrypted', 'key_length'] }).map(Object.values),
    kinds.map(([type, bits, passphrase]) => [`/home/.ssh/id_${type}`, passphrase === '' ? 0 : 1, Number(bits)]).sort(),
  );
  t.same(
    scanTable(of('authorized_keys'), there, { columns: ['algorithm', 'key', 'comment'] }).map(
      (row) => `${Object.values(row).join(' ')}\n`,
    ),
    publics,
  );
});

t.test('suid_bin, as find(1) has it', { skip: !ask('find', '--version') && 'no GNU find(1)' }, async (t) => {
  const folders = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin'].filter((folder) =>
    fs.existsSync(folder),
  );
  const output = ask('find', ...folders, '-xdev', '-type', 'f', '-perm', '/6000', '-printf', '%p %u %g %m\n') ?? '';
  const theirs = output.trim().split('\n').filter(Boolean);
  const letters = (row: ScannedRow): string => `${row.path} ${row.username} ${row.groupname}`;
  const ours = rows('suid_bin').filter(
    (row) =>
      folders.some((folder) => String(row.path).startsWith(`${folder}/`)) &&
      !fs.lstatSync(String(row.path)).isSymbolicLink(),
  );
  t.same(ours.map(letters).sort(), theirs.map((line) => line.replace(/ \d+$/, '')).sort());
  for (const line of theirs) {
    const [file, , , mode = ''] = line.split(' ');
    const bits = Number.parseInt(mode, 8);
    const expected = `${bits & 0o4000 ? 'S' : ''}${bits & 0o2000 ? 'G' : ''}`;
    t.equal(ours.find((row) => row.path === file)?.permissions, expected, String(file));
  }
});

t.test('extended_attributes, as setcap(8) makes them', async (t) => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'hostql-')), 'program');
  t.teardown(() => fs.rmSync(path.dirname(file), { recursive: true }));
  fs.writeFileSync(file, '');
  if (!isRoot || ask('setcap', 'cap_net_raw,cap_net_bind_service+ep', file) === undefined)
    return void t.pass('no setcap(8), or no rights');
  const shown = ask('getcap', file)?.trim().split(' ').at(-1);
  const [row] = rows('extended_attributes', { lookup: { path: [file] } });
  t.match(row, { key: 'security.capability', base64: 0 });
  t.equal(String(row?.value).split('=')[1], shown?.split('=')[1]);
  t.same(String(row?.value).split('=')[0]?.split(',').sort(), shown?.split('=')[0]?.split(',').sort());
});

t.test('shared_memory, as ipcs(1) has it', async (t) => {
  const made = ask('ipcmk', '-M', '65536', '-p', '0640');
  const id = /(\d+)\s*$/.exec(made ?? '')?.[1];
  if (id === undefined) return void t.pass('no ipcmk(1)');
  t.teardown(() => ask('ipcrm', '-m', id));
  const [row] = rows('shared_memory', { lookup: { shmid: [Number(id)] } });
  const line =
    ask('ipcs', '-m')
      ?.split('\n')
      .find((candidate) => candidate.split(/\s+/)[1] === id)
      ?.split(/\s+/) ?? [];
  t.equal(row?.size, Number(line[4]));
  t.equal(row?.attached, Number(line[5]));
  t.equal(Number(row?.permissions), Number(line[3]));
});

t.test('kernel_keys, acpi_tables and memory_map, as their files are', async (t) => {
  for (const row of rows('acpi_tables').filter(({ md5 }) => md5 !== null))
    t.equal(
      row.md5,
      createHash('md5')
        .update(fs.readFileSync(`/sys/firmware/acpi/tables/${row.name}`))
        .digest('hex'),
      String(row.name),
    );
  const regions = fs
    .readFileSync('/proc/iomem', 'utf8')
    .trim()
    .split('\n')
    .filter((line) => line.includes(' : '));
  t.equal(rows('memory_map').length, regions.length);
});

against('lscpu', ['-J'], 'system_info', (t, output) => {
  const fields = new Map<string, string>();
  const collect = (entries: readonly { field: string; data: string; children?: [] }[]): void => {
    for (const { field, data, children } of entries) {
      fields.set(field.replace(':', ''), data);
      if (children) collect(children);
    }
  };
  collect((JSON.parse(output) as { lscpu: [] }).lscpu);
  const [row] = rows('system_info');
  t.equal(row?.cpu_type, fields.get('Architecture'));
  t.equal(row?.cpu_logical_cores, Number(fields.get('CPU(s)')));
  if (fields.has('Model name')) t.equal(row?.cpu_brand, fields.get('Model name'));
  const sockets = Number(fields.get('Socket(s)'));
  if (sockets > 0 && row?.cpu_sockets !== null) t.equal(row?.cpu_sockets, sockets);
});

against('df', ['-B1', '--output=target,size,used,avail'], 'mounts', (t, output) => {
  const ours = new Map(rows('mounts').map((row) => [row.path, Number(row.blocks) * Number(row.blocks_size)]));
  for (const line of output.trim().split('\n').slice(1)) {
    const [, target = '', size] = /^(\S+)\s+(\d+)\s/.exec(line) ?? [];
    if (ours.has(target)) t.equal(ours.get(target), Number(size), target);
  }
});

against('findmnt', ['-n', '-o', 'SOURCE', '/'], 'disk_encryption', (t, output) => {
  const device = output.trim();
  const [row] = rows('disk_encryption', { lookup: { name: [device] } });
  const kind = ask('lsblk', '-n', '-d', '-o', 'TYPE', device)?.trim();
  if (row && kind) t.equal(row.encrypted, kind === 'crypt' ? 1 : 0);
  else t.pass('the root is on no block device');
});

t.test(
  'device_partitions, as blkid(8) has them',
  { skip: spawnSync('mkfs.ext4', ['-V']).status !== 0 && 'no mkfs.ext4(8)' },
  async (t) => {
    const image = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'hostql-')), 'image');
    t.teardown(() => fs.rmSync(path.dirname(image), { recursive: true }));
    fs.writeFileSync(image, '');
    fs.truncateSync(image, 20_000_000);
    execFileSync('mkfs.ext4', ['-q', '-F', image]);
    const type = ask('blkid', '-p', '-o', 'value', '-s', 'TYPE', image)?.trim();
    const [row] = rows('device_partitions', { lookup: { device: [image] } });
    t.equal(row?.type, type ?? 'ext4');
    const header = execFileSync('dumpe2fs', ['-h', image], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    t.equal(row?.inodes, Number(/Inode count:\s+(\d+)/.exec(header)?.[1]));
    t.equal(row?.blocks, Number(/Block count:\s+(\d+)/.exec(header)?.[1]));
  },
);
