import { COST, tableOf } from '../../catalog/index.js';
import { type MemoryRange, readMemoryRanges, readOrWarn } from '../../host/index.js';

const { table, text } = tableOf<MemoryRange>();

export const memoryMap = table({
  name: 'memory_map',
  description: 'What ranges of physical addresses are for; ranges within others have rows of their own',
  rows: 100,
  rowCost: COST.syscall,
  sources: ['/proc/iomem'],
  privileges: 'root for addresses; others see zeros',
  examples: [
    'SELECT start, "end" FROM memory_map WHERE name = \'System RAM\'',
    'SELECT name, count(*) AS ranges FROM memory_map GROUP BY name ORDER BY ranges DESC',
  ],
  columns: {
    name: text('Who or what the range belongs to', (range) => range.name),
    start: text('First address, hexadecimal; zero for whoever may not know', (range) => range.start),
    end: text('Last address, hexadecimal', (range) => range.end),
  },
  *scan({ host, warn }) {
    yield* readOrWarn([], warn, () => readMemoryRanges(host));
  },
});
