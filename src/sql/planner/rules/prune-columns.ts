import type { Column } from '../expr.js';
import { type Aggregate, type Join, outputColumns, type Plan, type Project } from '../plan.js';
import { columnsReadBy, freeColumns, mapInputs, mapSame, outputIds } from '../traverse.js';
import { someInput } from '../visit.js';
import type { Rule } from './rule.js';

/** Columns nobody above reads are not put out: a scan reads only the sources of those that are left. */
export const pruneColumns: Rule = {
  name: 'prune-columns',
  concerns: () => true,
  apply: (plan, { needed }) => prune(plan, needed),
};

type Ids = ReadonlySet<number>;

function prune(plan: Plan, needed: Ids): Plan {
  switch (plan.kind) {
    case 'scan':
    case 'stored-scan':
    case 'function-scan':
      return pruneSources(plan, needed);
    case 'project':
      return pruneProject(plan, needed);
    case 'aggregate':
      return pruneAggregate(plan, needed);
    case 'filter':
    case 'sort':
    case 'window':
    case 'limit':
      return pruneInputs(plan, columnsReadBy(plan, new Set(needed)));
    case 'join':
      return pruneJoin(plan, needed);
    case 'union-all':
      return pruneUnion(plan, needed);
    case 'distinct':
    case 'set-operation':
    case 'recursive':
      return mapInputs(plan, whole);
    case 'values':
    case 'shared':
    case 'working':
      return plan;
  }
}

const whole = (plan: Plan): Plan => prune(plan, outputIds(plan));

const pruneInputs = (plan: Plan, needed: Ids): Plan => mapInputs(plan, (input) => prune(input, needed));

function pruneProject(plan: Project, needed: Ids): Plan {
  const items = plan.items.filter((item) => needed.has(item.column.id));
  const kept = items.length === plan.items.length ? plan : { ...plan, items };
  return pruneInputs(kept, columnsReadBy(kept));
}

function pruneAggregate(plan: Aggregate, needed: Ids): Plan {
  const calls = plan.calls.filter((call) => needed.has(call.column.id) || (plan.bare.length > 0 && call.fn.picksRow));
  const bare = plan.bare.filter((item) => needed.has(item.column.id));
  const kept = calls.length === plan.calls.length && bare.length === plan.bare.length ? plan : { ...plan, calls, bare };
  return pruneInputs(kept, columnsReadBy(kept));
}

/** A side may read the other one's columns: arguments of functions do. */
function pruneJoin(join: Join, needed: Ids): Plan {
  const read = columnsReadBy(join, new Set(needed));
  if (hasFunction(join))
    for (const side of [join.left, join.right]) for (const column of freeColumns(side)) read.add(column.id);
  return pruneInputs(join, read);
}

const hasFunction = (plan: Plan): boolean => plan.kind === 'function-scan' || someInput(plan, hasFunction, undefined);

function pruneSources<T extends { columns: readonly Column[]; sources: readonly unknown[] }>(scan: T, needed: Ids): T {
  if (scan.columns.every((column) => needed.has(column.id))) return scan;
  const isKept = (_: unknown, index: number): boolean => needed.has(scan.columns[index]?.id ?? 0);
  return { ...scan, columns: scan.columns.filter(isKept), sources: scan.sources.filter(isKept) };
}

/** The inputs line up by position, so each is cut to exactly the positions that are left. */
function pruneUnion(union: Extract<Plan, { kind: 'union-all' }>, needed: Ids): Plan {
  const kept = union.columns.flatMap((column, index) => (needed.has(column.id) ? [index] : []));
  const inputs = mapSame<Plan>(union.inputs, (input): Plan => {
    const outputs = outputColumns(input);
    const wanted = kept.flatMap((index) => outputs.slice(index, index + 1));
    const pruned = prune(input, new Set(wanted.map((column) => column.id)));
    const got = outputColumns(pruned);
    if (got.length === wanted.length && got.every((column, index) => column.id === wanted[index]?.id)) return pruned;
    return {
      kind: 'project',
      input: pruned,
      items: wanted.map((column) => ({ column, expr: { kind: 'column', column } })),
    };
  });
  const columns = kept.flatMap((index) => union.columns.slice(index, index + 1));
  return columns.length === union.columns.length && inputs === union.inputs ? union : { ...union, inputs, columns };
}
