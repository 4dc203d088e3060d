import type { Change } from '../../sql/planner/index.js';
import type { ExprScope } from '../expressions/index.js';
import { deletion } from './delete.js';
import { insertion } from './insert.js';
import { updating } from './update.js';
import type { Applier } from './writer.js';

/**
 * How rows of the source are applied.
 * @param isTrusting INSERT does not look at the keys of indexes
 */
export function applierOf(change: Change, scope: ExprScope, isTrusting = false): Applier {
  switch (change.kind) {
    case 'insert':
      return insertion(change, scope, isTrusting);
    case 'update':
      return updating(change, scope);
    case 'delete':
      return deletion(change);
  }
}
