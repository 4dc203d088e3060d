import type { Database } from '../../store/index.js';
import { Pending, type Task } from '../stream.js';

/** Whose turn it is to change a database. */
interface Turn {
  isTaken: boolean;
  /** For those who wait; made by the first of them. */
  end: Promise<void> | undefined;
  wake: (() => void) | undefined;
}

const turns = new WeakMap<Database, Turn>();

/** Waits until nobody else changes the database. {@link unlock} ends one's own turn. */
export function* lock(database: Database): Task<void> {
  let turn = turns.get(database);
  if (!turn) {
    turn = { isTaken: false, end: undefined, wake: undefined };
    turns.set(database, turn);
  }
  while (turn.isTaken) yield new Pending(endOf(turn));
  turn.isTaken = true;
}

function endOf(turn: Turn): Promise<void> {
  turn.end ??= new Promise((resolve) => {
    turn.wake = resolve;
  });
  return turn.end;
}

export function unlock(database: Database): void {
  const turn = turns.get(database);
  if (!turn) return;
  turn.isTaken = false;
  turn.wake?.();
  turn.end = undefined;
  turn.wake = undefined;
}
