import * as fs from 'node:fs';
import t from 'tap';
import { Cpuid, type CpuidRegisters, Host } from '../../../src/host/index.js';
import { cpuid } from '../../../src/tables/hardware/cpuid.js';
import { CPUID_FEATURES } from '../../../src/tables/hardware/cpuid-features.js';
import { intelMeInfo } from '../../../src/tables/hardware/intel-me-info.js';
import { msr } from '../../../src/tables/hardware/msr.js';
import { type ScannedRow, scanColumn, scanTable } from '../scan.js';

const live = new Host();

/** Registers as a recorded machine keeps them: 1, then the bytes; 0 for none. */
const answer = (bytes: number, values: readonly (Buffer | null)[]): string =>
  Buffer.concat(
    values.map((value) => Buffer.concat([Buffer.from([value ? 1 : 0]), value ?? Buffer.alloc(bytes)])),
  ).toString('base64');

const leaf = (...registers: number[]): Buffer => {
  const bytes = Buffer.alloc(16);
  registers.forEach((value, index) => void bytes.writeUInt32LE(value >>> 0, 4 * index));
  return bytes;
};
const letters = (text: string): Buffer => Buffer.from(text.padEnd(16, '\0'), 'latin1');
/** EAX, EBX, ECX, EDX of the leaves that are read, for a processor with SGX below a hypervisor. */
const PROCESSOR = [
  Buffer.concat([leaf(0x12).subarray(0, 4), Buffer.from('GenuntelineI', 'latin1')]),
  leaf(0x306c3, 0, 1 | (1 << 25) | (1 << 31), (1 << 6) | (1 << 18)),
  leaf(1, 2, 0x33333333, 0x22222222),
  leaf(0, (1 << 5) | (1 << 29), 1 << 30, 1 << 26),
  leaf(0x11, 0x12, 0x13, 0x14),
  null,
  Buffer.concat([leaf(0x40000001).subarray(0, 4), Buffer.from('KVMKVMKVM\0\0\0', 'latin1')]),
  leaf(0x80000004),
  leaf(0, 0, 1 << 8, 1 << 20),
  letters('  A Processor wi'),
  letters('th a long name @'),
  letters(' 3 GHz'),
];

function machine(root: string, answers: Readonly<Record<string, string>>, more: object = {}): Host {
  fs.writeFileSync(`${root}/.host.json`, JSON.stringify({ answers, ...more }));
  return new Host(root);
}

const byName = (rows: readonly ScannedRow[]): Map<unknown, ScannedRow> =>
  new Map(rows.map((row) => [row.feature, row]));

t.test('cpuid, from the instruction', async (t) => {
  const host = machine(t.testdir({}), { 'registers /dev/cpu/0/cpuid': answer(16, PROCESSOR) });
  const rows = scanTable(cpuid, host);
  t.same(rows.slice(0, 5).map(Object.values), [
    ['vendor', 'GenuineIntel', 'ebx,edx,ecx', 0, '0'],
    ['product_name', '  A Processor with a long name @ 3 GHz', 'eax,ebx,ecx,edx', 0, '0x80000002'],
    ['hypervisor_id', '4b4d564b564b4d560000004d', 'ebx,ecx,edx', 0, '0x40000000'],
    ['serial', '000306c32222222233333333', 'eax,edx,ecx', 0, '1,3'],
    ['family', '0600', 'eax', 0, '1'],
  ]);
  t.same(rows.slice(-2).map(Object.values), [
    ['sgx0', '00000011000000120000001300000014', 'eax,ebx,ecx,edx', 0, '18'],
    ['sgx1', null, 'eax,ebx,ecx,edx', 0, '18,1'],
  ]);
  t.same(
    rows
      .filter((row) => row.value === '1')
      .map((row) => [row.feature, row.output_register, row.output_bit, row.input_eax]),
    [
      ['pae', 'edx', 6, '1'],
      ['sse3', 'ecx', 0, '1'],
      ['aes', 'ecx', 25, '1'],
      ['hypervisor', 'ecx', 31, '1'],
      ['avx2', 'ebx', 5, '7'],
      ['sha', 'ebx', 29, '7'],
      ['sgx_lc', 'ecx', 30, '7'],
      ['spec_ctrl', 'edx', 26, '7'],
      ['3dnowprefetch', 'ecx', 8, '2147483649'],
      ['nx', 'edx', 20, '2147483649'],
    ],
  );
  t.equal(rows.length, CPUID_FEATURES.length + 7);
  t.same(scanColumn(cpuid, host, 'feature', { lookup: { feature: ['nx', 'vendor', 'none'] } }), ['vendor', 'nx']);
});

t.test('a processor answers for another leaf where it has none of that number', async (t) => {
  const other: CpuidRegisters = { eax: 1, ebx: 0xffffffff, ecx: 0xffffffff, edx: 0xffffffff };
  const answers = PROCESSOR.map(() => other);
  const small = new Cpuid(answers);
  t.equal(small.leaf(1)?.ebx, 0xffffffff);
  t.same([small.leaf(3), small.leaf(7), small.leaf(0x80000001)], [null, null, null]);
});

t.test('cpuid, without the driver', async (t) => {
  const cpuinfo =
    'processor : 0\nvendor_id\t: AuthenticAMD\nmodel name\t: AMD Something\nflags\t\t: pae pni sse4_1 nx\n';
  const warnings: string[] = [];
  const rows = byName(scanTable(cpuid, new Host(t.testdir({ proc: { cpuinfo } })), { warnings }));
  t.match(rows.get('vendor'), { value: 'AuthenticAMD', output_register: 'ebx,edx,ecx' });
  t.match(rows.get('product_name'), { value: 'AMD Something' });
  t.same(
    ['pae', 'sse3', 'sse4.1', 'nx', 'sse4.2', 'msr'].map((name) => rows.get(name)?.value),
    ['1', '1', '1', '1', '0', '0'],
  );
  t.same(warnings, ['/dev/cpu/0/cpuid cannot be read: cpuid shows the flags of /proc/cpuinfo']);
  const none: string[] = [];
  t.same(scanTable(cpuid, machine(t.testdir({}), {}, { uname: { machine: 'aarch64' } }), { warnings: none }), []);
  t.same(none, []);
  t.same(scanTable(cpuid, new Host(t.testdir({}))), [], 'without /proc');
});

t.test('the same by the instruction and by the kernel', async (t) => {
  const isRead = fs.existsSync('/dev/cpu/0/cpuid') && process.getuid?.() === 0;
  if (!isRead || process.arch !== 'x64') return void t.pass('no cpuid driver here');
  const flags = /^flags\s*:(.*)$/m.exec(fs.readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.trim().split(' ') ?? [];
  const rows = byName(scanTable(cpuid, live));
  t.equal(rows.get('vendor')?.value, /^vendor_id\s*:\s*(.*)$/m.exec(fs.readFileSync('/proc/cpuinfo', 'utf8'))?.[1]);
  // The kernel's words for a part of the features; it may not use others, but invents none of these.
  for (const name of ['pae', 'sse', 'sse2', 'ssse3', 'aes', 'avx', 'avx2', 'bmi2', 'nx', 'lm', 'hypervisor'])
    if (flags.includes(name)) t.equal(rows.get(name)?.value, '1', name);
});

t.test('msr', async (t) => {
  const register = (value: bigint): Buffer => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(value);
    return bytes;
  };
  const values = [1n << 38n, 0x2222n, 5n, 0xabcd1234n, 7n, 8n, 1n << 63n, (1n << 60n) + 1n].map(register);
  const host = machine(t.testdir({ dev: { cpu: { 0: {}, 1: {}, 11: {}, microcode: '' } } }), {
    'registers /dev/cpu/0/msr': answer(8, [...values, null]),
    'registers /dev/cpu/11/msr': answer(8, []),
  });
  t.same(scanTable(msr, host).map(Object.values), [
    [0, 1, 0x2222, 5, 0x1234, 7, 8, null, (1n << 60n) + 1n, null],
    [11, ...Array<null>(9).fill(null)],
  ]);
  t.same(scanColumn(msr, host, 'processor_number', { lookup: { processor_number: [1, 11, 99] } }), [11]);
  t.same(scanTable(msr, new Host(t.testdir({}))), []);
  for (const row of scanTable(msr, live)) t.type(row.processor_number, 'number');
});

t.test('intel_me_info', async (t) => {
  const machineWith = (mei: Record<string, Record<string, string>>): Host =>
    new Host(t.testdir({ sys: { class: { mei } } }));
  const version = { fw_ver: '0:11.8.55.3510\n0:11.8.55.3510\n0:11.8.50.3425\n' };
  t.same(scanColumn(intelMeInfo, machineWith({ mei0: version }), 'version'), ['11.8.55.3510']);
  t.same(scanTable(intelMeInfo, machineWith({ mei0: { ...version, kind: 'gsc\n' }, mei1: { fw_ver: 'junk' } })), []);
  t.same(scanTable(intelMeInfo, machineWith({})), []);
  t.ok(scanTable(intelMeInfo, live).length <= 1);
});
