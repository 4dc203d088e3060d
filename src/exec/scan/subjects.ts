import { Many, type TableSpec } from '../../catalog/index.js';
import { Bug, Gone, SqlError } from '../../core/index.js';
import { Refused } from '../../host/index.js';
import { cancelled, type Run } from '../run.js';
import { Pending, type Task } from '../stream.js';

/** Subjects gathered from an asynchronous table are handed on at the latest after so long. */
const GATHER_MS = 15;

type Step = IteratorResult<unknown, unknown>;
const END: Step = { done: true, value: undefined };

/** The subjects that a table's scan yields. */
export type Subjects = SyncSubjects | AsyncSubjects;
interface SyncSubjects {
  next(): Step;
  close(): void;
}
export interface AsyncSubjects {
  /** Up to about `wanted` more subjects; undefined at the end. */
  take(wanted: number): Task<readonly unknown[] | undefined>;
  close(): void;
}

/** Opens either kind of iterable. A source that is not there or that we may not read ends it: one warning, no error. */
export function subjectsOf(
  table: TableSpec,
  open: () => Iterable<unknown> | AsyncIterable<unknown>,
  run: Run,
): Subjects {
  const guard = <T>(otherwise: T, step: () => T): T => {
    try {
      return step();
    } catch (error) {
      return ended(error, otherwise, table, run);
    }
  };
  const iterable = guard<Iterable<unknown> | AsyncIterable<unknown>>([], open);
  if (Symbol.asyncIterator in iterable) return fromAsync(iterable[Symbol.asyncIterator](), table, run);
  const iterator = guard<Iterator<unknown>>([][Symbol.iterator](), () => iterable[Symbol.iterator]());
  return {
    next: () => guard(END, () => iterator.next()),
    close: () => void guard(END, () => iterator.return?.() ?? END),
  };
}

function fromAsync(iterator: AsyncIterator<unknown>, table: TableSpec, run: Run): AsyncSubjects {
  let isDone = false;
  return {
    *take(wanted) {
      if (isDone) return undefined;
      const gathered = new Gathered();
      yield new Pending(gathered.fill(iterator, wanted));
      isDone = gathered.isDone;
      if (gathered.failure) ended(gathered.failure.error, undefined, table, run);
      return gathered.subjects;
    },
    close(): void {
      // Nobody waits for the end: an iterator that hangs in a read could not be cancelled then.
      if (!isDone) iterator.return?.().catch(() => {});
      isDone = true;
    },
  };
}

/** What came over an asynchronous border in one go: one promise for many rows. */
class Gathered {
  readonly subjects: unknown[] = [];
  isDone = false;
  failure: { readonly error: unknown } | undefined;

  async fill(iterator: AsyncIterator<unknown>, wanted: number): Promise<void> {
    const startMs = performance.now();
    try {
      while (this.subjects.length < wanted && performance.now() - startMs < GATHER_MS) {
        const step = await iterator.next();
        if (step.done) {
          this.isDone = true;
          return;
        }
        if (step.value instanceof Many) for (const subject of step.value.subjects) this.subjects.push(subject);
        else this.subjects.push(step.value);
      }
    } catch (error) {
      // Thrown where the operator runs on, after the rows that came before.
      this.isDone = true;
      this.failure = { error };
    }
  }
}

/** `otherwise` where the source merely cannot be read; throws what is worth failing for. */
function ended<T>(error: unknown, otherwise: T, table: TableSpec, run: Run): T {
  if (error instanceof Gone) return otherwise;
  if (error instanceof Refused) {
    run.warn(error.message);
    return otherwise;
  }
  throw tableError(error, table, run);
}

/** An error of a table's own code as the query's error. */
export function tableError(error: unknown, table: TableSpec, run: Run): unknown {
  if (error instanceof SqlError || error instanceof Bug || !(error instanceof Error)) return error;
  if (run.signal.aborted) return cancelled();
  const failure = new SqlError('runtime', error.message, undefined, `while reading the table "${table.name}"`);
  failure.cause = error;
  return failure;
}
