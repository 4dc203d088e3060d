import { type Collation, collationOf, type Row, type Value, valueKey } from '../../core/index.js';
import type { Column, JoinKey } from '../../sql/planner/index.js';
import type { ExprScope, Test } from '../expressions/index.js';
import { type Key, tupleKey } from '../keys.js';
import type { Run } from '../run.js';
import { type Batch, type Operator, Pending, type Stream, type Task } from '../stream.js';
import type { KeyOf } from './candidates.js';

/** What every kind of join needs: its inputs made ready, and what must hold besides the keys. */
export interface JoinParts {
  readonly run: Run;
  readonly left: Operator;
  readonly right: Operator;
  readonly columns: readonly Column[];
  readonly leftScope: ExprScope;
  readonly rightScope: ExprScope;
  readonly on: Test | undefined;
  /** `on` holds a subquery. */
  readonly mayWait: boolean;
  /** The kept side is filled once and serves every opening of the join. */
  readonly isReused: boolean;
}

/** The key of one side's rows. */
export function keyOf(keys: readonly JoinKey[], side: 'left' | 'right', scope: ExprScope): KeyOf {
  const values = keys.map((key) => scope.value(key[side]));
  const collations = keys.map((key) => collationOf(key.collation));
  const [value] = values;
  const [collation] = collations;
  if (value && collation && keys.length === 1) {
    return (row) => {
      const v = value(row);
      return v === null ? undefined : valueKey(v, collation);
    };
  }
  return (row) => {
    const parts: Key[] = [];
    for (let i = 0; i < values.length; i++) {
      const v = (values[i] as (row: Row) => Value)(row); // within bounds
      if (v === null) return undefined;
      parts.push(valueKey(v, collations[i] as Collation)); // one per key
    }
    return tupleKey(parts);
  };
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
