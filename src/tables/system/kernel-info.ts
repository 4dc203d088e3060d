import { COST, tableOf } from '../../catalog/index.js';
import {
  type Host,
  type KernelCommandLine,
  readKernelCommandLine,
  readKernelVersion,
  readOr,
} from '../../host/index.js';

/** The running kernel; its command line is read once. */
class Kernel {
  #commandLine: KernelCommandLine | undefined;
  constructor(readonly host: Host) {}

  get commandLine(): KernelCommandLine {
    this.#commandLine ??= readOr({ image: null, root: null, rest: null }, () => readKernelCommandLine(this.host));
    return this.#commandLine;
  }
}

const { table, text } = tableOf<Kernel>();
const fromCommandLine = { cost: COST.file, group: 'cmdline' } as const;

/** One row. */
export const kernelInfo = table({
  name: 'kernel_info',
  description: 'The running kernel and how it was started',
  rows: 1,
  sources: ['/proc/version', '/proc/cmdline', 'uname(2)'],
  examples: [
    'SELECT version, path FROM kernel_info',
    "SELECT * FROM kernel_info WHERE arguments LIKE '%mitigations=off%'",
  ],
  columns: {
    version: text(
      'Release of the kernel, such as 6.1.0-18-amd64',
      ({ host }) => readOr(null, () => readKernelVersion(host)),
      {
        cost: COST.file,
        collation: 'version',
      },
    ),
    arguments: text(
      'Its command line but for BOOT_IMAGE and root',
      (kernel) => kernel.commandLine.rest,
      fromCommandLine,
    ),
    path: text(
      'Its image, as the boot loader names it (BOOT_IMAGE)',
      (kernel) => kernel.commandLine.image,
      fromCommandLine,
    ),
    device: text('Device of the root file system (root)', (kernel) => kernel.commandLine.root, fromCommandLine),
  },
  *scan({ host }) {
    yield new Kernel(host);
  },
});
