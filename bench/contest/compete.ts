import type { Dataset } from '../data/index.js';
import { geometricMean, report, spreadOf } from '../measure.js';
import { type Cell, type Line, recordBoard } from '../record.js';
import { type Answer, isSameAnswer } from './answer.js';
import { Contender } from './contender.js';
import { printHead, printLine, printNotes, progress } from './print.js';

export interface Contest {
  readonly title: string;
  readonly dataset: Dataset;
  readonly queries: readonly Query[];
  /** Ours first, then who is to be beaten, then the others. */
  readonly rivals: readonly string[];
  readonly rounds: number;
  /** For the answer of a rival that is only shown. */
  readonly limitMs: number;
  readonly targets: Targets;
}

export interface Query {
  readonly name: string;
  readonly sql: string;
  /** Whether its ORDER BY leaves no choice. */
  readonly isOrdered?: boolean;
}

export interface Targets {
  /** Geometric means, by rival. */
  readonly means: Readonly<Record<string, number>>;
  /** Of no query may we be slower than this rival's time divided by it. */
  readonly least?: number;
  /** Peak memory to that of the rival to be beaten. */
  readonly memory?: number;
}

/** Ours and the one to be beaten always get the time they need. */
const PATIENCE_MS = 120_000;
/** A rival that is only shown is asked once where it takes that long. */
const SLOW_MS = 1000;
const SHOWN_ROUNDS = 3;
const WARM_MS = 300;

interface Asked {
  readonly contender: Contender;
  readonly times: number[];
  readonly answer?: Answer;
  readonly peakMiB?: number;
  readonly failure?: string;
}

/** Engines in processes of their own answer each query, and where the answers are equal take turns in being timed. */
export async function compete(contest: Contest): Promise<void> {
  const contenders = await openAll(contest);
  try {
    if (contenders[0]?.name !== contest.rivals[0] || contenders[1]?.name !== contest.rivals[1]) {
      report(`${contest.title}: nothing to compare without ${contest.rivals.slice(0, 2).join(' and ')}`, '', false);
      return;
    }
    printHead(contest.title, contenders, contest.queries);
    const lines: Line[] = [];
    for (const [i, query] of contest.queries.entries()) {
      progress(`${contest.title}: ${i + 1} of ${contest.queries.length}, ${query.name}`);
      const line = lineOf(contest, query, await race(contest, query, contenders));
      lines.push(line);
      printLine(line, contenders);
    }
    conclude(contest, contenders, lines);
  } finally {
    for (const contender of contenders) contender.close();
  }
}

/** Those that could be loaded; they are loaded two at a time. */
async function openAll({ rivals, dataset }: Contest): Promise<Contender[]> {
  const all = rivals.map((name) => new Contender(name, dataset));
  const waiting = [...all];
  const openNext = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      progress(`loading ${next.name}`);
      const failure = await next.open();
      if (failure !== undefined) console.log(`  skipped: ${next.name}: ${failure}`);
    }
  };
  await Promise.all([openNext(), openNext()]);
  return all.filter(({ opened }) => opened);
}

async function race(contest: Contest, query: Query, contenders: readonly Contender[]): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const contender of contenders) asked.push(await answer(contest, query, contender));
  for (const one of asked)
    if (one.failure === undefined && isMain(contest, one.contender)) await warmUp(one, query.sql);
  for (let round = 0; round < contest.rounds; round++) {
    for (const one of round % 2 === 0 ? asked : [...asked].reverse()) {
      if (isToRun(contest, one, round)) await time(one, query.sql);
    }
  }
  return asked;
}

/** A daemon's code is warm. */
async function warmUp({ contender }: Asked, sql: string): Promise<void> {
  const startMs = performance.now();
  do await contender.ask({ kind: 'time', sql }, PATIENCE_MS);
  while (performance.now() - startMs < WARM_MS);
}

const isMain = (contest: Contest, { name }: Contender): boolean => contest.rivals.indexOf(name) < 2;

function isToRun(contest: Contest, one: Asked, round: number): boolean {
  if (one.failure !== undefined) return false;
  if (isMain(contest, one.contender)) return true;
  return round < SHOWN_ROUNDS && !((one.times[0] ?? 0) > SLOW_MS);
}

async function answer(contest: Contest, query: Query, contender: Contender): Promise<Asked> {
  const limitMs = isMain(contest, contender) ? PATIENCE_MS : contest.limitMs;
  const reply = await contender.ask({ kind: 'answer', sql: query.sql, isOrdered: query.isOrdered ?? false }, limitMs);
  if (reply === undefined) return { contender, times: [limitMs], failure: 'too slow' };
  if (reply.kind === 'refused') return { contender, times: [], failure: reply.message };
  if (reply.kind !== 'answered') throw new Error(`an answer of kind ${reply.kind}`);
  const isShown = !isMain(contest, contender) && reply.ms > SLOW_MS;
  return { contender, times: isShown ? [reply.ms] : [], answer: reply.answer, peakMiB: reply.peakMiB };
}

async function time(asked: Asked, sql: string): Promise<void> {
  const reply = await asked.contender.ask({ kind: 'time', sql }, PATIENCE_MS);
  if (reply?.kind === 'timed') asked.times.push(reply.ms);
}

function lineOf(contest: Contest, query: Query, asked: readonly Asked[]): Line {
  const [ours, main] = asked;
  const cells: Record<string, Cell> = {};
  for (const one of asked) cells[one.contender.name] = cellOf(one, ours, main?.answer, query);
  const missed: string[] = [];
  const [mine, other] = [ours, main].map((one) => cells[one?.contender.name ?? '']);
  if (mine?.note !== undefined) missed.push(mine.note);
  if (contest.targets.least && !((other?.ratio ?? 0) >= contest.targets.least)) missed.push('slower');
  const memory = (mine?.peakMiB ?? Number.NaN) / (other?.peakMiB ?? Number.NaN);
  if (contest.targets.memory && memory > contest.targets.memory) missed.push('memory');
  const isJudged = contest.targets.least !== undefined || missed.length > 0;
  return { name: query.name, sql: query.sql, cells, ...(isJudged && { missed }) };
}

function cellOf(one: Asked, ours: Asked | undefined, expected: Answer | undefined, query: Query): Cell {
  const isWrong = one.answer && expected && !isSameAnswer(one.answer, expected, query.isOrdered ?? false);
  const note = isWrong ? 'another answer' : one.failure;
  const ratio = ratioOf(one, ours);
  return {
    ...(one.times.length > 0 && { ms: spreadOf(one.times) }),
    ...(one.times.length > 0 && ratio !== undefined && { ratio }),
    ...(one.peakMiB !== undefined && { peakMiB: one.peakMiB }),
    ...(note !== undefined && { note }),
  };
}

/** The median over rounds, where both met the same machine; of medians, where one ran fewer. */
function ratioOf(one: Asked, ours: Asked | undefined): number | undefined {
  const mine = ours?.times ?? [];
  if (mine.length === 0) return undefined;
  if (mine.length !== one.times.length) return spreadOf(one.times).median / spreadOf(mine).median;
  return spreadOf(one.times.map((ms, round) => ms / (mine[round] ?? Number.NaN))).median;
}

/** What counts for a mean: right answers, and at least the limit where it passed. */
const ratiosOf = (lines: readonly Line[], name: string): number[] =>
  lines.flatMap(({ cells }) => {
    const cell = cells[name];
    return cell?.ratio !== undefined && (cell.note === undefined || cell.note === 'too slow') ? [cell.ratio] : [];
  });

function conclude(contest: Contest, contenders: readonly Contender[], lines: readonly Line[]): void {
  printNotes(lines, contenders);
  const means: Record<string, number> = {};
  for (const { name } of contenders.slice(1)) {
    const ratios = ratiosOf(lines, name);
    if (ratios.length === 0) continue;
    const mean = geometricMean(ratios);
    means[name] = mean;
    const target = contest.targets.means[name];
    const ahead = ratios.filter((ratio) => ratio >= 1).length;
    report(
      `${contest.title}: ${name}, geometric mean; ahead in ${ahead} of ${ratios.length}`,
      `${mean.toFixed(2)}x`,
      target === undefined ? undefined : mean >= target,
    );
  }
  if (lines.some(({ missed }) => missed && missed.length > 0)) process.exitCode = 1;
  recordBoard({
    title: contest.title,
    contenders: contenders.map(({ name, opened }) => ({
      name,
      version: opened?.version ?? '',
      loadMs: opened?.ms ?? Number.NaN,
      residentMiB: opened?.residentMiB ?? Number.NaN,
    })),
    lines,
    means,
  });
}
