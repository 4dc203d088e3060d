import { SqlError } from '../../../core/index.js';
import type * as ast from '../../parser/index.js';
import { type Expr, TYPE } from '../expr.js';
import type { Plan } from '../plan.js';
import { typesOf } from '../typing.js';
import type { BindContext } from './context.js';
import { bindExpr } from './expressions.js';
import { bindSortTerm, ordinal, ordinalOf } from './order.js';
import { type CteScope, EMPTY_FROM, misusedAggregate, newScope, type Scope } from './scope.js';

/** VALUES (…), (…): columns `column1`, `column2`, …, ordered by ordinal where asked. */
export function bindValues(
  context: BindContext,
  values: ast.Values,
  select: ast.Select,
  ctes: CteScope,
  outer: Scope | undefined,
): Plan {
  const scope = newScope(EMPTY_FROM, ctes, outer);
  scope.noAggregate = misusedAggregate;
  const width = values.rows[0]?.length ?? 0;
  const rows = values.rows.map((row) => {
    if (row.length !== width) {
      const span = { start: row[0]?.span.start ?? values.span.start, end: row.at(-1)?.span.end ?? values.span.end };
      const hint = `the first row has ${width}, this one ${row.length}`;
      throw new SqlError('misuse', 'all VALUES must have the same number of terms', span, hint);
    }
    return row.map((expr) => bindExpr(context, scope, expr));
  });
  const columns = Array.from({ length: width }, (_, index) => {
    const types = rows.reduce((mask, row) => mask | typesOf(row[index] as Expr), TYPE.null as number); // every row has `width` terms
    return context.newColumn(`column${index + 1}`, { types });
  });
  const plan: Plan = { kind: 'values', columns, rows };
  if (select.orderBy.length === 0) return plan;
  const terms = select.orderBy.map((term, index) => {
    const position = ordinalOf(term.expr);
    const named = term.expr.kind === 'name' ? term.expr.column.name.toLowerCase() : undefined;
    const column = position === undefined ? columns.find((one) => one.name === named) : columns[position - 1];
    if (!column)
      throw new SqlError(
        'misuse',
        `${ordinal(index + 1)} ORDER BY term does not match any column in the result set`,
        term.span,
      );
    return bindSortTerm(term, { kind: 'column', column });
  });
  return { kind: 'sort', input: plan, terms };
}
