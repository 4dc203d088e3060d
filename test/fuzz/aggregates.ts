import type { Column, Draft, Scope } from './draft.js';
import { condition, expression } from './expressions.js';
import type { Kind } from './values.js';

/** An aggregate call, as something that expressions of a grouped query can use. */
export function plainAggregate(draft: Draft, scope: Scope, keys: readonly string[]): Column {
  const { r } = draft;
  const call = aggregateCall(draft, scope, keys);
  const filter = r.percent(20) ? ` FILTER (WHERE ${condition(draft, scope, 1)})` : '';
  return { ...call, sql: call.sql + filter };
}

/** An aggregate whose value does not hang on the order of rows; `keys` order those where it would. */
function aggregateCall(draft: Draft, scope: Scope, keys: readonly string[]): Column {
  const { r } = draft;
  const column = (sql: string, kind: Kind, clean = true): Column => ({ sql, kind, clean, nested: false });
  const argument = (kind: Kind): string => expression(draft, scope, kind, r.percent(60) ? 0 : 1);
  const distinct = r.percent(20) ? 'DISTINCT ' : '';
  const order = keys.length === 0 ? '' : ` ORDER BY ${keys.map((key) => key + r.pick(['', ' DESC'])).join(', ')}`;
  const any = r.pick(['int', 'real', 'text', 'any', 'big', 'number', 'blob'] as const);
  switch (r.below(14)) {
    case 0:
    case 1:
      return column('count(*)', 'int');
    case 2:
      return column(`count(${distinct}${argument(any)})`, 'int');
    case 3:
    case 4:
      return column(`sum(${distinct}${argument('int')})`, 'int');
    case 5:
      return column(`${r.pick(['sum', 'total'])}(${distinct}${argument('real')})`, 'real');
    case 6:
      return column(`avg(${distinct}${argument(r.pick(['int', 'real', 'number'] as const))})`, 'real');
    case 7:
    case 8:
      return column(`${r.pick(['min', 'max'])}(${distinct}${argument(any)})`, any, false);
    case 9:
      return column(`total(${argument(r.pick(['int', 'number', 'text'] as const))})`, 'real');
    case 10:
      return column(`group_concat(${argument(r.pick(['text', 'int', 'any'] as const))}${order})`, 'text');
    case 11:
      return column(`json_group_array(${argument(r.pick(['text', 'int'] as const))}${order})`, 'text');
    case 12:
      return column(`string_agg(${argument('int')}, '/'${order})`, 'text');
    default:
      return column(`group_concat(${argument('text')}, ${r.pick(["';'", "''", 'NULL', "', '"])}${order})`, 'text');
  }
}
