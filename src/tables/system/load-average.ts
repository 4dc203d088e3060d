import { COST, tableOf } from '../../catalog/index.js';
import { type LoadAverage, readLoadAverage, readOr } from '../../host/index.js';

interface Load {
  readonly period: string;
  readonly average: number | null;
}

const { table, text } = tableOf<Load>();

/** Three rows: the last 1, 5 and 15 minutes. */
export const loadAverage = table({
  name: 'load_average',
  description: 'Processes that ran or waited to run or for a disk, on average',
  rows: 3,
  rowCost: COST.syscall,
  sources: ['/proc/loadavg'],
  examples: [
    "SELECT average FROM load_average WHERE period = '5m'",
    'SELECT period, CAST(average AS REAL) AS load FROM load_average',
  ],
  columns: {
    period: text('1m, 5m or 15m', (load) => load.period),
    average: text('The average; six decimals, of which the kernel tells two', (load) => load.average?.toFixed(6)),
  },
  *scan({ host }) {
    const [one, five, fifteen] = readOr<LoadAverage>([null, null, null], () => readLoadAverage(host));
    yield { period: '1m', average: one };
    yield { period: '5m', average: five };
    yield { period: '15m', average: fifteen };
  },
});
