import type { Row } from '../../core/index.js';
import type { InsertChange, UpsertUpdate } from '../../sql/planner/index.js';
import { type ExprScope, scopeOf } from '../expressions/index.js';
import { rowChanger } from './update.js';
import type { Writer } from './writer.js';

/** DO UPDATE: the row that is there, changed by the one that was to come; undefined where WHERE says no. */
export type UpdateExisting = (existing: Row, excluded: Row, writer: Writer) => Row | undefined;

export function upsertOf(
  change: InsertChange,
  { excluded, set, where }: UpsertUpdate,
  scope: ExprScope,
): UpdateExisting {
  const pair = scopeOf(scope.run, scope.build, [...change.slots, ...excluded]);
  const values = set.map(({ expr }) => pair.value(expr));
  const isWanted = where && pair.isTrue(where);
  const changeRow = rowChanger(
    change,
    set.map(({ slot }) => slot),
    'abort',
    scope,
  );
  return (existing, proposed, writer) => {
    const both = [...existing, ...proposed];
    if (isWanted && !isWanted(both)) return undefined;
    return changeRow(
      existing,
      values.map((value) => value(both)),
      0,
      writer,
    );
  };
}
