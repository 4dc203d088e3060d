import { type Column, type Draft, type Scope, scopeInside } from './draft.js';
import type { Template } from './grammar.js';
import { LITERALS } from './literals.js';
import { existsTest, listSubquery, rowTest, scalarSubquery } from './subqueries.js';
import type { Hole } from './templates.js';
import { type Kind, literal, randomDate, randomValue } from './values.js';

/** An expression that mostly gives values of a kind. */
export function expression(draft: Draft, scope: Scope, kind: Kind, depth = 3): string {
  const { r } = draft;
  const wanted = r.percent(6) ? r.pick(['int', 'real', 'text', 'blob', 'any'] as const) : kind;
  if (depth <= 0 || draft.budget <= 0 || r.percent(30)) return leaf(draft, scope, wanted);
  draft.budget--;
  return wrap(draft, fill(draft, scope, r.pick(draft.grammar.byKind[wanted]), wanted, depth - 1));
}

/** An expression that is mostly true or false. */
export function condition(draft: Draft, scope: Scope, depth = 3): string {
  if (depth < -3) return leaf(draft, scope, 'int');
  draft.budget--;
  return wrap(draft, fill(draft, scope, draft.r.pick(draft.grammar.conditions), 'int', depth - 1));
}

/** An expression that is wrong in some way. */
export function mistake(draft: Draft, scope: Scope): string {
  return fill(draft, scope, draft.r.pick(draft.grammar.mistakes), 'int', 1);
}

/** An expression that may fail while it runs, without any table. */
export function failure(draft: Draft): string {
  return fill(draft, { columns: [], outer: [] }, draft.r.pick(draft.grammar.failures), 'int', 1);
}

/** Now and then without parentheses, so that precedence is compared too. */
const wrap = ({ r }: Draft, sql: string): string => (r.percent(80) ? `(${sql})` : sql);

function fill(draft: Draft, scope: Scope, { texts, holes }: Template, kind: Kind, depth: number): string {
  let sql = texts[0] ?? '';
  for (const [index, hole] of holes.entries()) sql += fillHole(draft, scope, hole, kind, depth) + texts[index + 1];
  return sql;
}

function fillHole(draft: Draft, scope: Scope, hole: Hole, kind: Kind, depth: number): string {
  const { r } = draft;
  switch (hole) {
    case 'bool':
      return condition(draft, scope, depth);
    case 'query':
      return draft.budget > 3 ? scalarSubquery(draft, scopeInside(scope), kind) : leaf(draft, scope, kind);
    case 'list':
      return draft.budget > 3 && r.percent(60)
        ? listSubquery(draft, scopeInside(scope))
        : r.times(r.between(1, 4), () => literal(randomValue(r, 'int'))).join(', ');
    case 'exists':
      return draft.budget > 3 ? existsTest(draft, scopeInside(scope)) : leaf(draft, scope, 'int');
    case 'row-test':
      return rowTest(draft, scope, depth);
    case 'date':
      if (r.percent(60)) return literal(randomDate(r));
      return expression(draft, scope, r.pick(['text', 'real', 'int'] as const), depth);
    case 'json':
    case 'path':
    case 'modifier':
    case 'printf':
    case 'strftime':
    case 'like':
    case 'glob':
    case 'count':
    case 'type':
    case 'collation':
      return (LITERALS[hole] as (r: Draft['r']) => string)(r); // there is one for each of these
    default:
      return expression(draft, scope, hole, depth);
  }
}

/** A column in sight, or a literal. */
export function leaf(draft: Draft, scope: Scope, kind: Kind): string {
  const { r } = draft;
  const column = r.percent(80) ? columnOf(draft, scope, kind) : undefined;
  return column?.sql ?? literal(randomValue(r, kind, 8));
}

function columnOf({ r }: Draft, { columns, outer }: Scope, kind: Kind): Column | undefined {
  const from = outer.length > 0 && (columns.length === 0 || r.percent(25)) ? outer : columns;
  const fitting = kind === 'any' || r.percent(10) ? from : from.filter((column) => column.kind === kind);
  if (fitting.length === 0) return undefined;
  return r.pick(fitting);
}
