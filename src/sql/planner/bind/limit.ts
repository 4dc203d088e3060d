import type * as ast from '../../parser/index.js';
import type { Plan } from '../plan.js';
import type { BindContext } from './context.js';
import { bindExpr } from './expressions.js';
import { type CteScope, EMPTY_FROM, misusedAggregate, misusedWindow, newScope, type Scope } from './scope.js';

/** LIMIT and OFFSET over a plan. They see enclosing queries, never the columns of their own. */
export function limited(
  context: BindContext,
  input: Plan,
  select: Pick<ast.Select, 'limit' | 'offset'>,
  ctes: CteScope,
  outer: Scope | undefined,
): Plan {
  if (!select.limit) return input;
  const scope = newScope(EMPTY_FROM, ctes, outer);
  scope.noAggregate = misusedAggregate;
  scope.noWindow = misusedWindow;
  return {
    kind: 'limit',
    input,
    limit: bindExpr(context, scope, select.limit),
    ...(select.offset && { offset: bindExpr(context, scope, select.offset) }),
  };
}
