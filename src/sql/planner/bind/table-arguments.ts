import type { TableSpec } from '../../../catalog/index.js';
import { SqlError } from '../../../core/index.js';
import type * as ast from '../../parser/index.js';
import type { Column, Expr } from '../expr.js';
import { outputColumns, type Plan } from '../plan.js';
import { and, columnExpr, columnsIn, mapInputs } from '../traverse.js';
import { inputsOf } from '../visit.js';
import type { BindContext } from './context.js';
import { bindExpr, compare } from './expressions.js';
import { type BoundFrom, misusedAggregate, misusedWindow, type Scope } from './scope.js';

/** The arguments of a table in FROM: they wait until all of FROM has names. */
export interface TableCall {
  readonly scan: Plan;
  readonly pairs: readonly { readonly input: Column; readonly arg: ast.Expr }[];
}

/** `table(a, b)`: the arguments are what the hidden key columns equal, in order. @throws SqlError */
export function tableCall(scan: Plan, table: TableSpec, from: ast.TableFrom): TableCall {
  const columns = outputColumns(scan);
  const inputs = columns.filter((_, at) => table.columns[at]?.hidden && table.columns[at]?.key);
  const args = from.args ?? [];
  if (inputs.length === 0) throw new SqlError('misuse', `'${table.name}' is not a function`, from.span);
  if (args.length > inputs.length)
    throw new SqlError('misuse', `too many arguments on ${table.name}() - max ${inputs.length}`, from.span);
  const pairs = inputs.flatMap((input, at) => (args[at] ? [{ input, arg: args[at] }] : []));
  return { scan, pairs };
}

/** FROM with the arguments of its tables, which may read any other table of it. */
export function withTableArguments(
  context: BindContext,
  from: BoundFrom,
  calls: readonly TableCall[],
  scope: Scope,
): BoundFrom {
  scope.noAggregate = misusedAggregate;
  scope.noWindow = misusedWindow;
  const plan = calls.reduce((whole, { scan, pairs }) => {
    const terms = pairs.map(({ input, arg }) => compare('=', columnExpr(input), bindExpr(context, scope, arg)));
    const predicate = and(terms);
    return predicate ? placed(whole, scan, predicate) : whole;
  }, from.plan);
  return { ...from, plan };
}

/** Puts a predicate as near to the scan as its columns are there: where it decides what a LEFT JOIN finds. */
function placed(plan: Plan, scan: Plan, predicate: Expr): Plan {
  const below = inputsOf(plan).find((input) => holds(input, scan));
  const reads = [...columnsIn(predicate)];
  const isEnough = below !== undefined && reads.every((id) => hasColumn(below, id) || !hasColumn(plan, id));
  if (below && isEnough) return mapInputs(plan, (input) => (input === below ? placed(input, scan, predicate) : input));
  if (plan.kind !== 'join') return { kind: 'filter', input: plan, predicate };
  const on = and([...(plan.on ? [plan.on] : []), predicate]);
  return on ? { ...plan, on } : plan;
}

const holds = (plan: Plan, scan: Plan): boolean => plan === scan || inputsOf(plan).some((input) => holds(input, scan));

const hasColumn = (plan: Plan, id: number): boolean => outputColumns(plan).some((column) => column.id === id);
