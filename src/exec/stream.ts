import type { Row } from '../core/index.js';
import type { Column } from '../sql/planner/index.js';

/** Rows that travel together. Nobody changes a batch or a row that was handed to him. */
export type Batch = readonly Row[];

/** Most rows in a batch that an operator fills by itself. */
export const BATCH_ROWS = 1024;

/**
 * What an operator puts out instead of a batch when something asynchronous must finish first. Every operator hands
 * a `Pending` of its input on unchanged; the driver at the top waits for it and pulls again. So a plan whose scans are
 * all synchronous never touches a promise.
 */
export class Pending {
  constructor(readonly promise: Promise<unknown>) {}
}

export type Stream = Generator<Batch | Pending, void, undefined>;

/** Work that may have to wait now and then, and gives one result. */
export type Task<T> = Generator<Pending, T, undefined>;

/** One node of a plan made ready: each `open` runs it anew. */
export interface Operator {
  readonly columns: readonly Column[];
  open(): Stream;
}

/**
 * Thrown by an expression whose subquery has to wait. The operator that evaluates the row lets `task` finish, which
 * leaves the subquery's result where the expression finds it, and evaluates the row again. No `Error`: it is part of
 * the normal flow and needs no stack.
 */
export class Suspended {
  constructor(readonly task: Task<void>) {}
}

/** Evaluates until no subquery has to wait any more. */
export function* settled<T>(evaluate: () => T): Task<T> {
  for (;;) {
    try {
      return evaluate();
    } catch (thrown) {
      if (!(thrown instanceof Suspended)) throw thrown;
      yield* thrown.task;
    }
  }
}

/** Calls `each` for every row, again for a row whose subquery had to wait: `each` must do all its evaluating first. */
export function* eachRow(rows: Batch, each: (row: Row) => void): Task<void> {
  let at = 0;
  while (at < rows.length) {
    try {
      for (; at < rows.length; at++) each(rows[at] as Row); // within bounds
    } catch (thrown) {
      if (!(thrown instanceof Suspended)) throw thrown;
      yield* thrown.task;
    }
  }
}

/** The first row of a stream, which is then closed. */
export function* firstRow(stream: Stream): Task<Row | undefined> {
  for (const item of stream) {
    if (item instanceof Pending) yield item;
    else if (item.length > 0) return item[0];
  }
  return undefined;
}
