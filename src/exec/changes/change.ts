import type { Row } from '../../core/index.js';
import { type Change, type Column, changeHasSubquery, type Expr } from '../../sql/planner/index.js';
import { type Database, keyTerms, type Mark } from '../../store/index.js';
import { type Evaluate, type ExprScope, scopeOf } from '../expressions/index.js';
import type { Build, Run } from '../run.js';
import { BATCH_ROWS, type Batch, type Operator, Pending, type Stream, Suspended, type Task } from '../stream.js';
import { deletion } from './delete.js';
import { ConstraintFailure } from './failure.js';
import { insertion } from './insert.js';
import { updating } from './update.js';
import { writeLock } from './write-lock.js';
import { type Apply, Writer } from './writer.js';

/**
 * INSERT, UPDATE, DELETE: reads its whole source, then changes row after row. A statement that fails leaves everything
 * as it was, unless OR FAIL says otherwise. Puts out what RETURNING asks for, when all is done.
 */
export function changing(
  change: Change,
  columns: readonly Column[],
  source: Operator,
  run: Run,
  build: Build,
): Operator {
  return {
    columns,
    *open(): Stream {
      const returned: Row[] = [];
      const { database } = run;
      const release = yield* writeLock(database);
      try {
        // Subqueries of the change see what was there before it.
        if (changeHasSubquery(change)) run.view();
        const batches = yield* drained(source.open());
        yield* new Statement(change, scopeOf(run, build, change.slots), database, returned).execute(batches);
      } catch (error) {
        // OR FAIL has counted what it leaves.
        if (!(error instanceof ConstraintFailure)) database.changes = 0;
        throw error;
      } finally {
        release();
      }
      for (let at = 0; at < returned.length; at += BATCH_ROWS) yield returned.slice(at, at + BATCH_ROWS);
    },
  };
}

function* drained(stream: Stream): Task<Batch[]> {
  const batches: Batch[] = [];
  for (const item of stream) {
    if (item instanceof Pending) yield item;
    else if (item.length > 0) batches.push(item);
  }
  return batches;
}

class Statement {
  readonly #apply: Apply;
  readonly #returning: readonly Evaluate[] | undefined;

  constructor(
    private readonly change: Change,
    private readonly scope: ExprScope,
    private readonly database: Database,
    private readonly returned: Row[],
  ) {
    this.#apply = applierOf(change, scope);
    this.#returning = change.returning?.map((expr: Expr) => scope.value(expr));
  }

  *execute(batches: readonly Batch[]): Task<void> {
    const { database } = this;
    // One row is changed when nothing can fail any more.
    const isOne = batches.length === 1 && batches[0]?.length === 1 && !this.#returning;
    const mark = isOne ? undefined : database.mark();
    const writer = new Writer(database, this.change.table);
    try {
      if (this.change.kind === 'delete' && this.change.whole) writer.changes = emptied(writer);
      else yield* this.#all(batches, writer);
      writer.finish();
    } catch (error) {
      if (undone(error, database, mark)) writer.changes = 0;
      throw error;
    } finally {
      database.changes = writer.changes;
      database.totalChanges += writer.changes;
    }
  }

  *#all(batches: readonly Batch[], writer: Writer): Task<void> {
    const { change, scope } = this;
    const rows =
      change.kind === 'update' && change.repeats ? [lastOfEach(batches, keyTerms(change.table).length)] : batches;
    for (const batch of rows) {
      scope.run.checkpoint();
      for (let at = 0; at < batch.length; ) {
        try {
          for (; at < batch.length; at++) this.#row(batch[at] as Row, writer); // within bounds
        } catch (thrown) {
          if (!(thrown instanceof Suspended)) throw thrown;
          yield* thrown.task;
          writer.refresh();
        }
      }
    }
  }

  /** May be called again for a row for which a subquery had to wait. */
  #row(source: Row, writer: Writer): void {
    this.#changed ??= this.#apply(source, writer);
    const changed = this.#changed;
    if (changed && this.#returning) this.returned.push(this.#returning.map((value) => value(changed)));
    this.#changed = undefined;
  }
  /** The row that was changed and waits to be returned. */
  #changed: Row | undefined;
}

function applierOf(change: Change, scope: ExprScope): Apply {
  switch (change.kind) {
    case 'insert':
      return insertion(change, scope);
    case 'update':
      return updating(change, scope);
    case 'delete':
      return deletion(change);
  }
}

/** Empties the table; how many rows it had. */
function emptied({ table }: Writer): number {
  const { size } = table;
  table.clear();
  return size;
}

/** Takes back what a failed statement did; false where it stays. */
function undone(error: unknown, database: Database, mark: Mark | undefined): boolean {
  const action = error instanceof ConstraintFailure ? error.action : 'abort';
  if (action === 'fail') return false;
  if (action === 'rollback' && database.inTransaction) database.rollback();
  else if (mark) database.restore(mark);
  return true;
}

/** Of neighbours with the same first `width` values the last one. They were read off one row, so they are identical. */
function lastOfEach(batches: readonly Batch[], width: number): Row[] {
  const kept: Row[] = [];
  for (const batch of batches) {
    for (const row of batch) {
      const last = kept.at(-1);
      if (last && row.slice(0, width).every((value, at) => value === last[at])) kept.pop();
      kept.push(row);
    }
  }
  return kept;
}
