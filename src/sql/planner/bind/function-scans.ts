import { SqlError } from '../../../core/index.js';
import type { TableFunctionSpec } from '../../functions/index.js';
import type * as ast from '../../parser/index.js';
import type { Column, Expr } from '../expr.js';
import type { FunctionScan, Plan } from '../plan.js';
import { mapInputs } from '../traverse.js';
import { typesOfReturn } from '../typing.js';
import type { BindContext } from './context.js';
import { bindExpr } from './expressions.js';
import { type BoundFrom, misusedAggregate, misusedWindow, type Scope, type Source } from './scope.js';

/** A call in FROM whose arguments wait until all of FROM has names: as in SQLite they may read any of them. */
export interface FunctionCall {
  readonly scan: FunctionScan;
  readonly args: readonly ast.Expr[];
}

/** A table-valued function as a FROM item; its arguments come later. */
export function bindFunction(
  context: BindContext,
  fn: TableFunctionSpec,
  alias: string,
  from: ast.TableFrom,
  calls: FunctionCall[],
): [Plan, Source] {
  const { args = [] } = from;
  if (args.length > fn.args.length)
    throw new SqlError('misuse', `too many arguments on ${fn.name}() - max ${fn.args.length}`, from.span);
  const byName = new Map<string, Column>();
  const columns = fn.columns.map((spec) => {
    const types = typesOfReturn(spec.type);
    return { spec, column: context.newColumn(spec.name, { table: alias, affinity: 'blob', types }) };
  });
  for (const { spec, column } of columns) byName.set(spec.name, column);
  const named = columns.map(({ spec, column }) => {
    const json = spec.json === undefined ? undefined : byName.get(spec.json);
    return {
      name: spec.name,
      column: json ? { ...column, json } : column,
      hidden: spec.hidden,
      ...(spec.isRowid && { isRowid: true as const }),
    };
  });
  const scan: FunctionScan = {
    kind: 'function-scan',
    fn,
    alias,
    columns: columns.map(({ column }) => column),
    sources: fn.columns.map((spec) => spec.name),
    args: [],
    bounds: [],
  };
  if (args.length > 0) calls.push({ scan, args });
  return [scan, { name: alias, columns: named }];
}

/** FROM with the arguments of its calls, bound over all of its names. */
export function withArguments(
  context: BindContext,
  from: BoundFrom,
  calls: readonly FunctionCall[],
  scope: Scope,
): BoundFrom {
  scope.noAggregate = misusedAggregate;
  scope.noWindow = misusedWindow;
  const args = new Map<Plan, readonly Expr[]>(
    calls.map(({ scan, args }) => [scan, args.map((arg) => bindExpr(context, scope, arg))]),
  );
  const place = (plan: Plan): Plan => {
    const own = plan.kind === 'function-scan' ? args.get(plan) : undefined;
    return own && plan.kind === 'function-scan' ? { ...plan, args: own } : mapInputs(plan, place);
  };
  return { ...from, plan: place(from.plan) };
}
