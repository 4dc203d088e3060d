import { extended } from '../../../core/index.js';
import type { Expr } from '../expr.js';
import { type Aggregate, type Join, outputColumns, type Plan, type Project } from '../plan.js';
import { and, columnsIn, conjuncts, filtered, mapInputs, outputIds, replaceColumns } from '../traverse.js';
import { hasSubquery, isVolatile } from '../visit.js';
import type { Rule } from './rule.js';

/**
 * filter over anything => filters as near to the scans as they may go: through projections, joins, groups, unions.
 * Not below an outer join on its null-supplying side: there a row that fails would come back as a row of nulls.
 */
export const pushPredicates: Rule = {
  name: 'push-predicates',
  concerns: (shape) => shape.hasNode('filter') || shape.hasNode('join'),
  apply: (plan) => push(plan, []),
};

/** The plan with further predicates, each as deep as it may go. */
export function push(plan: Plan, terms: readonly Expr[]): Plan {
  switch (plan.kind) {
    case 'filter':
      return push(plan.input, [...conjuncts(plan.predicate), ...terms]);
    case 'project':
      return pushThrough(plan, terms, (term) => throughProject(plan, term));
    case 'aggregate':
      return pushThrough(plan, terms, (term) => throughGroups(plan, term));
    case 'sort':
      return pushThrough(plan, terms, (term) => term);
    case 'distinct':
      return pushThrough(plan, terms, (term) =>
        outputColumns(plan).every((column) => column.collation === 'binary') ? term : undefined,
      );
    case 'union-all': {
      const [down, stay] = split(terms, (term) => !isVolatile(term));
      const inputs = plan.inputs.map((input) =>
        push(
          input,
          down.map((term) => byPosition(term, plan, input)),
        ),
      );
      return filtered(inputs.every((input, index) => input === plan.inputs[index]) ? plan : { ...plan, inputs }, stay);
    }
    case 'set-operation': {
      const binary = plan.columns.every((column) => column.collation === 'binary');
      const [down, stay] = split(terms, (term) => binary && !isVolatile(term));
      const left = push(
        plan.left,
        down.map((term) => byPosition(term, plan, plan.left)),
      );
      const right = push(
        plan.right,
        down.map((term) => byPosition(term, plan, plan.right)),
      );
      return filtered(left === plan.left && right === plan.right ? plan : { ...plan, left, right }, stay);
    }
    case 'join':
      return pushIntoJoin(plan, terms);
    case 'window':
    case 'limit':
    case 'scan':
    case 'function-scan':
    case 'stored-scan':
    case 'values':
    case 'shared':
    case 'recursive':
    case 'working':
      return filtered(
        mapInputs(plan, (input) => push(input, [])),
        terms,
      );
  }
}

/** Both halves of a list: where `test` holds, and where not. */
export function split<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  const yes: T[] = [];
  const no: T[] = [];
  for (const item of items) (test(item) ? yes : no).push(item);
  return [yes, no];
}

function pushThrough(
  plan: Project | Aggregate | Extract<Plan, { kind: 'sort' | 'distinct' }>,
  terms: readonly Expr[],
  through: (term: Expr) => Expr | undefined,
): Plan {
  const down: Expr[] = [];
  const stay: Expr[] = [];
  for (const term of terms) {
    const below = isVolatile(term) ? undefined : through(term);
    if (below) down.push(below);
    else stay.push(term);
  }
  const input = push(plan.input, down);
  return filtered(input === plan.input ? plan : { ...plan, input }, stay);
}

function throughProject(plan: Project, term: Expr): Expr | undefined {
  const read = columnsIn(term);
  const items = plan.items.filter((item) => read.has(item.column.id));
  // A random() must not be drawn twice, and a subquery not be run twice.
  if (items.some((item) => isVolatile(item.expr) || hasSubquery(item.expr))) return undefined;
  return replaceColumns(term, new Map(items.map((item) => [item.column.id, item.expr])));
}

/** A predicate on group keys alone chooses whole groups, so it may choose their rows. */
function throughGroups(plan: Aggregate, term: Expr): Expr | undefined {
  if (plan.groups.length === 0) return undefined;
  const groups = new Map(plan.groups.map((group) => [group.column.id, group.expr]));
  const others = new Set([...plan.calls, ...plan.bare].map((item) => item.column.id));
  for (const id of columnsIn(term)) if (others.has(id)) return undefined;
  const binary = plan.groups.every(
    (group) => group.column.collation === 'binary' && !isVolatile(group.expr) && !hasSubquery(group.expr),
  );
  return binary ? replaceColumns(term, groups) : undefined;
}

function byPosition(term: Expr, union: Plan, input: Plan): Expr {
  const inputs = outputColumns(input);
  const replacement = new Map<number, Expr>();
  outputColumns(union).forEach((column, index) => {
    const below = inputs[index];
    if (below) replacement.set(column.id, { kind: 'column', column: below });
  });
  return replaceColumns(term, replacement);
}

function pushIntoJoin(join: Join, terms: readonly Expr[]): Plan {
  const lefts = outputIds(join.left);
  const rights = outputIds(join.right);
  const reads = (term: Expr) => {
    const read = [...columnsIn(term)];
    return { left: read.some((id) => lefts.has(id)), right: read.some((id) => rights.has(id)) };
  };
  const toLeft: Expr[] = [];
  const toRight: Expr[] = [];
  const above: Expr[] = [];
  const on: Expr[] = [];
  for (const term of terms) {
    const { left, right } = reads(term);
    if (isVolatile(term) || join.type === 'full') above.push(term);
    else if (!right) toLeft.push(term);
    else if (join.type !== 'inner') above.push(term);
    else if (!left) toRight.push(term);
    else on.push(term);
  }
  for (const term of conjuncts(join.on)) {
    const { left, right } = reads(term);
    if (isVolatile(term) || join.type === 'full') on.push(term);
    else if (!left && (right || join.type === 'left')) toRight.push(term);
    else if (!right && join.type === 'inner') toLeft.push(term);
    else on.push(term);
  }
  const left = push(join.left, toLeft);
  const right = push(join.right, toRight);
  const predicate = and(on);
  const same = left === join.left && right === join.right && sameTerms(on, conjuncts(join.on));
  if (same) return filtered(join, above);
  if (predicate && join.on) return filtered({ ...join, left, right, on: predicate }, above);
  const { on: _, ...rest } = join;
  return filtered(predicate ? extended(rest, { left, right, on: predicate }) : { ...rest, left, right }, above);
}

const sameTerms = (a: readonly Expr[], b: readonly Expr[]): boolean =>
  a.length === b.length && a.every((term, index) => term === b[index]);
