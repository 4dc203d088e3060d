import { tableOf } from '../../catalog/index.js';
import { readMdStat, readOrWarn } from '../../host/index.js';

const { table, text } = tableOf<string>();

export const mdPersonalities = table({
  name: 'md_personalities',
  description: 'Levels of software RAID that the kernel has code for',
  rows: 2,
  sources: ['/proc/mdstat'],
  examples: [
    'SELECT name FROM md_personalities',
    "SELECT count(*) AS levels FROM md_personalities WHERE name LIKE 'raid%'",
  ],
  columns: { name: text('Level, such as raid1', (name) => name) },
  *scan({ host, warn }) {
    yield* readOrWarn([], warn, () => readMdStat(host).personalities);
  },
});
