import { COST, type SelfFacts, tableOf } from '../../catalog/index.js';
import {
  type CpuInfo,
  canonicalName,
  type DmiField,
  type Host,
  hostUuid,
  readCpuInfo,
  readDmi,
  readHosts,
  readMemoryInfo,
  readOnlineCpus,
  readOr,
} from '../../host/index.js';

const NO_CPU_INFO: CpuInfo = { logical: 0, cores: null, sockets: null, modelName: null, model: null, microcode: null };

/** The machine: each source is read once, when a column first needs it. */
class Machine {
  readonly #dmi = new Map<DmiField, string | null>();
  #cpu: CpuInfo | undefined;
  #canonicalName: string | undefined;

  constructor(
    readonly host: Host,
    readonly self: SelfFacts | undefined,
  ) {}

  get cpu(): CpuInfo {
    this.#cpu ??= readOr(NO_CPU_INFO, () => readCpuInfo(this.host));
    return this.#cpu;
  }

  get logicalCores(): number {
    return readOr(null, () => readOnlineCpus(this.host)) ?? (this.cpu.logical || -1);
  }

  get physicalCores(): number {
    return this.cpu.cores ?? this.logicalCores;
  }

  get canonicalName(): string {
    const { hostname } = this.host.facts;
    this.#canonicalName ??= canonicalName(
      readOr([], () => readHosts(this.host)),
      hostname,
    );
    return this.#canonicalName;
  }

  get memoryBytes(): number | bigint | null {
    return readOr(null, () => readMemoryInfo(this.host).get('MemTotal') ?? null);
  }

  dmi(field: DmiField): string | null {
    const known = this.#dmi.get(field);
    if (known !== undefined) return known;
    const value = readDmi(this.host, field);
    this.#dmi.set(field, value);
    return value;
  }

  /** Lenovo writes the model's name where others write its version, and the other way round. */
  get isLenovo(): boolean {
    return this.dmi('sys_vendor')?.toLowerCase() === 'lenovo';
  }
}

const { table, integer, bigint, text } = tableOf<Machine>();

const fromFile = { cost: COST.file } as const;
const fromCpuInfo = { cost: 10 * COST.file, group: 'cpuinfo' } as const; // the kernel asks every CPU for its frequency
const fromHosts = { cost: COST.file, group: 'hosts' } as const;
const dmi = (field: DmiField, description: string) => text(description, (machine) => machine.dmi(field), fromFile);

/** One row. Firmware's serial numbers and its uuid are root's alone, and null for others. */
export const systemInfo = table({
  name: 'system_info',
  description: 'The machine: its names, processors, memory and maker',
  rows: 1,
  sources: ['/proc/cpuinfo', '/proc/meminfo', '/sys/class/dmi/id', '/etc/machine-id', 'gethostname(2)'],
  privileges: "root for serial numbers and the hardware's uuid",
  examples: [
    'SELECT hostname, cpu_brand, physical_memory FROM system_info',
    'SELECT uuid, hardware_vendor, hardware_model, hardware_serial FROM system_info',
  ],
  columns: {
    hostname: text('Full name of the host, by /etc/hosts', (machine) => machine.canonicalName, fromHosts),
    uuid: text(
      "Id of the machine: the hardware's, else one kept or made for it",
      ({ host, self }) => hostUuid(host, self?.storedUuid),
      { ...fromFile, collation: 'nocase' },
    ),
    cpu_type: text('Architecture, such as x86_64', ({ host }) => host.facts.uname.machine),
    cpu_subtype: text("Number of the CPU's model within its family", ({ cpu }) => cpu.model ?? '0', fromCpuInfo),
    cpu_brand: text(
      'Name of the CPU, such as "AMD EPYC 7763 64-Core Processor"',
      ({ cpu }) => cpu.modelName,
      fromCpuInfo,
    ),
    cpu_physical_cores: integer(
      'Cores, a core with several threads counted once',
      (machine) => machine.physicalCores,
      fromCpuInfo,
    ),
    cpu_logical_cores: integer('CPUs that run, as the kernel counts them', (machine) => machine.logicalCores, fromFile),
    cpu_sockets: integer('Processor packages', ({ cpu }) => cpu.sockets, fromCpuInfo),
    cpu_microcode: text('Revision of the microcode, such as 0xde', ({ cpu }) => cpu.microcode, fromCpuInfo),
    physical_memory: bigint('Memory the kernel can use, in bytes', (machine) => machine.memoryBytes, fromFile),
    hardware_vendor: dmi('sys_vendor', 'Maker of the machine'),
    hardware_model: text(
      'Its model',
      (machine) => machine.dmi(machine.isLenovo ? 'product_version' : 'product_name'),
      fromFile,
    ),
    hardware_version: text(
      "Its model's version",
      (machine) => machine.dmi(machine.isLenovo ? 'product_name' : 'product_version'),
      fromFile,
    ),
    hardware_serial: dmi('product_serial', 'Its serial number'),
    board_vendor: dmi('board_vendor', 'Maker of the board'),
    board_model: dmi('board_name', "The board's model"),
    board_version: dmi('board_version', "The board's version"),
    board_serial: dmi('board_serial', "The board's serial number"),
    computer_name: text('Name of the host, as it was set', ({ host }) => host.facts.hostname),
    local_hostname: text('Full name of the host, by /etc/hosts', (machine) => machine.canonicalName, fromHosts),
    emulated_cpu_type: text('Architecture that is emulated, on Windows only', () => null, { hidden: true }),
  },
  *scan({ host, self }) {
    yield new Machine(host, self);
  },
});
