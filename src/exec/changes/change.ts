import { type Row, SqlError, type SqlErrorCode } from '../../core/index.js';
import type { Change, Expr, Query } from '../../sql/planner/index.js';
import { type Database, keyTerms, type Mark } from '../../store/index.js';
import { type Evaluate, type ExprScope, scopeOf } from '../expressions/index.js';
import type { Build, Run } from '../run.js';
import { BATCH_ROWS, type Batch, type Operator, Pending, type Stream, Suspended, type Task } from '../stream.js';
import { applierOf } from './applier.js';
import { type Facts, factsOf } from './facts.js';
import { ConstraintFailure } from './failure.js';
import { type Applier, type Apply, Writer } from './writer.js';

/**
 * INSERT, UPDATE, DELETE: changes row after row as the source gives them. The source reads what there was before, and
 * so does everybody else until all is done. A statement that fails leaves everything as it was, unless OR FAIL says
 * otherwise. Puts out what RETURNING asks for, when all is done. Nobody else may change anything meanwhile: see `inTurn`.
 */
export function changing(query: Query, change: Change, source: Operator, run: Run, build: Build): Operator {
  return { columns: query.columns, open: () => changed(query, change, source, run, build) };
}

function* changed(query: Query, change: Change, source: Operator, run: Run, build: Build): Stream {
  const facts = factsOf(query, change);
  const statement = new Statement(change, facts, run, build);
  try {
    yield* statement.execute(source);
  } finally {
    statement.close();
  }
  const { returned } = statement;
  for (let at = 0; at < returned.length; at += BATCH_ROWS) yield returned.slice(at, at + BATCH_ROWS);
}

class Statement {
  readonly returned: Row[] = [];
  readonly #scope: () => ExprScope;
  readonly #returning: readonly Evaluate[] | undefined;
  #writer: Writer;
  /** What to go back to; undefined: nothing can fail once something has changed. */
  #mark: Mark | undefined;
  #isDone = false;
  #failure: unknown;

  constructor(
    private readonly change: Change,
    private readonly facts: Facts,
    private readonly run: Run,
    build: Build,
  ) {
    this.#writer = new Writer(run.database, change.table);
    this.#scope = () => scopeOf(run, build, change.slots);
    this.#returning = change.returning && valuesOf(change.returning, this.#scope());
  }

  *execute(source: Operator): Task<void> {
    const { change, facts } = this;
    const isTrusted = facts.mayTrust && !facts.isOne && (yield* this.#trusting(source));
    if (!isTrusted) {
      const applier = facts.applier ?? applierOf(change, this.#scope());
      if (facts.isOne) yield* this.#single(source.open(), applier);
      else yield* this.#many(source.open(), applier);
    }
    this.#isDone = true;
  }

  /** One row, of which all is looked at before anything changes. */
  *#single(source: Stream, { apply }: Applier): Task<void> {
    for (const item of source) {
      if (item instanceof Pending) yield item;
      else {
        this.#writer.open();
        yield* this.#batch(item, apply);
      }
    }
    this.#writer.finish();
  }

  /** True: it went well without a look at the keys. Whatever failed is to be told as if each row had been looked at in turn. */
  *#trusting(source: Operator): Task<boolean> {
    const { database } = this.run;
    const { lastInsertRowid } = database;
    try {
      if (yield* this.#many(source.open(), applierOf(this.change, this.#scope(), true))) return true;
    } catch (error) {
      if (!(error instanceof SqlError) || STOPPED.has(error.code)) throw error;
    }
    database.publish();
    if (this.#mark) database.restore(this.#mark);
    database.lastInsertRowid = lastInsertRowid;
    this.#writer = new Writer(database, this.change.table);
    this.#failure = undefined;
    this.#changed = undefined;
    this.returned.length = 0;
    return false;
  }

  /** False: two rows share a key. */
  *#many(source: Stream, { apply, reads }: Applier): Task<boolean> {
    const { change, run } = this;
    const writer = this.#writer;
    this.#mark = run.database.mark();
    run.database.hide();
    writer.open();
    writer.table.defer((index) => !reads(index));
    if (change.kind === 'delete' && change.whole) writer.changes = emptied(writer);
    else if (change.kind === 'update' && change.repeats)
      yield* this.#batch(lastOfEach(yield* drained(source), keyTerms(change.table).length), apply);
    else {
      for (const item of source) {
        if (item instanceof Pending) yield item;
        else yield* this.#batch(item, apply);
        run.checkpoint();
      }
    }
    return writer.finish();
  }

  /** The end, whatever led to it. */
  close(): void {
    const { database } = this.run;
    const writer = this.#writer;
    database.publish();
    if (!this.#isDone) {
      if (undone(this.#failure, database, this.#mark)) writer.changes = 0;
      else writer.leave();
    }
    database.changes = writer.changes;
    database.totalChanges += writer.changes;
  }

  *#batch(batch: Batch, apply: Apply): Task<void> {
    for (let at = 0; at < batch.length; ) {
      try {
        for (; at < batch.length; at++) this.#row(batch[at] as Row, apply); // within bounds
      } catch (thrown) {
        if (!(thrown instanceof Suspended)) {
          this.#failure = thrown;
          throw thrown;
        }
        yield* thrown.task;
      }
    }
  }

  /** May be called again for a row for which a subquery had to wait. */
  #row(source: Row, apply: Apply): void {
    this.#changed ??= apply(source, this.#writer);
    const changed = this.#changed;
    if (changed && this.#returning) this.returned.push(this.#returning.map((value) => value(changed)));
    this.#changed = undefined;
  }
  /** The row that was changed and waits to be returned. */
  #changed: Row | undefined;
}

/** A statement that was stopped is not tried again. */
const STOPPED: ReadonlySet<SqlErrorCode> = new Set(['cancelled', 'timeout', 'budget'] as const);

const valuesOf = (exprs: readonly Expr[], scope: ExprScope): Evaluate[] => exprs.map((expr) => scope.value(expr));

function* drained(stream: Stream): Task<Batch[]> {
  const batches: Batch[] = [];
  for (const item of stream) {
    if (item instanceof Pending) yield item;
    else if (item.length > 0) batches.push(item);
  }
  return batches;
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
