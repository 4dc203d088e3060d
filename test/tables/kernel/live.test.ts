import * as fs from 'node:fs';
import t from 'tap';
import { Catalog } from '../../../src/catalog/index.js';
import { openEngine } from '../../../src/engine.js';
import { Host } from '../../../src/host/index.js';
import { linuxTables } from '../../../src/tables/index.js';
import { against, ask } from '../against.js';
import { type ScannedRow, scanTable } from '../scan.js';

const host = new Host();

/** The tables of the kernel, hardware and services, and of the processes beside them. */
const NAMES = `acpi_tables apparmor_profiles block_devices cpu_info crontab disk_encryption kernel_keys kernel_modules
  md_devices md_drives md_personalities memory_array_mapped_addresses memory_arrays memory_device_mapped_addresses
  memory_devices memory_error_info memory_map oem_strings pci_devices platform_info process_namespaces
  process_open_pipes secureboot selinux_settings shared_memory smbios_tables startup_items system_controls
  ulimit_info usb_devices`.split(/\s+/);
const tables = linuxTables.filter(({ name }) => NAMES.includes(name));

function rowsOf(name: string, options?: Parameters<typeof scanTable>[2]): ScannedRow[] {
  const table = tables.find((candidate) => candidate.name === name);
  if (!table) throw new Error(`no table ${name}`);
  return scanTable(table, host, options);
}

t.test('every table answers on this machine', async (t) => {
  t.equal(tables.length, NAMES.length);
  for (const table of tables) {
    const rows = scanTable(table, host, { columns: table.columns.map((column) => column.name) });
    t.ok(Array.isArray(rows), table.name);
  }
});

t.test('every example runs', async (t) => {
  for (const root of ['', 'test/hosts/debian-small']) {
    const engine = openEngine({ catalog: new Catalog(linuxTables), host: new Host(root) });
    for (const { name, examples } of tables) {
      t.ok(examples.length > 0, `${name} has examples`);
      for (const sql of examples) {
        let rows = 0;
        for (const statement of engine.prepare(sql)) for await (const batch of statement.run()) rows += batch.length;
        t.ok(rows >= 0, sql);
      }
    }
  }
});

against('lsmod', [], 'kernel_modules', (t, output) => {
  const names = output
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(/\s+/, 1)[0]);
  t.same(
    rowsOf('kernel_modules').map(({ name }) => name),
    names,
  );
});

against('sh', ['-c', 'ulimit -n; ulimit -Hn; ulimit -s'], 'ulimit_info', (t, output) => {
  const [soft, hard, stack] = output.trim().split('\n');
  const limits = new Map(rowsOf('ulimit_info').map((row) => [row.type, row]));
  // Node raises the soft limit of open files to the hard one when it starts.
  t.ok([soft, hard].includes(String(limits.get('nofile')?.soft_limit)));
  t.equal(limits.get('nofile')?.hard_limit, hard);
  t.equal(limits.get('stack')?.soft_limit, stack === 'unlimited' ? stack : String(Number(stack) * 1024));
});

against('sysctl', ['-n', 'kernel.ostype', 'vm.swappiness'], 'system_controls', (t, output) => {
  const lookup = { name: ['kernel.ostype', 'vm.swappiness'] };
  t.same(
    rowsOf('system_controls', { lookup }).map((row) => row.current_value),
    output.trim().split('\n'),
  );
});

t.test('system_controls gives each setting once, and by name what it gives in all', async (t) => {
  const names = rowsOf('system_controls', { columns: ['name'] }).map(({ name }) => String(name));
  t.ok(names.length > 100);
  t.equal(new Set(names).size, names.length);
  const some = names.filter((_, at) => at % 50 === 0).sort();
  t.same(
    rowsOf('system_controls', { columns: ['name'], lookup: { name: some } })
      .map(({ name }) => name)
      .sort(),
    some,
  );
});

against('lsblk', ['-b', '-r', '-n', '-a', '-o', 'NAME,SIZE'], 'block_devices', (t, output) => {
  const sizes = new Map(rowsOf('block_devices').map((row) => [String(row.name), Number(row.size) * 512]));
  for (const line of output.trim().split('\n')) {
    const [name = '', size] = line.split(' ');
    if (size) t.equal(sizes.get(`/dev/${name}`), Number(size), name);
  }
});

against('lspci', ['-Dn'], 'pci_devices', (t, output) => {
  const slots = output
    .trim()
    .split('\n')
    .map((line) => line.split(' ', 1)[0]);
  t.same(
    rowsOf('pci_devices').map((row) => row.pci_slot),
    slots,
  );
});

t.test('a process is in the namespaces its links say', async (t) => {
  const [row] = rowsOf('process_namespaces', { lookup: { pid: [process.pid] } });
  t.equal(`net:[${row?.net_namespace}]`, fs.readlinkSync('/proc/self/ns/net'));
  t.equal(`mnt:[${row?.mnt_namespace}]`, fs.readlinkSync('/proc/self/ns/mnt'));
});

t.test('a pipe has two ends', async (t) => {
  const folder = fs.mkdtempSync('/tmp/hostql-pipes-');
  t.teardown(() => fs.rmSync(folder, { recursive: true }));
  const fifo = `${folder}/fifo`;
  if (ask('mkfifo', fifo) === undefined) return void t.pass('no mkfifo here');
  const both = fs.openSync(fifo, fs.constants.O_RDWR | fs.constants.O_NONBLOCK);
  const writer = fs.openSync(fifo, fs.constants.O_WRONLY | fs.constants.O_NONBLOCK);
  t.teardown(() => {
    for (const fd of [both, writer]) fs.closeSync(fd);
  });
  const inode = fs.statSync(fifo).ino;
  const ours = rowsOf('process_open_pipes').filter((row) => row.pid === process.pid && row.inode === inode);
  t.match(ours, [
    { fd: both, mode: 'rw', type: 'named', partner_fd: writer, partner_mode: 'w', partner_pid: process.pid },
    { fd: writer, mode: 'w', type: 'named', partner_fd: both, partner_mode: 'rw', partner_pid: process.pid },
  ]);
});
