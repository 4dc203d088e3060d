import { Catalog } from '../src/catalog/index.js';
import type { Row } from '../src/core/index.js';
import { type Engine, openEngine } from '../src/engine.js';
import { Host } from '../src/host/index.js';
import { linuxTables } from '../src/tables/index.js';
import { clock } from './clock.js';
import { recordFigure, type Spread } from './record.js';

/** Something to time; what it returns is checked before anything is timed. */
export type Contender = () => unknown;

/** The engine over this host's tables, as the program opens it. */
export const openLive = (host = new Host()): Engine => openEngine({ catalog: new Catalog(linuxTables), host });

/** All rows of one statement, prepared and run. */
export async function rowsOf(engine: Engine, sql: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const statement of engine.prepare(sql)) for await (const batch of statement.run()) rows.push(...batch);
  return rows;
}

/**
 * Median milliseconds of each contender, in their order. They take turns, each round in the reverse order of the one
 * before, so that what else the machine does hits them all alike.
 */
export async function takeTurns(rounds: number, contenders: readonly Contender[], now = clock): Promise<Timing> {
  const times = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    const order = [...contenders.keys()];
    for (const index of round % 2 === 0 ? order : order.reverse()) {
      const startMs = now();
      await contenders[index]?.();
      times[index]?.push(now() - startMs);
    }
  }
  return new Timing(times);
}

/** Milliseconds by contender and round. */
export class Timing {
  constructor(readonly times: readonly (readonly number[])[]) {}

  medianMs(index: number): number {
    return median(this.times[index] ?? []);
  }

  /** How many times as long the one takes as the other: the median over rounds, where both met the same machine. */
  ratio(index: number, to: number): number {
    const other = this.times[to] ?? [];
    return median((this.times[index] ?? []).map((ms, round) => ms / (other[round] ?? Number.NaN)));
  }
}

export const median = (values: readonly number[]): number => spreadOf(values).median;

/** The median and the quartiles; between two values, a point on the line from one to the other. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number): number => {
    const place = part * (sorted.length - 1);
    const below = sorted[Math.floor(place)] ?? Number.NaN;
    return below + ((sorted[Math.ceil(place)] ?? Number.NaN) - below) * (place % 1);
  };
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

export const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

/** Prints a figure; with a verdict where there is a target, and a failing exit code where it is missed. */
export function report(what: string, figure: string, isMet?: boolean): void {
  const verdict = isMet === undefined ? '' : isMet ? '  ok' : '  MISSED';
  console.log(`  ${what.padEnd(64)} ${figure.padStart(16)}${verdict}`);
  recordFigure({ what, figure, ...(isMet !== undefined && { isMet }) });
  if (isMet === false) process.exitCode = 1;
}

/** A bench that measures the wrong answer measures nothing. */
export function check(isRight: boolean, what: string): void {
  if (!isRight) throw new Error(`wrong answer: ${what}`);
}
