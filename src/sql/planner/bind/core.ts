import { type Span, SqlError } from '../../../core/index.js';
import type * as ast from '../../parser/index.js';
import type { Column, Expr, SortTerm } from '../expr.js';
import type { Plan, ProjectItem } from '../plan.js';
import { exprKey } from '../traverse.js';
import { collationOf } from '../typing.js';
import type { BindContext } from './context.js';
import { bindExpr } from './expressions.js';
import { bindFrom } from './from.js';
import { bindGroupBy, Grouping } from './grouping.js';
import { limited } from './limit.js';
import { bindSortTerm, ordinal, ordinalOf } from './order.js';
import {
  type BoundFrom,
  type CteScope,
  EMPTY_FROM,
  misusedAggregate,
  misusedWindow,
  NO_ALIASES,
  newScope,
  type Refusal,
  type Scope,
  type Source,
} from './scope.js';
import type { BoundSelect } from './select.js';

/** One result column: what it shows and, where the query wrote an expression, its syntax. */
interface Item {
  readonly name: string;
  readonly expr: Expr;
  readonly written?: ast.Expr;
  readonly alias?: string;
}

/** SELECT … FROM … WHERE … GROUP BY … HAVING … WINDOW …, with the ORDER BY and LIMIT of its Select (sql.md 2.15). */
export function bindCore(
  context: BindContext,
  core: ast.SelectCore,
  select: ast.Select,
  ctes: CteScope,
  outer: Scope | undefined,
): BoundSelect {
  const from = core.from ? bindFrom(context, core.from, ctes, outer) : EMPTY_FROM;
  if (from.sources.length > 64) throw new SqlError('limit', 'at most 64 tables in a join', core.from?.span);
  const scope = newScope(from, ctes, outer, windowsOf(core));
  const items = core.columns.flatMap((column) => bindResultColumn(context, scope, column, from));
  if (items.length > 2000) throw new SqlError('limit', 'too many columns in result set', core.span);
  scope.aliases = aliasesOf(core.columns);
  const grouped = core.groupBy.length > 0;
  const where = core.where && bindWhere(context, scope, core.where, grouped);
  const groups = bindGroupBy(context, scope, core.groupBy, items);
  const having = core.having && bindHaving(context, scope, core.having, grouped);
  const isAggregate = grouped || scope.aggregates.length > 0;
  const terms = bindOrderBy(context, scope, select.orderBy, items, isAggregate);
  const input: Plan = where ? { kind: 'filter', input: from.plan, predicate: where } : from.plan;
  const grouping = isAggregate ? new Grouping(context, input, groups, scope.aggregates) : undefined;
  const rewrite = (expr: Expr): Expr => grouping?.rewrite(expr) ?? expr;
  const output = items.map((item): ProjectItem => {
    const expr = rewrite(item.expr);
    return { expr, column: context.columnFor(expr, item.name) };
  });
  const sort = terms.map((term) => sortOn(context, term, output, rewrite));
  const rewrittenHaving = having && rewrite(having);
  const windowed = scope.windows.map((window) => rewriteWindow(window, rewrite));
  // Every expression has been rewritten by now: the grouping knows all the bare columns it must carry.
  let plan: Plan = grouping ? grouping.plan() : input;
  if (rewrittenHaving) plan = { kind: 'filter', input: plan, predicate: rewrittenHaving };
  for (const window of windowed) plan = { kind: 'window', input: plan, ...window };
  plan = arranged(context, plan, output, sort, core.distinct);
  plan = limited(context, plan, select, ctes, outer);
  return { plan: visible(plan, output, sort), columns: output.map((item) => item.column) };
}

function bindResultColumn(context: BindContext, scope: Scope, column: ast.ResultColumn, from: BoundFrom): Item[] {
  if (column.kind === 'star') return expandStar(column, from);
  const expr = bindExpr(context, scope, column.expr);
  const isName = column.expr.kind === 'name' && expr.kind === 'column';
  const name = column.alias?.name ?? (isName ? expr.column.name : column.text);
  return [{ name, expr, written: column.expr, ...(column.alias && { alias: column.alias.name.toLowerCase() }) }];
}

function expandStar(star: ast.ResultColumn & { kind: 'star' }, from: BoundFrom): Item[] {
  if (!star.table) {
    if (from.sources.length === 0) throw new SqlError('misuse', 'no tables specified', star.span);
    refuseTwins(from.sources, star.span);
    return from.star.map(({ name, expr }) => ({ name, expr }));
  }
  const wanted = star.table.name.toLowerCase();
  const sources = from.sources.filter((one) => one.name.toLowerCase() === wanted);
  if (sources.length === 0) throw new SqlError('no-such-table', `no such table: ${star.table.name}`, star.table.span);
  refuseTwins(sources, star.span);
  return sources
    .flatMap((source) => source.columns)
    .filter((column) => !column.hidden)
    .map(({ name, column }) => ({ name, expr: { kind: 'column', column } }));
}

/** Tables of one name may not have columns of one name where a star stands for all of them. */
function refuseTwins(sources: readonly Source[], span: Span): void {
  const seen = new Map<string, Set<string>>();
  for (const source of sources) {
    const key = source.name.toLowerCase();
    const names = seen.get(key);
    const own = source.columns.flatMap((column) => (column.hidden ? [] : [column.name.toLowerCase()]));
    const twin = key === '' ? undefined : own.find((name) => names?.has(name));
    if (twin !== undefined)
      throw new SqlError(
        'ambiguous-column',
        `ambiguous column name: ${source.schema ?? '*'}.${source.name}.${twin}`,
        span,
        `two tables are called "${source.name}": give one another name with AS`,
      );
    seen.set(key, names ? new Set([...names, ...own]) : new Set(own));
  }
}

function windowsOf({ windows }: ast.SelectCore): Scope['namedWindows'] | undefined {
  if (windows.length === 0) return undefined;
  return new Map(windows.map(({ name, window }) => [name.name.toLowerCase(), window]));
}

function aliasesOf(columns: readonly ast.ResultColumn[]): Scope['aliases'] {
  if (!columns.some((column) => column.kind === 'expr' && column.alias)) return NO_ALIASES;
  const aliases = new Map<string, ast.Expr>();
  for (const column of columns) {
    if (column.kind !== 'expr' || !column.alias) continue;
    const key = column.alias.name.toLowerCase();
    if (!aliases.has(key)) aliases.set(key, column.expr);
  }
  return aliases;
}

const misplacedAggregate: Refusal = (name) => `misuse of aggregate: ${name}()`;
const aggregateInWhere: Refusal = (name, scope) =>
  (scope.openAliases.length > 0 ? misplacedAggregate : misusedAggregate)(name, scope);
const windowInWhere: Refusal = (name, scope) =>
  scope.openAliases.length > 0
    ? `misuse of aliased window function ${scope.openAliases.at(-1)}`
    : misusedWindow(name, scope);

function bindWhere(context: BindContext, scope: Scope, where: ast.Expr, grouped: boolean): Expr {
  const isAggregate = grouped || scope.aggregates.length > 0;
  scope.noAggregate = isAggregate ? misplacedAggregate : aggregateInWhere;
  scope.noWindow = windowInWhere;
  const bound = bindExpr(context, scope, where);
  scope.noAggregate = undefined;
  scope.noWindow = undefined;
  return bound;
}

function bindHaving(context: BindContext, scope: Scope, having: ast.Expr, grouped: boolean): Expr {
  if (!grouped && scope.aggregates.length === 0) {
    throw new SqlError(
      'misuse',
      'HAVING clause on a non-aggregate query',
      having.span,
      'use WHERE to filter rows, or add a GROUP BY',
    );
  }
  scope.noWindow = misusedWindow;
  const bound = bindExpr(context, scope, having);
  scope.noWindow = undefined;
  return bound;
}

/** An ORDER BY term: a result column by position, or an expression over the columns of FROM. */
interface OrderTarget {
  readonly term: ast.OrderTerm;
  readonly item?: number;
  readonly expr: Expr;
}

function bindOrderBy(
  context: BindContext,
  scope: Scope,
  orderBy: readonly ast.OrderTerm[],
  items: readonly Item[],
  isAggregate: boolean,
): OrderTarget[] {
  if (orderBy.length === 0) return [];
  if (!isAggregate) scope.noAggregate = misplacedAggregate;
  const keys = items.map((item) => exprKey(item.expr));
  return orderBy.map((term, index): OrderTarget => {
    const position = ordinalOf(term.expr);
    if (position !== undefined) {
      const item = items[position - 1];
      if (!item)
        throw new SqlError(
          'misuse',
          `${ordinal(index + 1)} ORDER BY term out of range - should be between 1 and ${items.length}`,
          term.span,
        );
      return { term, item: position - 1, expr: recollated(context, scope, term.expr, item.expr) };
    }
    const bare = term.expr.kind === 'collate' ? term.expr.operand : term.expr;
    const alias = bare.kind === 'name' && !bare.table ? bare.column.name.toLowerCase() : undefined;
    const named = alias === undefined ? -1 : items.findIndex((item) => item.alias === alias);
    if (named >= 0)
      return { term, item: named, expr: recollated(context, scope, term.expr, items[named]?.expr as Expr) }; // findIndex found it
    const expr = bindExpr(context, scope, term.expr);
    const same = keys.indexOf(exprKey(expr.kind === 'collate' ? expr.operand : expr));
    return same >= 0 ? { term, item: same, expr } : { term, expr };
  });
}

/** The target under the COLLATE that the term wrote around its name or number. */
function recollated(context: BindContext, scope: Scope, written: ast.Expr, target: Expr): Expr {
  if (written.kind !== 'collate') return target;
  const marker = bindExpr(context, scope, {
    ...written,
    operand: { kind: 'literal', value: null, span: written.span },
  });
  return marker.kind === 'collate' ? { ...marker, operand: target } : target;
}

interface SortOn {
  readonly term: SortTerm;
  /** A column that only the sort needs. */
  readonly hidden?: ProjectItem;
}

function sortOn(
  context: BindContext,
  target: OrderTarget,
  output: readonly ProjectItem[],
  rewrite: (expr: Expr) => Expr,
): SortOn {
  const collation = collationOf(target.expr);
  const item = target.item === undefined ? undefined : output[target.item];
  const expr = rewrite(target.expr);
  const hidden = item
    ? undefined
    : {
        expr,
        column: context.columnFor(
          expr,
          expr.kind === 'column' ? expr.column.name : context.textAt(target.term.expr.span),
        ),
      };
  const column = (item ?? hidden)?.column as Column; // one of the two is there
  return { term: { ...bindSortTerm(target.term, { kind: 'column', column }), collation }, ...(hidden && { hidden }) };
}

function rewriteWindow<W extends Scope['windows'][number]>(window: W, rewrite: (expr: Expr) => Expr) {
  const { partitionBy, orderBy, frame, calls } = window;
  return {
    partitionBy: partitionBy.map(rewrite),
    orderBy: orderBy.map((term) => ({ ...term, expr: rewrite(term.expr) })),
    frame,
    calls: calls.map((call) => ({
      ...call,
      args: call.args.map(rewrite),
      ...(call.filter && { filter: rewrite(call.filter) }),
    })),
  };
}

/** Projection, DISTINCT and ORDER BY. */
function arranged(
  context: BindContext,
  input: Plan,
  output: readonly ProjectItem[],
  sort: readonly SortOn[],
  distinct: boolean,
): Plan {
  const hidden = sort.flatMap((one) => one.hidden ?? []);
  let plan: Plan = { kind: 'project', input, items: [...output, ...hidden] };
  if (distinct)
    plan = hidden.length === 0 ? { kind: 'distinct', input: plan } : distinctWith(context, plan, output, hidden);
  return sort.length > 0 ? { kind: 'sort', input: plan, terms: sort.map((one) => one.term) } : plan;
}

/** DISTINCT on the result columns, ordered by something else: that something is read off one row of each group. */
function distinctWith(
  context: BindContext,
  plan: Plan,
  output: readonly ProjectItem[],
  hidden: readonly ProjectItem[],
): Plan {
  const inner = new Map(
    [...output, ...hidden].map((item) => [item.column.id, { ...item.column, id: context.newId() }]),
  );
  const renamed: Plan =
    plan.kind === 'project'
      ? { ...plan, items: plan.items.map((item) => ({ ...item, column: inner.get(item.column.id) ?? item.column })) }
      : plan;
  const through = (item: ProjectItem): ProjectItem => ({
    column: item.column,
    expr: { kind: 'column', column: inner.get(item.column.id) ?? item.column },
  });
  return { kind: 'aggregate', input: renamed, groups: output.map(through), calls: [], bare: hidden.map(through) };
}

/** Drops the columns that only the sort needed. */
function visible(plan: Plan, output: readonly ProjectItem[], sort: readonly SortOn[]): Plan {
  if (!sort.some((one) => one.hidden)) return plan;
  return {
    kind: 'project',
    input: plan,
    items: output.map(({ column }) => ({ column, expr: { kind: 'column', column } })),
  };
}
