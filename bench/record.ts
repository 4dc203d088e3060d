import { mkdirSync, writeFileSync } from 'node:fs';

/** Milliseconds: the median, and the quartiles around it. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** One number that a bench tells. */
export interface Figure {
  readonly what: string;
  readonly figure: string;
  /** Where there is a target. */
  readonly isMet?: boolean;
}

/** How one engine did at one query. */
export interface Cell {
  readonly ms?: Spread;
  /** How many times as long as ours. */
  readonly ratio?: number;
  readonly peakMiB?: number;
  /** Why there is no time, or what is wrong with the answer. */
  readonly note?: string;
}

export interface Line {
  readonly name: string;
  readonly sql: string;
  readonly cells: Readonly<Record<string, Cell>>;
  /** Targets of this line alone that were missed; undefined where it has none. */
  readonly missed?: readonly string[];
}

/** Engines beside each other, the first of them ours. */
export interface Board {
  readonly title: string;
  readonly contenders: readonly {
    readonly name: string;
    readonly version: string;
    readonly loadMs: number;
    readonly residentMiB: number;
  }[];
  readonly lines: readonly Line[];
  /** Geometric means of the ratios. */
  readonly means: Readonly<Record<string, number>>;
}

export interface Results {
  readonly bench: string;
  readonly figures: readonly Figure[];
  readonly boards: readonly Board[];
}

const figures: Figure[] = [];
const boards: Board[] = [];

export const recordFigure = (figure: Figure): number => figures.push(figure);
export const recordBoard = (board: Board): number => boards.push(board);

/** Where the runner wants results, it names the file. */
const file = process.env['HOSTQL_BENCH_RESULTS'];
const bench = process.env['HOSTQL_BENCH_NAME'] ?? '';
if (file) {
  process.on('exit', () => {
    mkdirSync(new URL('.', `file://${file}`), { recursive: true });
    writeFileSync(file, `${JSON.stringify({ bench, figures, boards } satisfies Results, undefined, 1)}\n`);
  });
}
