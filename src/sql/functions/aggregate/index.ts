import type { AggregateSpec } from '../spec.js';
import { avg } from './avg.js';
import { count } from './count.js';
import { groupConcat } from './group-concat.js';
import { max } from './max.js';
import { min } from './min.js';
import { stringAgg } from './string-agg.js';
import { sum } from './sum.js';
import { total } from './total.js';

export const AGGREGATES: readonly AggregateSpec[] = [avg, count, groupConcat, max, min, stringAgg, sum, total];
