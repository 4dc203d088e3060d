import { plainAggregate } from './aggregates.js';
import type { Column, Draft, Scope } from './draft.js';
import { condition, expression } from './expressions.js';
import { from } from './from.js';
import type { Kind } from './values.js';

/** A subquery gives the same value on every engine: an aggregate, or a row of a total order. */
export function scalarSubquery(draft: Draft, outer: readonly Column[], kind: Kind): string {
  const { r } = draft;
  draft.budget -= 3;
  if (r.percent(10)) return `(SELECT ${expression(draft, { columns: [], outer }, kind, 1)})`;
  const source = from(draft, outer, 2);
  const scope: Scope = { columns: source.columns, outer };
  const where = r.percent(70) ? ` WHERE ${condition(draft, scope, 2)}` : '';
  if (r.percent(55)) {
    const { sql } = plainAggregate(draft, { columns: source.columns, outer: [] }, source.keys);
    return `(SELECT ${sql} FROM ${source.sql}${where})`;
  }
  const order = source.keys.map((key) => `${key}${r.pick(['', ' DESC'])}`).join(', ');
  const limit = r.percent(60) ? ` LIMIT 1${r.percent(30) ? ` OFFSET ${r.between(0, 2)}` : ''}` : '';
  return `(SELECT ${expression(draft, scope, kind, 1)} FROM ${source.sql}${where} ORDER BY ${order}${limit})`;
}

/** The select of an IN. */
export function listSubquery(draft: Draft, outer: readonly Column[], width = 1): string {
  const { r } = draft;
  draft.budget -= 3;
  const row = (scope: Scope): string =>
    r.times(width, () => expression(draft, scope, r.pick(['int', 'int', 'text', 'any'] as const), 1)).join(', ');
  if (r.percent(15)) {
    const rows = r.times(r.between(1, 3), () => `(${row({ columns: [], outer })})`);
    return `VALUES ${rows.join(', ')}`;
  }
  const source = from(draft, outer, 2);
  const scope: Scope = { columns: source.columns, outer };
  const where = r.percent(50) ? ` WHERE ${condition(draft, scope, 2)}` : '';
  const first = `SELECT ${row(scope)} FROM ${source.sql}${where}`;
  return r.percent(10)
    ? `${first} ${r.pick(['UNION', 'UNION ALL', 'EXCEPT'])} SELECT ${row({ columns: [], outer })}`
    : first;
}

export function existsTest(draft: Draft, outer: readonly Column[]): string {
  const { r } = draft;
  draft.budget -= 3;
  const source = from(draft, outer, 2);
  const scope: Scope = { columns: source.columns, outer };
  const not = r.percent(30) ? 'NOT ' : '';
  return `${not}EXISTS (SELECT ${r.pick(['1', '*', 'NULL'])} FROM ${source.sql} WHERE ${condition(draft, scope, 2)})`;
}

/** A condition on row values. */
export function rowTest(draft: Draft, scope: Scope, depth: number): string {
  const { r } = draft;
  const kinds = r.times(2, () => r.pick(['int', 'int', 'text', 'any'] as const));
  const row = (): string => `(${kinds.map((kind) => expression(draft, scope, kind, Math.min(depth, 1))).join(', ')})`;
  const outer = [...scope.columns, ...scope.outer].filter(({ nested }) => nested);
  if (r.percent(20) && draft.budget > 3) return `${row()} IN (${listSubquery(draft, outer, 2)})`;
  if (r.percent(10)) return `${row()} BETWEEN ${row()} AND ${row()}`;
  return `${row()} ${r.pick(['=', '<', '<=', '>', '>=', '<>', 'IS', 'IS NOT'])} ${row()}`;
}
