import { BADGES, type Badge, type CorpusResult, type Costed, type CostedQuery } from '../../benchmark/index.js';
import { fit, visible } from '../text.js';
import { colours, oneLine, type TableColumn, tableText } from './table.js';

const COLUMNS: readonly TableColumn[] = [
  { name: 'cost', align: 'left' },
  { name: 'CPU ms', align: 'right' },
  { name: 'ms', align: 'right' },
  { name: 'rows', align: 'right' },
  { name: 'files', align: 'right' },
  { name: 'syscalls', align: 'right' },
  { name: 'every', align: 'right' },
  { name: '% core', align: 'right' },
  { name: 'query', align: 'left' },
];
const HOUR_SECONDS = 3600;

/** Tables for people. */
export function corpusText(result: CorpusResult, width: number, isColoured: boolean): string {
  const costed = result.queries.filter((one) => one.kind === 'costed');
  const { red, yellow, green } = colours(isColoured);
  const paint: Readonly<Record<Badge, (text: string) => string>> = { heavy: red, noticeable: yellow, cheap: green };
  const table = tableText(COLUMNS, costed.map(cells), width, (text, row, column) => {
    const one = costed[row];
    return column === 0 && one ? paint[one.badge](text) : text;
  });
  return [costed.length > 0 ? `${table}\n` : '', summary(result, costed)].join('');
}

const cells = (one: Costed): string[] => [
  one.badge,
  milliseconds(one.cpuMs),
  milliseconds(one.ms),
  String(one.rows),
  String(one.filesOpened),
  String(one.syscalls),
  `${one.intervalSeconds} s${one.isIntervalAssumed ? '?' : ''}`,
  percent(one.schedule.corePercent),
  oneLine(isNamedByLine(one.name) ? `${one.name}: ${one.sql}` : one.name),
];

const isNamedByLine = (name: string): boolean => /^line \d+$/.test(name);

function summary({ queries, schedule }: CorpusResult, costed: readonly Costed[]): string {
  const assumed = costed.filter(({ isIntervalAssumed }) => isIntervalAssumed);
  const counts = BADGES.map(({ badge }) => `${costed.filter((one) => one.badge === badge).length} ${badge}`);
  const [heavy, noticeable] = BADGES;
  return [
    `${counts.join(', ')} (noticeable from ${noticeable?.fromCpuMs} ms of CPU a run, heavy from ${heavy?.fromCpuMs})`,
    costed.length > 0 &&
      `a daemon that runs them takes ${seconds(schedule.cpuMsPerHour)} of CPU an hour, ${seconds(schedule.cpuMsPerDay)} a day: ${percent(schedule.corePercent)} % of a core`,
    assumed.length > 0 &&
      `intervals ${assumed.length === costed.length ? '' : 'with ? '}are assumed: ${assumed[0]?.intervalSeconds === HOUR_SECONDS ? 'an hour' : `${assumed[0]?.intervalSeconds} s`} (--interval)`,
    ...queries.flatMap((one) => remark(one) ?? []),
  ]
    .filter((line) => line !== false)
    .map((line) => `${line}\n`)
    .join('');
}

function remark(one: CostedQuery): string | undefined {
  switch (one.kind) {
    case 'costed':
      return undefined;
    case 'failed':
      return `failed: ${visible(one.name)}: ${visible(one.error.message)}`;
    case 'skipped':
      return `skipped: ${visible(one.name)}: ${visible(one.reason)}`;
    case 'set-up':
      return `run once, not measured: ${fit(oneLine(`${one.name}: ${one.sql}`), 60)}`;
  }
}

const milliseconds = (ms: number): string => ms.toFixed(ms < 10 ? 2 : ms < 100 ? 1 : 0);
const percent = (value: number): string => value.toFixed(value < 0.1 ? 4 : 2);
const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 0)} s`;

/** For programs. */
export function corpusJson({ queries, schedule }: CorpusResult, errors: readonly string[]): string {
  const json = { queries: queries.map(queryJson), schedule: scheduleJson(schedule), thresholds: thresholds(), errors };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

const thresholds = () => Object.fromEntries(BADGES.map(({ badge, fromCpuMs }) => [badge, fromCpuMs]));

function queryJson(one: CostedQuery): object {
  if (one.kind === 'failed') {
    const { code, message, hint } = one.error;
    return { ...one, error: { code, message, ...(hint !== undefined && { hint }) } };
  }
  if (one.kind !== 'costed') return one;
  const { filesOpened, bytesRead, schedule, ...rest } = one;
  const times = { cpuMs: rounded(one.cpuMs), cpuSpreadMs: rounded(one.cpuSpreadMs), ms: rounded(one.ms) };
  return { ...rest, ...times, files: filesOpened, bytes: bytesRead, schedule: scheduleJson(schedule) };
}

const scheduleJson = (schedule: CorpusResult['schedule']) => ({
  cpuMsPerHour: rounded(schedule.cpuMsPerHour),
  cpuMsPerDay: rounded(schedule.cpuMsPerDay),
  corePercent: Number(schedule.corePercent.toPrecision(4)),
});

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
