import { SqlError } from '../../core/index.js';
import type { Window } from '../../sql/planner/index.js';
import type { ExprScope } from '../expressions/index.js';
import type { Operator } from '../stream.js';

export function window(_plan: Window, _input: Operator, _scope: ExprScope): Operator {
  throw new SqlError('not-supported', 'window functions are not supported yet');
}
