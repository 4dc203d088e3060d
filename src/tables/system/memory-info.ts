import { COST, tableOf } from '../../catalog/index.js';
import { type MemoryInfo, readMemoryInfo, readOr } from '../../host/index.js';

const { table, bigint } = tableOf<MemoryInfo>();
const size = (name: string, description: string) => bigint(description, (memory) => memory.get(name));

/** One row; sizes in bytes. */
export const memoryInfo = table({
  name: 'memory_info',
  description: 'Main memory and swap space, in bytes',
  rows: 1,
  rowCost: COST.file,
  sources: ['/proc/meminfo'],
  examples: [
    'SELECT memory_available * 100 / memory_total AS percent_available FROM memory_info',
    'SELECT swap_total - swap_free AS swap_used FROM memory_info',
  ],
  columns: {
    memory_total: size('MemTotal', 'Memory the kernel can use'),
    memory_free: size('MemFree', 'Memory nobody uses'),
    memory_available: size('MemAvailable', 'Memory a new program can have before the system swaps'),
    buffers: size('Buffers', 'Blocks of devices kept in memory'),
    cached: size('Cached', 'Content of files kept in memory'),
    swap_cached: size('SwapCached', 'Memory that is in the swap space too'),
    active: size('Active', 'Memory used lately'),
    inactive: size('Inactive', 'Memory not used lately'),
    swap_total: size('SwapTotal', 'Swap space'),
    swap_free: size('SwapFree', 'Swap space nobody uses'),
  },
  *scan({ host }) {
    yield readOr<MemoryInfo>(new Map(), () => readMemoryInfo(host));
  },
});
