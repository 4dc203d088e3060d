import { SqlError, suggestion } from '../../../core/index.js';
import {
  type AggregateSpec,
  type FunctionSpec,
  findFunction,
  functionNames,
  type WindowFunctionSpec,
} from '../../functions/index.js';
import type * as ast from '../../parser/index.js';
import type { Column, Expr, SortTerm, WindowCall } from '../expr.js';
import { columnsIn, exprKey } from '../traverse.js';
import { collationOf, comparisonCollation, explicitCollation, typesOfReturn } from '../typing.js';
import { arityHint, foreignFunctionHint } from './call-hints.js';
import type { BindContext } from './context.js';
import { bindExpr } from './expressions.js';
import { asArgument, isJson } from './json.js';

import { bindSortTerm } from './order.js';
import { misusedAggregate, misusedWindow, type Refusal, type Scope } from './scope.js';
import { bindWindowCall } from './windows.js';

/** A function call of any kind: scalar in place, aggregate or window as a column that a node below will put out. */
export function bindCall(context: BindContext, scope: Scope | undefined, call: ast.CallExpr): Expr {
  const fn = lookUp(call);
  if (call.over) return bindWindow(context, scope, call, fn);
  switch (fn.kind) {
    case 'scalar':
      return bindScalar(context, scope, call, fn);
    case 'aggregate':
      return bindAggregate(context, scope, call, fn);
    case 'window':
      throw new SqlError(
        'misuse',
        `misuse of window function ${fn.name}()`,
        call.span,
        `write ${fn.name}(…) OVER (ORDER BY …)`,
      );
  }
}

function lookUp(call: ast.CallExpr): FunctionSpec {
  const count = call.args === '*' ? 0 : call.args.length;
  const found = findFunction(call.name.name, count);
  if (found === undefined) {
    throw new SqlError(
      'no-such-function',
      `no such function: ${call.name.name}`,
      call.name.span,
      foreignFunctionHint(call.name.name) ?? suggestion(call.name.name, functionNames()),
    );
  }
  if (found === 'arity') {
    if (count > 127) throw new SqlError('limit', `too many arguments on function ${call.name.name}`, call.span);
    throw new SqlError(
      'wrong-arity',
      `wrong number of arguments to function ${call.name.name}()`,
      call.span,
      arityHint(call.name.name),
    );
  }
  return found;
}

function bindScalar(
  context: BindContext,
  scope: Scope | undefined,
  call: ast.CallExpr,
  fn: Extract<FunctionSpec, { kind: 'scalar' }>,
): Expr {
  if (call.filter) throw new SqlError('misuse', `FILTER may not be used with non-aggregate ${fn.name}()`, call.span);
  if (call.orderBy.length > 0)
    throw new SqlError('misuse', `ORDER BY may not be used with non-aggregate ${fn.name}()`, call.span);
  // DISTINCT before the arguments of a scalar is read and means nothing, as in SQLite.
  const args = argsOf(call).map((arg, index) => asArgument(context, fn.args, index, bindExpr(context, scope, arg)));
  const refusal = fn.refuse?.(args.map((arg) => (arg.kind === 'literal' ? arg.value : undefined)));
  if (refusal !== undefined) throw new SqlError('misuse', refusal, call.span);
  return { kind: 'call', fn, args, collation: collationOfArgs(args) };
}

/** `min`, `max`, `nullif` compare by the first argument that has a collation. */
function collationOfArgs(args: readonly Expr[]) {
  const [first] = args;
  if (!first) return 'binary';
  for (const arg of args) {
    const explicit = explicitCollation(arg);
    if (explicit) return explicit;
  }
  return args.reduce((found, arg) => (found === 'binary' ? comparisonCollation(arg, arg) : found), collationOf(first));
}

const argsOf = (call: ast.CallExpr): readonly ast.Expr[] => (call.args === '*' ? [] : call.args);

function bindAggregate(context: BindContext, scope: Scope | undefined, call: ast.CallExpr, fn: AggregateSpec): Expr {
  if (!scope) throw misuse(call, fn);
  if (call.args !== '*' && call.args.length === 0 && call.distinct) throw oneArgument(call);
  if (call.distinct && argsOf(call).length !== 1) throw oneArgument(call);
  // Arguments are bound where a nested aggregate is an error: count(sum(x)).
  const restore = refuseAggregates(scope, misusedAggregate);
  let args: Expr[];
  let filter: Expr | undefined;
  let orderBy: SortTerm[];
  try {
    args = argsOf(call).map((arg, index) => asArgument(context, fn.args, index, bindExpr(context, scope, arg)));
    filter = call.filter && bindExpr(context, scope, call.filter);
    orderBy = call.orderBy.map((term) => bindSortTerm(term, bindExpr(context, scope, term.expr)));
  } finally {
    restore();
  }
  const owner = ownerOf(scope, [...args, ...(filter ? [filter] : [])]);
  if (owner.noAggregate) throw new SqlError('misuse', owner.noAggregate(fn.name, owner), call.span, aggregateHint(fn));
  return {
    kind: 'column',
    column: addAggregate(context, owner, { fn, args, distinct: call.distinct, filter, orderBy }),
  };
}

const aggregateHint = (fn: AggregateSpec): string =>
  `an aggregate like ${fn.name}() belongs in the select list, HAVING or ORDER BY`;
const oneArgument = (call: ast.CallExpr) =>
  new SqlError('misuse', 'DISTINCT aggregates must have exactly one argument', call.span);
const misuse = (call: ast.CallExpr, fn: AggregateSpec) =>
  new SqlError('misuse', `misuse of aggregate function ${fn.name}()`, call.span, aggregateHint(fn));

function refuseAggregates(scope: Scope, refusal: Refusal): () => void {
  const { noAggregate, noWindow } = scope;
  scope.noAggregate = refusal;
  scope.noWindow = misusedWindow;
  return () => {
    scope.noAggregate = noAggregate;
    scope.noWindow = noWindow;
  };
}

/** An aggregate belongs to the innermost query whose columns it reads; one that reads none, to the innermost of all. */
function ownerOf(scope: Scope, parts: readonly Expr[]): Scope {
  const read = new Set<number>();
  for (const part of parts) columnsIn(part, read);
  if (read.size === 0) return scope;
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    if (at.from.sources.some((source) => source.columns.some((column) => read.has(column.column.id)))) return at;
  }
  return scope;
}

interface NewAggregate {
  readonly fn: AggregateSpec;
  readonly args: readonly Expr[];
  readonly distinct: boolean;
  readonly filter: Expr | undefined;
  readonly orderBy: readonly SortTerm[];
}

/** The column of an equal call bound before, or of a new one. */
function addAggregate(context: BindContext, owner: Scope, call: NewAggregate): Column {
  const key = aggregateKey(call);
  const known = owner.aggregates.find((one) => aggregateKey(one) === key);
  if (known) return known.column;
  const { fn, args, distinct, orderBy } = call;
  const column = context.newColumn(
    `${fn.name}(${distinct ? 'DISTINCT ' : ''}${args.length === 0 ? '*' : args.map(nameOf).join(', ')})`,
    {
      types: typesOfReturn(fn.returns),
      declared:
        fn.returns === 'integer' ? 'BIGINT' : fn.returns === 'real' ? 'DOUBLE' : fn.returns === 'text' ? 'TEXT' : '',
      ...(givesJson(fn, args) && { json: true }),
    },
  );
  owner.aggregates.push({
    column,
    fn,
    args,
    distinct,
    ...(call.filter && { filter: call.filter }),
    orderBy,
    collation: collationOfArgs(args),
  });
  return column;
}

/** The extremum of JSON is JSON. */
const givesJson = (fn: AggregateSpec, args: readonly Expr[]): boolean =>
  fn.json === true || (fn.picksRow === true && args.every(isJson));

const nameOf = (expr: Expr): string => (expr.kind === 'column' ? expr.column.name : '…');

function aggregateKey(
  call: Pick<NewAggregate, 'fn' | 'args' | 'distinct' | 'orderBy'> & { readonly filter?: Expr | undefined },
): string {
  const order = call.orderBy.map(
    (term) => `${exprKey(term.expr)}${term.descending}${term.nullsFirst}${term.collation}`,
  );
  return [
    call.fn.name,
    call.distinct,
    ...call.args.map(exprKey),
    call.filter ? exprKey(call.filter) : '',
    ...order,
  ].join('\n');
}

function bindWindow(context: BindContext, scope: Scope | undefined, call: ast.CallExpr, fn: FunctionSpec): Expr {
  if (fn.kind === 'scalar')
    throw new SqlError('misuse', `${fn.name}() may not be used as a window function`, call.span);
  if (call.distinct) throw new SqlError('misuse', 'DISTINCT is not supported for window functions', call.span);
  if (!scope || scope.noWindow)
    throw new SqlError(
      'misuse',
      scope?.noWindow?.(fn.name, scope) ?? `misuse of window function ${fn.name}()`,
      call.span,
      'a window function belongs in the select list or ORDER BY: compute it in a subquery, and filter outside',
    );
  if (call.filter && fn.kind === 'window')
    throw new SqlError('misuse', 'FILTER clause may only be used with aggregate window functions', call.span);
  const { noWindow } = scope;
  scope.noWindow = misusedWindow;
  try {
    const args = argsOf(call).map((arg, index) => asArgument(context, fn.args, index, bindExpr(context, scope, arg)));
    const filter = call.filter && bindExpr(context, scope, call.filter);
    return {
      kind: 'column',
      column: bindWindowCall(context, scope, call, {
        fn: fn satisfies AggregateSpec | WindowFunctionSpec,
        args,
        ...(filter && { filter }),
        collation: collationOfArgs(args),
      } satisfies Omit<WindowCall, 'column'>),
    };
  } finally {
    scope.noWindow = noWindow;
  }
}
