import { COST, tableOf } from '../../catalog/index.js';
import { type Cpuid, type CpuidRegister, type Host, linesOf, readCpuid, readOr } from '../../host/index.js';
import { admitting } from '../users/ids.js';
import { CPUID_FEATURES } from './cpuid-features.js';

interface Feature {
  readonly name: string;
  readonly value: string | null;
  /** Registers and bit of the first of them. */
  readonly registers: string;
  readonly bit: number;
  readonly input: string;
}

const { table, integer, text } = tableOf<Feature>();

/** A row per feature that has a name, whether or not the processor has it. Processors of other kinds have no rows. */
export const cpuid = table({
  name: 'cpuid',
  description: 'What x86 processors say of themselves: who made them, and which features they have',
  rows: 75,
  rowCost: COST.free,
  sources: ['/dev/cpu/0/cpuid', '/proc/cpuinfo'],
  privileges: 'root for the registers; others see the flags of /proc/cpuinfo',
  examples: [
    "SELECT value FROM cpuid WHERE feature = 'product_name'",
    "SELECT feature FROM cpuid WHERE feature IN ('aes', 'sha', 'avx2', 'hypervisor') AND value = '1'",
  ],
  columns: {
    feature: text('Name of the feature', (row) => row.name, { key: {} }),
    value: text('1 where the processor has it, else 0; a text for those that are more than a bit', (row) => row.value),
    output_register: text('Registers that tell it', (row) => row.registers),
    output_bit: integer('Bit of the register that tells it', (row) => row.bit),
    input_eax: text('What CPUID was asked for', (row) => row.input),
  },
  *scan({ host, lookup, warn }) {
    if (!/^(x86_64|i.86)$/.test(host.facts.uname.machine)) return;
    const admits = admitting(lookup.feature);
    for (const feature of featuresOf(host, warn)) if (admits(feature.name)) yield feature;
  },
});

/** From the instruction itself, which the kernel's cpuid driver executes for root; else from what the kernel made of it. */
function featuresOf(host: Host, warn: (message: string) => void): Iterable<Feature> {
  const cpuid = readOr(null, () => readCpuid(host));
  if (cpuid) return fromProcessor(cpuid);
  warn('/dev/cpu/0/cpuid cannot be read: cpuid shows the flags of /proc/cpuinfo');
  return fromFlags(readOr('', () => host.readText('/proc/cpuinfo')));
}

function* fromProcessor(cpuid: Cpuid): Generator<Feature> {
  yield whole('vendor', asText(cpuid, ['ebx', 'edx', 'ecx'], 0), 'ebx,edx,ecx', '0');
  const name = asText(cpuid, ['eax', 'ebx', 'ecx', 'edx'], 0x8000_0002, 0x8000_0003, 0x8000_0004);
  yield whole('product_name', name, 'eax,ebx,ecx,edx', '0x80000002');
  const hypervisor = cpuid.leaf(0x4000_0000);
  if (hypervisor && hypervisor.eax !== 0)
    yield whole('hypervisor_id', hex(hypervisor.ebx, hypervisor.ecx, hypervisor.edx), 'ebx,ecx,edx', '0x40000000');
  const basic = cpuid.leaf(1);
  const number = hasSerialNumber(basic) ? cpuid.leaf(3) : null;
  yield whole('serial', basic && number && hex(basic.eax, number.edx, number.ecx), 'eax,edx,ecx', '1,3');
  yield whole('family', basic && (basic.eax & 0xf00).toString(16).padStart(4, '0'), 'eax', '1');
  for (const { name, leaf, register, bit } of CPUID_FEATURES) {
    const isSet = ((cpuid.leaf(leaf)?.[register] ?? 0) >>> bit) & 1;
    yield { name, value: String(isSet), registers: register, bit, input: String(leaf) };
  }
  for (const subleaf of [0, 1]) {
    const enclaves = cpuid.leaf(0x12, subleaf);
    const value = enclaves && hex(enclaves.eax, enclaves.ebx, enclaves.ecx, enclaves.edx);
    yield whole(`sgx${subleaf}`, value, 'eax,ebx,ecx,edx', subleaf === 0 ? '18' : '18,1');
  }
}

/** The kernel leaves out features that it does not use, or was told not to. */
function* fromFlags(cpuinfo: string): Generator<Feature> {
  const fields = new Map<string, string>();
  for (const line of linesOf(cpuinfo)) {
    const [, name, value] = /^(vendor_id|model name|flags)\s*:\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined && !fields.has(name)) fields.set(name, value);
  }
  const flags = fields.get('flags')?.split(' ');
  if (!flags) return;
  yield whole('vendor', fields.get('vendor_id') ?? null, 'ebx,edx,ecx', '0');
  yield whole('product_name', fields.get('model name') ?? null, 'eax,ebx,ecx,edx', '0x80000002');
  for (const { name, leaf, register, bit, flag } of CPUID_FEATURES)
    yield { name, value: flags.includes(flag) ? '1' : '0', registers: register, bit, input: String(leaf) };
}

const whole = (name: string, value: string | null, registers: string, input: string): Feature => ({
  name,
  value,
  registers,
  bit: 0,
  input,
});

/** Bit 18 of EDX: only a Pentium III, or what takes itself for one. */
const hasSerialNumber = (basic: { readonly edx: number } | null): boolean => ((basic?.edx ?? 0) & (1 << 18)) !== 0;

const hex = (...numbers: number[]): string => numbers.map((number) => number.toString(16).padStart(8, '0')).join('');

/** Registers as the bytes of a text, which a NUL ends; null where the processor has none of the leaves. */
function asText(cpuid: Cpuid, registers: readonly CpuidRegister[], ...leaves: number[]): string | null {
  const bytes: number[] = [];
  for (const leaf of leaves) {
    const answer = cpuid.leaf(leaf);
    if (!answer) return null;
    for (const register of registers)
      for (let shift = 0; shift < 32; shift += 8) bytes.push((answer[register] >>> shift) & 0xff);
  }
  return Buffer.from(bytes).toString('latin1').split('\0', 1)[0] ?? null;
}
