import { SqlError, suggestion } from '../../../core/index.js';
import type * as ast from '../../parser/index.js';
import type { Column, Expr, FrameBound, WindowCall, WindowFrame } from '../expr.js';
import { exprKey } from '../traverse.js';
import { typesOfReturn } from '../typing.js';
import type { BindContext } from './context.js';
import { bindExpr } from './expressions.js';
import { bindSortTerm } from './order.js';
import type { PendingWindow, Scope } from './scope.js';

/** Adds a call to the window node it belongs to; calls over equal windows share one. */
export function bindWindowCall(
  context: BindContext,
  scope: Scope,
  call: ast.CallExpr,
  bound: Omit<WindowCall, 'column'>,
): Column {
  const spec = resolveWindow(scope, call.over as ast.Identifier | ast.WindowSpec); // the caller checked that it is there
  const window = pendingWindow(context, scope, spec);
  const { returns, name } = bound.fn;
  const column = context.newColumn(`${name}()`, {
    types: typesOfReturn(returns),
    declared: returns === 'integer' ? 'BIGINT' : '',
    ...(bound.fn.kind === 'aggregate' && bound.fn.json && { json: true }),
  });
  window.calls.push({ ...bound, column });
  return column;
}

/** The definition behind a name, with what a base window gives it. */
function resolveWindow(scope: Scope, over: ast.Identifier | ast.WindowSpec): ast.WindowSpec {
  if (!('kind' in over)) return resolveWindow(scope, named(scope, over));
  if (!over.base) return over;
  const base = resolveWindow(scope, named(scope, over.base));
  const refuse = (what: string) =>
    new SqlError('misuse', `cannot override ${what} of window: ${over.base?.name}`, over.span);
  if (over.partitionBy.length > 0) throw refuse('PARTITION clause');
  if (base.orderBy.length > 0 && over.orderBy.length > 0) throw refuse('ORDER BY clause');
  if (base.frame) throw refuse('frame specification');
  return {
    ...over,
    partitionBy: base.partitionBy,
    orderBy: base.orderBy.length > 0 ? base.orderBy : over.orderBy,
  };
}

function named(scope: Scope, name: ast.Identifier): ast.WindowSpec {
  const spec = scope.namedWindows.get(name.name.toLowerCase());
  if (!spec) {
    const known = [...scope.namedWindows.keys()];
    const hint = known.length > 0 ? `windows of this query: ${known.join(', ')}` : 'name it: WINDOW w AS (ORDER BY …)';
    throw new SqlError('misuse', `no such window: ${name.name}`, name.span, suggestion(name.name, known) ?? hint);
  }
  return spec;
}

function pendingWindow(context: BindContext, scope: Scope, spec: ast.WindowSpec): PendingWindow {
  const partitionBy = spec.partitionBy.map((expr) => bindExpr(context, scope, expr));
  const orderBy = spec.orderBy.map((term) => bindSortTerm(term, bindExpr(context, scope, term.expr)));
  const frame = bindFrame(context, scope, spec, orderBy.length);
  const parts = [
    ...partitionBy.map(exprKey),
    '|',
    ...orderBy.map((term) => exprKey(term.expr) + term.descending + term.nullsFirst + term.collation),
  ];
  const key = [...parts, '|', frame.unit, boundKey(frame.start), boundKey(frame.end), frame.exclude].join('\n');
  const known = scope.windows.find((window) => window.key === key);
  if (known) return known;
  const window: PendingWindow = { key, partitionBy, orderBy, frame, calls: [] };
  scope.windows.push(window);
  return window;
}

const boundKey = (bound: FrameBound): string => bound.kind + (bound.offset ? exprKey(bound.offset) : '');

const DEFAULT_FRAME: WindowFrame = {
  unit: 'range',
  start: { kind: 'unbounded-preceding' },
  end: { kind: 'current-row' },
  exclude: 'no-others',
};

const BOUND_ORDER = ['unbounded-preceding', 'preceding', 'current-row', 'following', 'unbounded-following'];

function bindFrame(context: BindContext, scope: Scope, spec: ast.WindowSpec, orderTerms: number): WindowFrame {
  const { frame } = spec;
  if (!frame) return DEFAULT_FRAME;
  const start = BOUND_ORDER.indexOf(frame.start.kind);
  const end = BOUND_ORDER.indexOf(frame.end.kind);
  if (frame.start.kind === 'unbounded-following' || frame.end.kind === 'unbounded-preceding' || start > end) {
    throw new SqlError('misuse', 'unsupported frame specification', spec.span);
  }
  const hasOffset = 'offset' in frame.start || 'offset' in frame.end;
  if (frame.unit === 'range' && hasOffset && orderTerms !== 1) {
    throw new SqlError('misuse', 'RANGE with offset PRECEDING/FOLLOWING requires one ORDER BY expression', spec.span);
  }
  const bound = (one: ast.FrameBound): FrameBound =>
    'offset' in one
      ? { kind: one.kind, offset: bindExpr(context, scope, one.offset) satisfies Expr }
      : { kind: one.kind };
  return { unit: frame.unit, start: bound(frame.start), end: bound(frame.end), exclude: frame.exclude };
}
