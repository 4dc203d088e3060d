import { INT64_MAX, INT64_MIN, integer, isNumeric, toFloat, toInteger, type Value } from '../../../core/index.js';
import { type Bounds, columnsOf, type TableFunctionSpec } from './spec.js';

interface Term {
  readonly value: number | bigint;
  readonly series: Series;
}
interface Series {
  readonly start: bigint;
  readonly stop: bigint;
  readonly step: bigint;
}

/** SQLite's extension of that name, as of 3.41: a negative step counts down from start to stop. */
export const generateSeries: TableFunctionSpec = {
  name: 'generate_series',
  description: 'Whole numbers from start to stop, by step; to 4294967295 where no stop is given.',
  columns: columnsOf<Term>({
    value: { description: 'The number', type: 'integer', read: (term) => term.value },
    start: {
      description: 'The first number',
      hidden: true,
      type: 'integer',
      read: ({ series }) => integer(series.start),
    },
    stop: {
      description: 'No number is beyond',
      hidden: true,
      type: 'integer',
      read: ({ series }) => integer(series.stop),
    },
    step: {
      description: 'From one to the next',
      hidden: true,
      type: 'integer',
      read: ({ series }) => integer(series.step),
    },
    rowid: {
      description: 'Number of the row, from 1',
      hidden: true,
      isRowid: true,
      type: 'integer',
      read: ({ value, series: { start, step } }) => integer((BigInt(value) - start) / step + 1n),
    },
  }),
  args: ['start', 'stop', 'step'],
  missing: 'first argument to "generate_series()" missing or unusable',
  rows: 1000,
  bounded: 'value',
  examples: [
    ['(SELECT group_concat(value) FROM generate_series(1, 10, 3))', '1,4,7,10'],
    ['(SELECT group_concat(value) FROM generate_series(5, 1, -2))', '5,3,1'],
    ['(SELECT count(*) FROM generate_series(5, 1))', 0],
    ['(SELECT max(value) FROM (SELECT value FROM generate_series(7) LIMIT 3))', 9],
  ],
  open(args, bounds) {
    const [start, stop, step] = args.map((arg) => (arg === undefined || arg === null ? arg : BigInt(toInteger(arg))));
    if (start === undefined || start === null || stop === null || step === null) return [];
    const series = { start, stop: stop ?? 4294967295n, step: step || 1n };
    return terms(series, within(series, bounds));
  },
};

/** The part of a series that may be within the bounds. */
function within({ start, stop, step }: Series, bounds: Bounds): Series {
  const min = lower(bounds.min);
  const max = upper(bounds.max);
  const [near, far] = step > 0n ? [min, max] : [max, min];
  const isPast = (a: bigint, b: bigint): boolean => (step > 0n ? a > b : a < b);
  let first = start;
  if (near !== undefined && isPast(near, start))
    first += ((near - start + step - (step > 0n ? 1n : -1n)) / step) * step;
  return { start: first, stop: far !== undefined && isPast(stop, far) ? far : stop, step };
}

const lower = (value: Value | undefined): bigint | undefined => bound(value, Math.ceil);
const upper = (value: Value | undefined): bigint | undefined => bound(value, Math.floor);

/** Only numbers bound numbers. */
function bound(value: Value | undefined, round: (value: number) => number): bigint | undefined {
  if (value === undefined || !isNumeric(value)) return undefined;
  if (typeof value === 'bigint') return value;
  const float = toFloat(value);
  if (!Number.isFinite(float)) return float > 0 ? INT64_MAX + 1n : INT64_MIN - 1n;
  return BigInt(round(float));
}

function* terms(series: Series, { start, stop, step }: Series): Generator<Term> {
  if (isSafe(start) && isSafe(stop) && isSafe(stop + step)) {
    const [from, to, by] = [Number(start), Number(stop), Number(step)];
    for (let value = from; by > 0 ? value <= to : value >= to; value += by) yield { value, series };
    return;
  }
  for (let value = start; step > 0n ? value <= stop : value >= stop; value += step)
    yield { value: integer(value), series };
}

const isSafe = (value: bigint): boolean => value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
