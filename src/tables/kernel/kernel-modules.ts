import { COST, tableOf } from '../../catalog/index.js';
import { type KernelModule, readKernelModules, readOrWarn } from '../../host/index.js';

const { table, bigint, text } = tableOf<KernelModule>();

export const kernelModules = table({
  name: 'kernel_modules',
  description: 'Modules loaded into the kernel; what is built in is not listed',
  rows: 100,
  rowCost: COST.syscall,
  sources: ['/proc/modules'],
  privileges: 'root for addresses',
  examples: [
    "SELECT name, used_by FROM kernel_modules WHERE status = 'Live' ORDER BY size DESC LIMIT 10",
    "SELECT * FROM kernel_modules WHERE name IN ('usb_storage', 'firewire_core')",
  ],
  columns: {
    name: text('Name, with underscores', (module) => module.name, { key: { unique: true } }),
    size: bigint('Memory it takes, in bytes', (module) => module.size),
    used_by: text('Modules that depend on it, separated by commas; - for none', (module) => module.usedBy),
    status: text('Live, Loading or Unloading', (module) => module.status),
    address: text('Where it is loaded, hexadecimal; zeros for whoever may not know', (module) => module.address),
  },
  *scan({ host, lookup, warn }) {
    const wanted = lookup.name?.values && new Set(lookup.name.values);
    for (const module of readOrWarn([], warn, () => readKernelModules(host)))
      if (!wanted || wanted.has(module.name)) yield module;
  },
});
