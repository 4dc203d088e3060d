import type { Row } from '../../core/index.js';
import type { Expr } from '../../sql/planner/index.js';
import type { ExprScope } from '../expressions/index.js';
import { Source } from './source.js';
import { isTrueOf } from './truth.js';
import { valueOf } from './value.js';

/** A row made of one that passes; undefined for one that does not. No expression holds a subquery. */
export function stepKernel(
  predicates: readonly Expr[],
  items: readonly Expr[],
  scope: ExprScope,
): ((row: Row) => Row | undefined) | undefined {
  const source = new Source(scope);
  const passes = predicates.map((predicate) => isTrueOf(predicate, source)).join(' && ') || 'true';
  const values = items.map((item) => valueOf(item, source)).join(', ');
  return source.compile(['row'], `return ${passes} ? [${values}] : undefined;`);
}
