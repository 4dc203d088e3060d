import type { EventFeed } from '../catalog/index.js';
import type { Row, Value } from '../core/index.js';

/** A result column. `type` is the declared type (`BIGINT`), or what the expression can only give, or ''. */
export interface ResultColumn {
  readonly name: string;
  readonly type: string;
}

/** How one run of a statement differs from another. */
export interface RunOptions {
  /** Values of parameters by position; see {@link Prepared.parameters} for their names. */
  readonly parameters?: readonly Value[];
  readonly signal?: AbortSignal;
  /** What the tables of events read. Default: nothing is gathered. */
  readonly events?: EventFeed;
  /** Asked amid the work: true stops the run as `signal` does. For work that may go on for long without a turn of the event loop. */
  readonly interrupted?: () => boolean;
  readonly timeoutMs?: number;
  readonly maxRows?: number;
  readonly memoryBytes?: number;
  readonly nowMs?: number;
  /** 'empty': text that a table does not know is '' instead of null, as osquery's tables have it. */
  readonly nullText?: 'null' | 'empty';
  readonly onWarning?: (message: string) => void;
}

/** One statement, ready to run any number of times. */
export interface Prepared {
  /** Empty where the statement gives no rows. */
  readonly columns: readonly ResultColumn[];
  /** Names of parameters by position; '' for a plain `?`. */
  readonly parameters: readonly string[];
  /** Found while preparing; those of a run go to `onWarning`. */
  readonly warnings: readonly string[];
  /** Rows in batches. @throws SqlError */
  run(options?: RunOptions): AsyncIterable<readonly Row[]>;
  /** All rows: at once where nothing has to be waited for, else a promise. @throws SqlError, or rejects with it */
  collect(options?: RunOptions): Row[] | Promise<Row[]>;
}

/** A statement that gives no rows. `execute` runs when its rows would be read. */
export function action(execute: (options: RunOptions) => void | Promise<void>): Prepared {
  return {
    columns: [],
    parameters: [],
    warnings: [],
    run: (options = {}) => afterwards(execute, options),
    collect: (options = {}) => execute(options)?.then(() => []) ?? [],
  };
}

// biome-ignore lint/correctness/useYield: it has no rows to give
async function* afterwards(
  execute: (options: RunOptions) => void | Promise<void>,
  options: RunOptions,
): AsyncGenerator<readonly Row[]> {
  await execute(options);
}

/** Every row of a run. */
export async function gathered(batches: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const all: Row[] = [];
  for await (const batch of batches) for (const row of batch) all.push(row);
  return all;
}

/** A statement that has nothing to do. */
export const NOTHING: Prepared = action(() => {});

/** A statement whose rows are computed when it runs. */
export function rows(columns: readonly ResultColumn[], compute: () => readonly Row[]): Prepared {
  return {
    columns,
    parameters: [],
    warnings: [],
    async *run() {
      yield compute();
    },
    collect: () => [...compute()],
  };
}
