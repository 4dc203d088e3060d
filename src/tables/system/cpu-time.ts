import { COST, tableOf } from '../../catalog/index.js';
import { type CpuTimes, readKernelStat, readOrWarn } from '../../host/index.js';

const { table, integer, bigint } = tableOf<CpuTimes>();

/** The kernel's order in /proc/stat; the last three came later, and are 0 on kernels without them. */
const ticks = (index: number, description: string) =>
  bigint(description, (cpu) => (index < cpu.ticks.length ? cpu.ticks[index] : 0));

/** A row per CPU that runs; times in clock ticks (USER_HZ, hundredths of a second nearly everywhere). */
export const cpuTime = table({
  name: 'cpu_time',
  description: 'What each CPU spent its time on since boot, in clock ticks',
  rows: 8,
  rowCost: COST.syscall,
  sources: ['/proc/stat'],
  examples: ['SELECT core, user + nice + system AS busy, idle FROM cpu_time', 'SELECT sum(steal) FROM cpu_time'],
  columns: {
    core: integer('Number of the CPU', (cpu) => cpu.core),
    user: ticks(0, 'Ticks in programs'),
    nice: ticks(1, 'Ticks in programs of low priority'),
    system: ticks(2, 'Ticks in the kernel'),
    idle: ticks(3, 'Ticks with nothing to do'),
    iowait: ticks(4, 'Ticks with nothing to do but wait for a device'),
    irq: ticks(5, 'Ticks in interrupt handlers'),
    softirq: ticks(6, 'Ticks in deferred work of interrupts'),
    steal: ticks(7, 'Ticks that the hypervisor gave to other guests'),
    guest: ticks(8, 'Ticks in guests of our own'),
    guest_nice: ticks(9, 'Ticks in guests of low priority'),
  },
  *scan({ host, warn }) {
    yield* readOrWarn<readonly CpuTimes[]>([], warn, () => readKernelStat(host).cpus);
  },
});
