import { type Collation, collationOf, type Row, type Value } from '../../core/index.js';
import type { Column, JoinKey } from '../../sql/planner/index.js';
import type { ExprScope, Test } from '../expressions/index.js';
import type { Run } from '../run.js';
import { type Batch, type Operator, Pending, type Stream, type Task } from '../stream.js';

/** What every kind of join needs: its inputs made ready, and what must hold besides the keys. */
export interface JoinParts {
  readonly run: Run;
  readonly left: Operator;
  readonly right: Operator;
  /** What comes out: of semi and anti joins the left side's columns, as they are. */
  readonly columns: readonly Column[];
  /** Pairs are looked at before the next batch is asked for, and not kept: their rows are used again. */
  readonly isPassing: boolean;
  readonly leftScope: ExprScope;
  readonly rightScope: ExprScope;
  readonly on: Test | undefined;
  /** The columns that `on` reads; undefined: any. */
  readonly onReads: ReadonlySet<number> | undefined;
  /** `on` holds a subquery. */
  readonly mayWait: boolean;
  /** The kept side is filled once and serves every opening of the join. */
  readonly isReused: boolean;
}

/** The key of a row, value by value, in a list that is used again; undefined where one is null: null equals nothing. */
export type KeyOf = (row: Row) => readonly Value[] | undefined;

/** The key of one side's rows. */
export function keyOf(keys: readonly JoinKey[], side: 'left' | 'right', scope: ExprScope): KeyOf {
  const values = keys.map((key) => scope.value(key[side]));
  const key = new Array<Value>(keys.length).fill(null);
  return (row) => {
    for (let i = 0; i < values.length; i++) {
      const value = (values[i] as (row: Row) => Value)(row); // within bounds
      if (value === null) return undefined;
      key[i] = value;
    }
    return key;
  };
}

export const collationsOf = (keys: readonly JoinKey[]): Collation[] => keys.map((key) => collationOf(key.collation));

/** Where in the kept side's rows those values stand that the join puts out or looks at. */
export function neededPositions({ columns, onReads }: JoinParts, kept: readonly Column[], putsOut: boolean): number[] {
  const isNeeded = ({ id }: Column): boolean =>
    !onReads || onReads.has(id) || (putsOut && columns.some((column) => column.id === id));
  return [...kept.keys()].filter((position) => isNeeded(kept[position] as Column)); // within bounds
}

/** The stream's first rows, undefined where it has none: then the other side need not be asked. */
export function* firstBatch(stream: Stream): Task<Batch | undefined> {
  for (;;) {
    const step = stream.next();
    if (step.done) return undefined;
    if (step.value instanceof Pending) yield step.value;
    else if (step.value.length > 0) return step.value;
  }
}
