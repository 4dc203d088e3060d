import type { Change } from '../../sql/planner/index.js';
import type { ExprScope } from '../expressions/index.js';
import { deletion } from './delete.js';
import { insertion } from './insert.js';
import { updating } from './update.js';
import type { Apply } from './writer.js';

/** How rows of the source are applied. */
export function applierOf(change: Change, scope: ExprScope): Apply {
  switch (change.kind) {
    case 'insert':
      return insertion(change, scope);
    case 'update':
      return updating(change, scope);
    case 'delete':
      return deletion(change);
  }
}
