import { Cron } from 'croner';
import type { Budget, ScheduledQuery } from './config.js';
import { pathTo, type Report } from './report.js';
import type { Node } from './text/index.js';

type OwnKeys = Pick<ScheduledQuery, 'description' | 'cron' | 'at' | 'timeout' | 'budget' | 'key' | 'decorations'> & {
  readonly emit?: ScheduledQuery['emit'];
};

const MAX_SECONDS = 604_800;
const EMITS: readonly ScheduledQuery['emit'][] = ['always', 'on_change', 'non_empty'];
const TIME_OF_DAY = /^([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;

/** What a reader says of a value that is not what it should be. */
class Unfit extends Error {
  override readonly name = 'Unfit';
  constructor(
    message: string,
    readonly node: Node,
    readonly below = '',
  ) {
    super(message);
  }
}

const READERS: Readonly<Record<keyof OwnKeys, (node: Node) => unknown>> = {
  description: readText,
  cron: readCron,
  at: readTimes,
  timeout: (node) => readNumber(node, MAX_SECONDS),
  budget: readBudget,
  emit: readEmit,
  key: readColumns,
  decorations: readPairs,
};

/** The keys of a query that osquery has not; undefined where one is wrong, which disables the query. */
export function ownKeys(fields: ReadonlyMap<string, Node>, path: string, report: Report): OwnKeys | undefined {
  const read: Record<string, unknown> = {};
  let isSound = true;
  for (const [key, reader] of Object.entries(READERS)) {
    const node = fields.get(key);
    if (node === undefined) continue;
    try {
      read[key] = reader(node);
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      report.error(`${key} ${error.message}; the query is disabled`, pathTo(path, key) + error.below, error.node.at);
      isSound = false;
    }
  }
  const both = fields.get('at');
  if (both !== undefined && fields.has('cron')) {
    report.error('at and cron cannot stand together; the query is disabled', pathTo(path, 'at'), both.at);
    isSound = false;
  }
  // Each reader gives the type of its key.
  return isSound ? (read as OwnKeys) : undefined;
}

function readText(node: Node): string {
  if (node.kind !== 'text') throw new Unfit('must be a text', node);
  return node.value;
}

function readCron(node: Node): string {
  const line = readText(node).trim();
  if (line.split(/\s+/).length !== 5) throw new Unfit('must have five fields: minute hour day month weekday', node);
  try {
    if (new Cron(line, { paused: true }).nextRun() === null) throw new Unfit('never comes', node);
  } catch (error) {
    if (error instanceof Unfit || !(error instanceof Error)) throw error;
    throw new Unfit(`is no line of cron: ${error.message}`, node);
  }
  return line;
}

function readTimes(node: Node): readonly string[] {
  const times = readTexts(node);
  const wrong = times.find((time) => !TIME_OF_DAY.test(time));
  if (wrong !== undefined) throw new Unfit(`must be times of day such as "06:30", not "${wrong}"`, node);
  return times;
}

function readTexts(node: Node): readonly string[] {
  if (node.kind === 'text' && node.value !== '') return [node.value];
  const items = node.kind === 'array' ? node.items : [];
  if (items.length === 0) throw new Unfit('must be a text or an array of texts', node);
  return items.map((item) => {
    if (item.kind !== 'text' || item.value === '') throw new Unfit('must hold texts only', item);
    return item.value;
  });
}

function readColumns(node: Node): readonly string[] {
  const columns = readTexts(node);
  if (new Set(columns).size < columns.length) throw new Unfit('names a column twice', node);
  return columns;
}

function readEmit(node: Node): ScheduledQuery['emit'] {
  const word = readText(node);
  const emit = EMITS.find((known) => known === word);
  if (emit === undefined) throw new Unfit(`must be one of ${EMITS.join(', ')}`, node);
  return emit;
}

function readNumber(node: Node, most: number, below = ''): number {
  const value = node.kind === 'number' ? Number(node.raw) : Number.NaN;
  if (!(value > 0 && value <= most)) throw new Unfit(`must be a number above 0, at most ${most}`, node, below);
  return value;
}

const BUDGET: ReadonlyMap<string, keyof Budget> = new Map([
  ['cpu_ms', 'cpuMs'],
  ['rows', 'rows'],
  ['bytes', 'bytes'],
]);

function readBudget(node: Node): Budget {
  if (node.kind !== 'object') throw new Unfit('must be an object', node);
  const budget: { -readonly [Key in keyof Budget]: number } = {};
  for (const { key, value } of node.members) {
    const name = BUDGET.get(key);
    if (name === undefined) throw new Unfit(`has no "${key}", only ${[...BUDGET.keys()].join(', ')}`, value, `/${key}`);
    budget[name] = readNumber(value, Number.MAX_SAFE_INTEGER, `/${key}`);
  }
  return budget;
}

function readPairs(node: Node): Readonly<Record<string, string>> {
  if (node.kind !== 'object') throw new Unfit('must be an object', node);
  const pairs = node.members.map(({ key, value }): [string, string] => {
    if (value.kind === 'text') return [key, value.value];
    if (value.kind === 'boolean') return [key, String(value.value)];
    if (value.kind === 'number') return [key, value.raw];
    throw new Unfit('must hold texts only', value);
  });
  return Object.fromEntries(pairs);
}
