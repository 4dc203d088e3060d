import type { BenchResult, Compared, Measured, Outcome } from '../../benchmark/index.js';
import { visible } from '../text.js';
import { colours, duration, type TableColumn, tableText, wrapped } from './table.js';

const COLUMNS: readonly TableColumn[] = [
  { name: 'plan', align: 'left' },
  { name: 'median', align: 'right' },
  { name: 'spread', align: 'right' },
  { name: 'ratio', align: 'right' },
  { name: 'gathered', align: 'right' },
  { name: 'files', align: 'right' },
  { name: 'syscalls', align: 'right' },
];
const WIDTH = 79;
const RATIO = 3;

/** Below it another plan is faster than the chosen one, beyond what chance explains. */
const FASTER = 0.9;

export const isWrong = ({ variants }: BenchResult): boolean =>
  variants.some((one) => one.kind === 'measured' && one.compared === 'different');

/** Tables for people. */
export function benchText(result: BenchResult, showsPlans: boolean, isColoured: boolean): string {
  const { chosen, variants } = result;
  const measured = [chosen, ...variants.filter((one) => one.kind === 'measured')];
  const { bold, red } = colours(isColoured);
  const table = tableText(COLUMNS, measured.map(cells), WIDTH, (text, row, column) => {
    const one = measured[row];
    if (row < 1 || !one) return row === 0 ? bold(text) : text;
    return column === RATIO && one.ratio >= 2 ? red(text) : text;
  });
  const runs = new Set(measured.map((one) => one.runs));
  return [
    showsPlans ? measured.map(planText).join('\n') : `${visiblePlan(chosen.plan)}\n`,
    table,
    [
      `${chosen.rows} row${chosen.rows === 1 ? '' : 's'}; median of ${[...runs].join(' or ')} runs, spread is half the distance between quartiles\n`,
      ...remarks(result).map((remark) => `${wrapped(remark, WIDTH, '  ')}\n`),
    ].join(''),
  ].join('\n');
}

const visiblePlan = (plan: string): string => plan.split('\n').map(visible).join('\n');
const planText = ({ name, plan }: Measured): string => `${name}:\n${visiblePlan(plan).replaceAll(/^/gm, '  ')}\n`;

const cells = (one: Measured): string[] => [
  one.name,
  duration(one.ms),
  `±${((100 * one.spreadMs) / one.ms).toFixed(0)} %`,
  `${one.ratio.toFixed(2)}x`,
  String(one.rowsGathered),
  String(one.filesOpened),
  String(one.syscalls),
];

function remarks({ chosen, variants }: BenchResult): string[] {
  const measured = variants.filter((one) => one.kind === 'measured');
  const faster = measured.filter(({ ratio, ms, spreadMs }) => ratio < FASTER && ms + spreadMs < chosen.ms);
  return [
    ...NOTES.flatMap(([compared, note]) => {
      const names = measured.filter((one) => one.compared === compared).map(({ name }) => name);
      return names.length > 0 ? [`${note}: ${names.join('; ')}`] : [];
    }),
    ...(faster.length > 0 ? [`faster than the chosen plan: ${faster.map(({ name }) => name).join('; ')}`] : []),
    ...variants.flatMap((one) => remark(one) ?? []),
    ...sameAs(variants),
  ];
}

const NOTES: readonly (readonly [Compared, string])[] = [
  ['different', 'OTHER ROWS than the chosen plan gives'],
  ['unsteady', 'rows differ from run to run, so they were not compared'],
  ['open', 'other rows, which this query leaves open'],
];

function remark(one: Outcome): string | undefined {
  switch (one.kind) {
    case 'infeasible':
      return `not possible: ${one.name}: ${visible(one.reason)}`;
    case 'stopped':
      return `stopped after ${duration(one.afterMs)}: ${one.name}`;
    case 'failed':
      return `failed: ${one.name}: ${visible(one.reason)}`;
    case 'measured':
    case 'same':
      return undefined;
  }
}

function sameAs(variants: readonly Outcome[]): string[] {
  const names = new Map<string, string[]>();
  for (const one of variants) {
    if (one.kind === 'same') names.set(one.as, [...(names.get(one.as) ?? []), one.name]);
  }
  return [...names].map(
    ([as, same]) => `the same as ${as === 'chosen plan' ? 'the chosen plan' : `"${as}"`}: ${same.join('; ')}`,
  );
}

/** For programs. */
export function benchJson(sql: string, { chosen, variants }: BenchResult): string {
  return `${JSON.stringify({ sql, chosen: outcomeJson(chosen), variants: variants.map(outcomeJson) }, undefined, 2)}\n`;
}

function outcomeJson(one: Outcome): object {
  if (one.kind === 'stopped') return { ...one, afterMs: rounded(one.afterMs) };
  if (one.kind !== 'measured') return one;
  const { filesOpened, bytesRead, ...rest } = one;
  const times = {
    ms: rounded(one.ms),
    spreadMs: rounded(one.spreadMs),
    cpuMs: rounded(one.cpuMs),
    ratio: rounded(one.ratio),
  };
  return { ...rest, ...times, files: filesOpened, bytes: bytesRead };
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
