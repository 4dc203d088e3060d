import { type Row, SqlError } from '../core/index.js';
import { Builder } from './build.js';
import { changing } from './changes/index.js';
import type { Pipeline } from './compile.js';
import type { RunContext } from './context.js';
import { cancelled, ONCE, Run } from './run.js';
import { type Batch, type Operator, Pending, type Stream } from './stream.js';

/**
 * Runs a pipeline: its rows in batches, as they come. Nothing is read before the first batch is asked for, and nothing
 * further once the caller stops.
 * @throws SqlError `cancelled`, `timeout`, `budget`, `limit`, or what the query itself meets
 */
export async function* run(pipeline: Pipeline, context: RunContext): AsyncGenerator<Batch, void, undefined> {
  const started = start(pipeline, context);
  started.run.mayPause();
  try {
    for (let step = started.stream.next(); !step.done; step = await next(started, step.value)) {
      if (!(step.value instanceof Pending)) yield step.value;
    }
  } finally {
    finish(started);
  }
}

/** All rows of a pipeline: at once where nothing in it is asynchronous, else a promise. Throws and rejects as {@link run}. */
export function collect(pipeline: Pipeline, context: RunContext): Row[] | Promise<Row[]> {
  const started = start(pipeline, context);
  const rows: Row[] = [];
  let isWaiting = false;
  try {
    for (let step = started.stream.next(); !step.done; step = started.stream.next()) {
      if (step.value instanceof Pending) {
        isWaiting = true;
        return collectRest(started, step.value, rows);
      }
      for (const row of step.value) rows.push(row);
    }
    return rows;
  } finally {
    if (!isWaiting) finish(started);
  }
}

async function collectRest(started: Started, first: Pending, rows: Row[]): Promise<Row[]> {
  started.run.mayPause();
  try {
    for (let step = await next(started, first); !step.done; step = await next(started, step.value)) {
      if (!(step.value instanceof Pending)) for (const row of step.value) rows.push(row);
    }
    return rows;
  } finally {
    finish(started);
  }
}

interface Started {
  readonly run: Run;
  readonly stream: Stream;
}

function start(pipeline: Pipeline, context: RunContext): Started {
  const run = new Run(context);
  run.checkpoint();
  if (pipeline.readsStored) run.view();
  const { plan, change } = pipeline.query;
  const { build } = new Builder(pipeline, run, context.stats);
  const source = build(plan, ONCE);
  const operator = change ? changing(pipeline.query, change, source, run, build) : source;
  return { run, stream: counted(operator, context.maxRows) };
}

/** Closes whatever is still open, in every case. */
function finish({ run, stream }: Started): void {
  stream.return();
  run.close();
}

type Step = ReturnType<Stream['next']>;

/** Waits where there is something to wait for, and pulls on. A failed wait fails where it was asked for. */
async function next({ run, stream }: Started, last: Batch | Pending): Promise<Step> {
  if (!(last instanceof Pending)) return stream.next();
  try {
    await waitFor(last.promise, run);
    // A promise may come true without the event loop turning: a table that never really waits must not hold it up.
    if (run.pauseDue()) await run.pause().promise;
    run.checkpoint();
  } catch (error) {
    return stream.throw(error);
  }
  return stream.next();
}

/** The promise, unless the query is cancelled or its time runs out first. */
export async function waitFor(promise: Promise<unknown>, run: Run): Promise<void> {
  run.checkpoint();
  const { signal } = run;
  const leftMs = run.deadlineMs - performance.now();
  let timer: NodeJS.Timeout | undefined;
  let abort: (() => void) | undefined;
  const stopped = new Promise<never>((_, reject) => {
    abort = () => reject(cancelled());
    signal.addEventListener('abort', abort, { once: true });
    if (Number.isFinite(leftMs)) timer = setTimeout(() => reject(run.timedOut()), Math.max(0, leftMs));
  });
  try {
    await Promise.race([promise, stopped]);
  } finally {
    clearTimeout(timer);
    if (abort) signal.removeEventListener('abort', abort);
  }
}

/** Counts result rows against `maxRows`. */
function counted(operator: Operator, maxRows: number | undefined): Stream {
  return maxRows === undefined ? operator.open() : limited(operator.open(), maxRows);
}

function* limited(stream: Stream, maxRows: number): Stream {
  let rows = 0;
  for (const item of stream) {
    if (!(item instanceof Pending)) {
      rows += item.length;
      if (rows > maxRows)
        throw new SqlError(
          'limit',
          `more than ${maxRows} rows`,
          undefined,
          'add a LIMIT, or raise the row limit (maxRows)',
        );
    }
    yield item;
  }
}
