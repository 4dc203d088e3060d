import type { Catalog } from '../../../catalog/index.js';
import type * as ast from '../../parser/index.js';
import type { Change } from '../change.js';
import type { Column } from '../expr.js';
import type { Plan, Query } from '../plan.js';
import { BindContext } from './context.js';
import { bindInsert } from './insert.js';
import type { Observer } from './observer.js';
import { NO_CTES } from './scope.js';
import { bindSelect } from './select.js';
import { bindDelete, bindUpdate } from './update.js';

export type { Observer } from './observer.js';
export { type BarePlace, bindTableExprs, type TableExprs } from './table-exprs.js';

/** What is planned. */
export type Bindable = ast.Select | ast.Insert | ast.Update | ast.Delete;

/**
 * Gives every name of a statement its meaning and writes out what SQL leaves implicit: conversions, collations, stars.
 * @param text the query's text, for messages
 * @param observer hears what names mean in the view that the statement reads
 * @throws SqlError with SQLite's text, the span, and a hint where there is one
 */
export function bind(statement: Bindable, catalog: Catalog, text: string, observer?: Observer): Query {
  const context = new BindContext(catalog, text, observer);
  const { plan, columns, change } = bindAny(context, statement);
  return {
    plan,
    shared: context.shared,
    columns,
    parameters: context.parameters,
    warnings: context.warnings,
    nextId: context.newId(),
    ...(change && { change }),
  };
}

interface Bound {
  readonly plan: Plan;
  readonly columns: readonly Column[];
  readonly change?: Change;
}

function bindAny(context: BindContext, statement: Bindable): Bound {
  switch (statement.kind) {
    case 'select':
      return bindSelect(context, statement, NO_CTES, undefined);
    case 'insert':
      return bindInsert(context, statement);
    case 'update':
      return bindUpdate(context, statement);
    case 'delete':
      return bindDelete(context, statement);
  }
}
