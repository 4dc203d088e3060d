import { COST, tableOf } from '../../catalog/index.js';
import { type ModelRegisters, readModelRegisters, readOr, readOrWarn, wideCount } from '../../host/index.js';
import { admitting } from '../lookup.js';

interface Processor {
  readonly number: number;
  readonly registers: ModelRegisters;
}

const { table, bigint } = tableOf<Processor>();

const register = (name: keyof ModelRegisters, description: string) =>
  bigint(description, ({ registers }) => whole(registers[name]));

const whole = (value: bigint | null): number | bigint | null => (value === null ? null : wideCount(value));

/** A row per processor that the kernel's msr driver shows; none where it is not loaded. */
export const msr = table({
  name: 'msr',
  description: 'Model-specific registers of x86 processors, where the msr driver shows them to root',
  rows: 8,
  rowCost: COST.file,
  sources: ['/dev/cpu/<n>/msr'],
  privileges: 'root (CAP_SYS_RAWIO), and the module msr',
  examples: [
    'SELECT processor_number, turbo_disabled, platform_info FROM msr',
    'SELECT processor_number FROM msr WHERE turbo_disabled = 1',
  ],
  columns: {
    processor_number: bigint('Number of the processor', (row) => row.number, { key: { unique: true } }),
    turbo_disabled: bigint('1 where turbo frequencies are off, else 0', ({ registers: { miscEnable } }) =>
      miscEnable === null ? null : Number((miscEnable >> 38n) & 1n),
    ),
    turbo_ratio_limit: register('turboRatioLimit', 'MSR_TURBO_RATIO_LIMIT'),
    platform_info: register('platformInfo', 'MSR_PLATFORM_INFO'),
    perf_ctl: bigint('IA32_PERF_CTL, lower 16 bits', ({ registers: { perfControl } }) =>
      perfControl === null ? null : Number(perfControl & 0xffffn),
    ),
    perf_status: register('perfStatus', 'IA32_PERF_STATUS'),
    feature_control: register('featureControl', 'IA32_FEATURE_CONTROL'),
    rapl_power_limit: register('raplPowerLimit', 'MSR_PKG_POWER_LIMIT; null where its highest bit, the lock, is set'),
    rapl_energy_status: register('raplEnergyStatus', 'MSR_PKG_ENERGY_STATUS'),
    rapl_power_units: register('raplPowerUnit', 'MSR_RAPL_POWER_UNIT'),
  },
  *scan({ host, lookup, warn }) {
    const numbers = readOr([], () => host.listNumbers('/dev/cpu'));
    for (const number of numbers.filter(admitting(lookup.processor_number))) {
      const registers = readOrWarn(null, warn, () => readModelRegisters(host, number));
      if (registers) yield { number, registers };
    }
  },
});
