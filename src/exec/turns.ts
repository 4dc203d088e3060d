import type { Database } from '../store/index.js';
import type { RunContext } from './context.js';
import { waitFor } from './drive.js';
import { Run } from './run.js';

/** Whose turn it is to change a database. */
interface Turn {
  isTaken: boolean;
  /** For those who wait; made by the first of them. */
  end: Promise<void> | undefined;
  wake: (() => void) | undefined;
}

const turns = new WeakMap<Database, Turn>();

/**
 * Does what changes a database when nobody else is about to: at once, or once they are done. What is done must not take
 * a turn itself.
 * @param work gets the context with the time that waiting has left of it
 * @throws SqlError `cancelled`, `timeout` while waiting; what the work throws
 */
export function inTurn<T>(
  database: Database,
  context: RunContext,
  work: (context: RunContext) => T | Promise<T>,
): T | Promise<T> {
  let turn = turns.get(database);
  if (!turn) {
    turn = { isTaken: false, end: undefined, wake: undefined };
    turns.set(database, turn);
  }
  return turn.isTaken ? later(turn, context, work) : taken(turn, () => work(context));
}

async function later<T>(turn: Turn, context: RunContext, work: (context: RunContext) => T | Promise<T>): Promise<T> {
  const wait = new Run(context);
  while (turn.isTaken) await waitFor(endOf(turn), wait);
  const left = context.timeoutMs === undefined ? {} : { timeoutMs: Math.max(0, wait.deadlineMs - performance.now()) };
  return taken(turn, () => work({ ...context, ...left }));
}

function taken<T>(turn: Turn, work: () => T | Promise<T>): T | Promise<T> {
  turn.isTaken = true;
  let result: T | Promise<T>;
  try {
    result = work();
  } catch (error) {
    end(turn);
    throw error;
  }
  if (result instanceof Promise) return result.finally(() => end(turn));
  end(turn);
  return result;
}

function endOf(turn: Turn): Promise<void> {
  turn.end ??= new Promise((resolve) => {
    turn.wake = resolve;
  });
  return turn.end;
}

function end(turn: Turn): void {
  turn.isTaken = false;
  turn.wake?.();
  turn.end = undefined;
  turn.wake = undefined;
}
