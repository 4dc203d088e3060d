import type { Catalog } from '../../../catalog/index.js';
import type * as ast from '../../parser/index.js';
import type { Query } from '../plan.js';
import { BindContext } from './context.js';
import { NO_CTES } from './scope.js';
import { bindSelect } from './select.js';

/**
 * Gives every name of a SELECT its meaning and writes out what SQL leaves implicit: conversions, collations, stars.
 * @param text the query's text, for messages
 * @throws SqlError with SQLite's text, the span, and a hint where there is one
 */
export function bind(select: ast.Select, catalog: Catalog, text: string): Query {
  const context = new BindContext(catalog, text);
  const { plan, columns } = bindSelect(context, select, NO_CTES, undefined);
  return {
    plan,
    shared: context.shared,
    columns,
    parameters: context.parameters,
    warnings: context.warnings,
    nextId: context.newId(),
  };
}
