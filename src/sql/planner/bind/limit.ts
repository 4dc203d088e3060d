import type * as ast from '../../parser/index.js';
import type { Plan } from '../plan.js';
import type { BindContext } from './context.js';
import { bindExpr } from './expressions.js';
import { type CteScope, EMPTY_FROM, newScope, type Scope } from './scope.js';

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
  scope.noAggregate = (name) => `misuse of aggregate function ${name}()`;
  scope.noWindow = (name) => `misuse of window function ${name}()`;
  return {
    kind: 'limit',
    input,
    limit: bindExpr(context, scope, select.limit),
    ...(select.offset && { offset: bindExpr(context, scope, select.offset) }),
  };
}
