import type { Column, Draft, Scope } from './draft.js';
import { condition, expression } from './expressions.js';
import type { Random } from './random.js';
import type { Kind } from './values.js';

/** A window function's call; `keys` tell rows apart, so that ties do not leave a choice. */
export function windowCall(draft: Draft, scope: Scope, keys: readonly string[]): Column {
  const { r } = draft;
  return r.percent(50) ? rankingCall(draft, scope, keys) : aggregateCall(draft, scope, keys);
}

const column = (sql: string, kind: Kind): Column => ({ sql, kind, clean: true, nested: false });

function rankingCall(draft: Draft, scope: Scope, keys: readonly string[]): Column {
  const { r } = draft;
  const kind = r.pick(['int', 'text', 'real', 'any'] as const);
  const value = (): string => expression(draft, scope, kind, 1);
  const offset = (): string => r.pick(['', ', 1', ', 2', ', 0', `, 3, ${value()}`]);
  const over = (total: boolean, frame: boolean): string => window(draft, scope, keys, total, frame);
  switch (r.below(8)) {
    case 0:
      return column(`row_number() OVER ${over(true, false)}`, 'int');
    case 1:
      return column(`${r.pick(['rank', 'dense_rank'])}() OVER ${over(false, false)}`, 'int');
    case 2:
      return column(`${r.pick(['percent_rank', 'cume_dist'])}() OVER ${over(false, false)}`, 'real');
    case 3:
      return column(`ntile(${r.between(1, 5)}) OVER ${over(true, false)}`, 'int');
    case 4:
    case 5:
      return column(`${r.pick(['lag', 'lead'])}(${value()}${offset()}) OVER ${over(true, false)}`, kind);
    case 6:
      return column(`${r.pick(['first_value', 'last_value'])}(${value()}) OVER ${over(true, true)}`, kind);
    default:
      return column(`nth_value(${value()}, ${r.between(1, 4)}) OVER ${over(true, true)}`, kind);
  }
}

function aggregateCall(draft: Draft, scope: Scope, keys: readonly string[]): Column {
  const { r } = draft;
  const call = r.pick(['count(*)', 'count', 'sum', 'total', 'avg', 'min', 'max', 'group_concat']);
  const kind: Kind =
    call === 'group_concat'
      ? 'text'
      : call === 'min' || call === 'max'
        ? r.pick(['int', 'text', 'real'] as const)
        : 'int';
  // Sums over columns alone: moving frames add and take away, and only small numbers come out the same.
  const exact = call === 'min' || call === 'max' || call === 'count' || call === 'group_concat' ? 1 : 0;
  const sql = call === 'count(*)' ? call : `${call}(${expression(draft, scope, kind, exact)})`;
  const filter = r.percent(20) ? ` FILTER (WHERE ${condition(draft, scope, 1)})` : '';
  const over = window(draft, scope, keys, call === 'group_concat', true);
  return column(`${sql}${filter} OVER ${over}`, call === 'avg' || call === 'total' ? 'real' : kind);
}

function window(draft: Draft, scope: Scope, keys: readonly string[], total: boolean, framed: boolean): string {
  const { r } = draft;
  const parts: string[] = [];
  if (r.percent(50)) parts.push(`PARTITION BY ${terms(draft, scope, r.between(1, 2)).join(', ')}`);
  const order = r.percent(70) ? terms(draft, scope, 1).map((term) => term + direction(r)) : [];
  const frame = framed && r.percent(60) ? randomFrame(r) : undefined;
  const isTotal = total || frame?.needsTotal === true;
  if (frame?.needsNumber === true && !isTotal)
    order.splice(0, order.length, numberTerm(draft, scope) + r.pick(['', ' DESC']));
  else if (isTotal) order.push(...keys.map((key) => key + r.pick(['', ' DESC'])));
  if (order.length > 0) parts.push(`ORDER BY ${order.join(', ')}`);
  const isAllowed = frame && (!frame.needsNumber || order.length === 1) && (!frame.needsOrder || order.length > 0);
  if (isAllowed) parts.push(frame.sql);
  return `(${parts.join(' ')})`;
}

const terms = (draft: Draft, scope: Scope, count: number): string[] =>
  draft.r.times(count, () =>
    expression(draft, scope, draft.r.pick(['int', 'text', 'any'] as const), draft.r.percent(75) ? 0 : 1),
  );

const numberTerm = (draft: Draft, scope: Scope): string => expression(draft, scope, 'int', 0);

export const direction = (r: Random): string =>
  r.pick(['', '', '', ' ASC', ' DESC', ' DESC', ' NULLS FIRST', ' NULLS LAST', ' DESC NULLS FIRST', ' ASC NULLS LAST']);

interface Frame {
  readonly sql: string;
  /** Which rows it holds depends on the order of ties. */
  readonly needsTotal: boolean;
  /** Its bounds are distances: one numeric term orders it. */
  readonly needsNumber: boolean;
  readonly needsOrder: boolean;
}

const STARTS = ['UNBOUNDED PRECEDING', 'N PRECEDING', 'CURRENT ROW', 'N FOLLOWING'];
const ENDS = ['N PRECEDING', 'CURRENT ROW', 'N FOLLOWING', 'UNBOUNDED FOLLOWING'];

function randomFrame(r: Random): Frame {
  const unit = r.pick(['ROWS', 'ROWS', 'RANGE', 'GROUPS']);
  const start = r.below(STARTS.length);
  const end = r.between(Math.max(0, start - 1), ENDS.length - 1);
  const offset = (bound: string): string =>
    bound.replace(/^N\b/, () => (unit === 'RANGE' ? r.pick(['0', '1', '2', '1.5', '10']) : String(r.between(0, 4))));
  const isShort = r.percent(20) && start < 3;
  const bounds = isShort
    ? offset(STARTS[start] ?? '')
    : `BETWEEN ${offset(STARTS[start] ?? '')} AND ${offset(ENDS[end] ?? '')}`;
  const exclude = r.percent(30) ? ` EXCLUDE ${r.pick(['NO OTHERS', 'CURRENT ROW', 'GROUP', 'TIES'])}` : '';
  return {
    sql: `${unit} ${bounds}${exclude}`,
    needsTotal: unit === 'ROWS',
    needsNumber: unit === 'RANGE' && /\d/.test(bounds),
    needsOrder: unit === 'GROUPS',
  };
}
