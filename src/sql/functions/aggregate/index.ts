import type { AggregateSpec } from '../spec.js';
import { avg } from './avg.js';
import { carve } from './carve.js';
import { count } from './count.js';
import { groupConcat } from './group-concat.js';
import { max } from './max.js';
import { median } from './median.js';
import { min } from './min.js';
import { percentile } from './percentile.js';
import { percentileCont } from './percentile-cont.js';
import { percentileDisc } from './percentile-disc.js';
import { stringAgg } from './string-agg.js';
import { sum } from './sum.js';
import { total } from './total.js';

export const AGGREGATES: readonly AggregateSpec[] = [
  avg,
  carve,
  count,
  groupConcat,
  max,
  median,
  min,
  percentileCont,
  percentileDisc,
  percentile,
  stringAgg,
  sum,
  total,
];
