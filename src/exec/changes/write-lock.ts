import type { Database } from '../../store/index.js';
import { Pending, type Task } from '../stream.js';

/** Who is changing a database now; resolves when he is done. */
const writers = new WeakMap<Database, Promise<void>>();

/** Waits until nobody else changes the database, and gives what ends one's own turn. */
export function* writeLock(database: Database): Task<() => void> {
  for (let other = writers.get(database); other; other = writers.get(database)) yield new Pending(other);
  let release = (): void => {};
  const turn = new Promise<void>((resolve) => {
    release = () => {
      writers.delete(database);
      resolve();
    };
  });
  writers.set(database, turn);
  return release;
}
