import { SqlError } from '../../../core/index.js';
import { type Expr, TYPE } from '../expr.js';
import { type FunctionScan, type Join, type JoinType, outputColumns, type Plan } from '../plan.js';
import {
  and,
  columnExpr,
  conjuncts,
  filtered,
  freeColumns,
  mapInputs,
  onlyColumns,
  outputIds,
  readsAny,
} from '../traverse.js';
import { inputsOf } from '../visit.js';

/** A function's scan and what was said of it that it does not see to itself. */
export interface Told {
  readonly scan: FunctionScan;
  readonly rest: readonly Expr[];
}

/** The scan below filters, and the filters' terms; undefined where there is none. */
export function functionBelow(plan: Plan): Told | undefined {
  if (plan.kind === 'function-scan') return { scan: plan, rest: [] };
  if (plan.kind !== 'filter') return undefined;
  const below = functionBelow(plan.input);
  return below && { scan: below.scan, rest: [...below.rest, ...conjuncts(plan.predicate)] };
}

/**
 * json_each WHERE json = x => json_each(x): an equality gives the argument that its hidden column is, and is gone;
 * bounds on what a series counts let it start late and end early, and stay.
 */
export function tellFunction(scan: FunctionScan, terms: readonly Expr[]): Told {
  const own = outputIds(scan);
  const args = scan.fn.args.map((_, index) => scan.args[index]);
  const bounds = [...scan.bounds];
  const rest = terms.filter((term) => {
    if (term.kind === 'in-keys') return false;
    if (term.kind !== 'compare') return true;
    for (const isSwapped of [false, true]) {
      const [side, other] = isSwapped ? [term.right, term.left] : [term.left, term.right];
      const name = sourceOf(scan, side);
      if (name === undefined || readsAny(other, own)) continue;
      const argument = scan.fn.args.indexOf(name);
      if (argument >= 0 && args[argument] === undefined && term.op === '=') {
        args[argument] = other;
        return false;
      }
      if (name === scan.fn.bounded)
        for (const op of boundsOf(isSwapped ? SWAPPED[term.op] : term.op)) bounds.push({ op, expr: other });
    }
    return true;
  });
  const isSame = bounds.length === scan.bounds.length && args.every((arg, index) => arg === scan.args[index]);
  return { scan: isSame ? scan : { ...scan, args, bounds }, rest };
}

/**
 * json_each WHERE json IN (x, y) => distinct (x, y), and json_each for each of them; undefined where no argument is said
 * to be among several.
 */
export function callForEach(scan: FunctionScan, terms: readonly Expr[], newId: () => number): Plan | undefined {
  for (const term of terms) {
    if ((term.kind !== 'in-list' && term.kind !== 'in-subquery') || term.negated) continue;
    const operands = term.kind === 'in-list' ? [term.operand] : term.operands;
    const name = operands.length === 1 && operands[0] ? sourceOf(scan, operands[0]) : undefined;
    const argument = name === undefined ? -1 : scan.fn.args.indexOf(name);
    if (argument < 0 || scan.args[argument] !== undefined) continue;
    const left = valuesOf(term, newId);
    const [column] = outputColumns(left);
    if (!column || dependsOn(left, outputIds(scan))) continue;
    const args = scan.fn.args.map((_, index) => (index === argument ? columnExpr(column) : scan.args[index]));
    const rest = terms.filter((other) => other !== term);
    const right: FunctionScan = { ...scan, args };
    const on = and(rest);
    const join: Join = { kind: 'join', type: 'inner', left, right, fixed: false, keys: [], method: { kind: 'each' } };
    return onlyColumns(on ? { ...join, on } : join, scan.columns);
  }
  return undefined;
}

function valuesOf(term: Extract<Expr, { kind: 'in-list' | 'in-subquery' }>, newId: () => number): Plan {
  if (term.kind === 'in-subquery') return { kind: 'distinct', input: term.subquery.plan };
  const fields = { affinity: 'none', collation: 'binary', types: TYPE.any, declared: '' } as const;
  const columns = [{ id: newId(), name: 'value', ...fields }];
  return { kind: 'distinct', input: { kind: 'values', columns, rows: term.items.map((item) => [item]) } };
}

type Op = Extract<Expr, { kind: 'compare' }>['op'];
const SWAPPED: Readonly<Partial<Record<Op, Op>>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=' };

function boundsOf(op: Op | undefined): readonly ('min' | 'max')[] {
  if (op === '=') return ['min', 'max'];
  return op === '<' || op === '<=' ? ['max'] : op === '>' || op === '>=' ? ['min'] : [];
}

/** The name of the function's column that the expression is. */
function sourceOf(scan: FunctionScan, expr: Expr): string | undefined {
  if (expr.kind === 'affinity' || expr.kind === 'collate') return sourceOf(scan, expr.operand);
  if (expr.kind !== 'column') return undefined;
  return scan.sources[scan.columns.findIndex((column) => column.id === expr.column.id)];
}

/** Whether running the plan takes columns that are among these. */
export const dependsOn = (plan: Plan, ids: ReadonlySet<number>): boolean =>
  freeColumns(plan).some((column) => ids.has(column.id));

/** The join of a right side that reads the left one's rows; undefined where it does not. */
export function eachJoin(
  type: JoinType,
  left: Plan,
  right: Plan,
  chosen: Plan,
  terms: readonly Expr[],
  fixed: boolean,
): Join | undefined {
  const below = functionBelow(right);
  const { scan, rest } = below ? tellFunction(below.scan, [...below.rest, ...terms]) : { scan: chosen, rest: terms };
  if (!dependsOn(scan, outputIds(left))) return undefined;
  const on = and(rest);
  return {
    kind: 'join',
    // As in SQLite: a row of the right side is nothing without its left one.
    type: type === 'full' ? 'left' : type,
    left,
    right: scan,
    fixed,
    ...(on && { on }),
    keys: [],
    method: { kind: 'each' },
  };
}

/**
 * Relations of a join with the arguments that the join's terms give their functions, and the terms that are left.
 */
export function tellRelations(relations: readonly Plan[], terms: readonly Expr[]): [Plan[], readonly Expr[]] {
  let left = terms;
  const told = relations.map((relation) => {
    const below = functionBelow(relation);
    if (!below) return relation;
    const inner = tellFunction(below.scan, below.rest);
    const { scan, rest } = tellFunction(inner.scan, left);
    left = rest;
    return filtered(scan, inner.rest);
  });
  return [told, left];
}

/**
 * Calls whose arguments no order of the joins can give: they have none, and so no rows, as in SQLite.
 * @throws SqlError where the function needs its first argument
 */
export function settleFunctions(plan: Plan): Plan {
  if (plan.kind === 'function-scan') return refuseMissing(plan);
  if (plan.kind !== 'join') return mapInputs(plan, settleFunctions);
  const { left, right } = plan;
  const settled = mapInputs(
    dependsOn(left, outputIds(right)) ? { ...plan, left: withoutArguments(left, outputIds(right)) } : plan,
    settleFunctions,
  );
  if (settled.kind !== 'join' || settled.method.kind === 'each' || !dependsOn(right, outputIds(left))) return settled;
  const keys = settled.keys.map((key): Expr => ({ ...key, kind: 'compare', op: '=' }));
  const { on: _, ...fields } = settled;
  const on = and([...keys, ...conjuncts(settled.on)]);
  return { ...fields, ...(on && { on }), keys: [], method: { kind: 'each' } };
}

function refuseMissing(scan: FunctionScan): FunctionScan {
  const { missing, name, args } = scan.fn;
  if (missing === undefined || scan.args[0] !== undefined) return scan;
  throw new SqlError('required-column', missing, undefined, `call it as ${name}(${args.join(', ')})`);
}

function withoutArguments(plan: Plan, ids: ReadonlySet<number>): Plan {
  if (plan.kind !== 'function-scan')
    return inputsOf(plan).length === 0 ? plan : mapInputs(plan, (input) => withoutArguments(input, ids));
  const isLost = [...plan.args, ...plan.bounds.map((bound) => bound.expr)].some((arg) => arg && readsAny(arg, ids));
  return isLost ? { ...plan, args: [], bounds: [] } : plan;
}
