import { SqlError } from '../../../core/index.js';
import type * as ast from '../../parser/index.js';
import type { Column, Expr } from '../expr.js';
import { outputColumns, type Plan } from '../plan.js';
import { freeColumns } from '../traverse.js';
import { bindArm, combine, unequalWidths } from './compound.js';
import type { BindContext } from './context.js';
import { bindExpr } from './expressions.js';
import { bindSortTerm, ordinalOf } from './order.js';
import { type CteEntry, type CteScope, EMPTY_FROM, newScope, type Scope } from './scope.js';
import { bindSelect } from './select.js';

/** The scope inside a WITH clause: every CTE sees all others; order does not matter, circles are found on use. */
export function openCtes(clause: ast.With | undefined, parent: CteScope, outer: Scope | undefined): CteScope {
  if (!clause) return parent;
  const ctes = new Map<string, CteEntry>();
  const scope: CteScope = { parent, ctes };
  for (const cte of clause.ctes) {
    const key = cte.name.name.toLowerCase();
    if (ctes.has(key)) throw new SqlError('misuse', `duplicate WITH table name: ${cte.name.name}`, cte.name.span);
    ctes.set(key, { cte, scope, outer, state: 'unused', span: cte.span });
  }
  return scope;
}

/** One use of a CTE in FROM: rows shared by all uses, the recursion's working row, or a plan of its own. */
export function bindCteUse(context: BindContext, entry: CteEntry, span: ast.Cte['span']): Plan {
  const name = entry.cte.name.name;
  if (entry.working) {
    if (span.start !== entry.working.at.start)
      throw new SqlError('misuse', `multiple recursive references: ${name}`, span, READ_ONCE);
    return { kind: 'working', id: entry.working.id, name, columns: entry.working.columns };
  }
  if (entry.state === 'binding') throw new SqlError('misuse', `circular reference: ${name}`, span);
  if (entry.shared) return sharedUse(context, name, entry.shared);
  context.unfold(span);
  entry.state = 'binding';
  const plan = renamed(context, bindBody(context, entry), entry.cte);
  entry.state = 'bound';
  // A correlated CTE, and one marked NOT MATERIALIZED, is bound anew for each use.
  if (entry.cte.materialized === false || freeColumns(plan).length > 0) return plan;
  context.shared.push(plan);
  entry.shared = { key: context.shared.length - 1, columns: outputColumns(plan) };
  return sharedUse(context, name, entry.shared);
}

function sharedUse(context: BindContext, name: string, shared: NonNullable<CteEntry['shared']>): Plan {
  return {
    kind: 'shared',
    key: shared.key,
    name,
    columns: shared.columns.map((column) => ({ ...column, id: context.newId() })),
  };
}

/** The column names that `name(a, b)` gives. */
function renamed(context: BindContext, plan: Plan, cte: ast.Cte): Plan {
  if (!cte.columns) return plan;
  const columns = outputColumns(plan);
  checkWidth(cte, columns.length);
  return {
    kind: 'project',
    input: plan,
    items: columns.map((column, index) => {
      const expr: Expr = { kind: 'column', column };
      return { expr, column: context.columnFor(expr, cte.columns?.[index]?.name ?? column.name) };
    }),
  };
}

function checkWidth(cte: ast.Cte, width: number): void {
  if (!cte.columns || cte.columns.length === width) return;
  throw new SqlError(
    'misuse',
    `table ${cte.name.name} has ${width} values for ${cte.columns.length} columns`,
    cte.name.span,
  );
}

function bindBody(context: BindContext, entry: CteEntry): Plan {
  const { select } = entry.cte;
  const { body } = select;
  if (body.kind === 'compound' && !shadows(select, entry.cte)) {
    const first = firstStep(body, entry.cte.name.name);
    if (first < body.arms.length) return bindRecursive(context, entry, body, first);
  }
  return bindSelect(context, select, entry.scope, entry.outer).plan;
}

const shadows = (select: ast.Select, cte: ast.Cte): boolean =>
  select.with?.ctes.some((inner) => inner.name.name.toLowerCase() === cte.name.name.toLowerCase()) ?? false;

const READ_ONCE = 'a recursive part reads its own table once, in FROM and not in a subquery';

/** The first of the last arms that read the table in their FROM and are joined by the same operator. */
function firstStep({ arms, ops }: ast.Compound, name: string): number {
  const last = ops.at(-1);
  let first = arms.length;
  if (last !== 'union' && last !== 'union all') return first;
  while (first > 1 && ops[first - 2] === last && uses(arms[first - 1], name).length > 0) first--;
  return first;
}

/** Where an arm's FROM reads the table, subqueries left out. */
function uses(arm: ast.SelectCore | ast.Values | undefined, name: string): ast.TableFrom[] {
  const wanted = name.toLowerCase();
  const visit = (from: ast.From): ast.TableFrom[] => {
    if (from.kind === 'join') return [...visit(from.left), ...visit(from.right)];
    const isUse = from.kind === 'table' && !from.table.schema && from.table.name.name.toLowerCase() === wanted;
    return isUse ? [from] : [];
  };
  return arm?.kind === 'core' && arm.from ? visit(arm.from) : [];
}

/** Arms before the first step are the seed. */
function bindRecursive(context: BindContext, entry: CteEntry, body: ast.Compound, first: number): Plan {
  const { cte } = entry;
  const { select } = cte;
  const op = body.ops[first - 1] ?? 'union all';
  const ctes = openCtes(select.with, entry.scope, entry.outer);
  const seed = bindSeed(context, entry, body, first, ctes);
  const seedColumns = outputColumns(seed);
  checkWidth(cte, seedColumns.length);
  const columns = seedColumns.map(
    (column, index): Column =>
      context.newColumn(cte.columns?.[index]?.name ?? column.name, {
        affinity: column.affinity,
        collation: column.collation,
        declared: column.declared,
      }),
  );
  const id = context.newId();
  const steps = body.arms.slice(first).map((arm) => bindStep(context, entry, arm, { id, columns, op }, ctes));
  const scope = newScope(
    {
      ...EMPTY_FROM,
      sources: [
        { name: cte.name.name, columns: columns.map((column) => ({ name: column.name, column, hidden: false })) },
      ],
    },
    ctes,
    entry.outer,
  );
  const orderBy = select.orderBy.map((term) => {
    const at = ordinalOf(term.expr);
    const column = at === undefined ? undefined : columns[at - 1];
    return bindSortTerm(term, column ? { kind: 'column', column } : bindExpr(context, scope, term.expr));
  });
  return {
    kind: 'recursive',
    id,
    name: cte.name.name,
    seed,
    steps,
    distinct: op === 'union',
    orderBy,
    ...(select.limit && { limit: bindExpr(context, scope, select.limit) }),
    ...(select.offset && { offset: bindExpr(context, scope, select.offset) }),
    columns,
  };
}

function bindSeed(context: BindContext, entry: CteEntry, body: ast.Compound, first: number, ctes: CteScope): Plan {
  let seed = bindArm(context, body.arms[0] as ast.SelectCore, ctes, entry.outer); // first > 0: there is one
  for (let index = 1; index < first; index++) {
    seed = combine(
      context,
      body.ops[index - 1] ?? 'union all',
      seed,
      bindArm(context, body.arms[index] as ast.SelectCore, ctes, entry.outer),
      body,
    );
  }
  return seed;
}

function bindStep(
  context: BindContext,
  entry: CteEntry,
  arm: ast.SelectCore | ast.Values,
  working: { id: number; columns: readonly Column[]; op: ast.CompoundOp },
  ctes: CteScope,
): Plan {
  // Columns of the working row get fresh ids per step: two steps are two readers.
  const columns = working.columns.map((column) => ({ ...column, id: context.newId() }));
  const [use, second] = uses(arm, entry.cte.name.name);
  if (second)
    throw new SqlError(
      'misuse',
      `multiple references to recursive table: ${entry.cte.name.name}`,
      second.span,
      READ_ONCE,
    );
  entry.working = { id: working.id, columns, at: use?.span ?? arm.span };
  try {
    const plan = bindArm(context, arm, ctes, entry.outer);
    const width = outputColumns(plan).length;
    if (width !== columns.length) throw unequalWidths(working.op, columns.length, width, arm);
    const refused = whatIsRefused(plan);
    if (refused) throw new SqlError('misuse', refused, arm.span);
    return plan;
  } finally {
    delete entry.working;
  }
}

/** A recursive part sees one row at a time: what is made of many has no meaning there. */
function whatIsRefused(plan: Plan): string | undefined {
  switch (plan.kind) {
    case 'aggregate':
      return 'recursive aggregate queries not supported';
    case 'window':
      return 'cannot use window functions in recursive queries';
    case 'project':
    case 'filter':
    case 'sort':
    case 'limit':
    case 'distinct':
      return whatIsRefused(plan.input);
    default:
      return undefined;
  }
}
