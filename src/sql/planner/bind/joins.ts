import { Bug, type Span, SqlError } from '../../../core/index.js';
import { findFunction } from '../../functions/index.js';
import type * as ast from '../../parser/index.js';
import type { Expr } from '../expr.js';
import type { JoinType, Plan } from '../plan.js';
import { and, conjuncts } from '../traverse.js';
import { compare } from './expressions.js';
import type { BoundFrom, StarItem } from './scope.js';

/** Two FROM items joined: the plan, and names with USING and NATURAL columns merged (sql.md 2.16). */
export function joined(
  join: ast.JoinFrom,
  left: BoundFrom,
  right: BoundFrom,
  bindOn: (on: ast.Expr, both: BoundFrom) => Expr,
): BoundFrom {
  if (join.natural && (join.on || join.using)) {
    throw new SqlError(
      'misuse',
      'a NATURAL join may not have an ON or USING clause',
      join.on?.span ?? join.using?.[0]?.span ?? join.span,
      'NATURAL compares all columns of the same name: remove it to say which',
    );
  }
  const both = beside(left, right);
  const names = join.natural ? commonNames(left, right).map((name) => ({ name })) : (join.using ?? []);
  const named = names.length > 0 ? mergeColumns(join, left, right, both, names) : { from: both, on: [] };
  const on = [...named.on, ...conjuncts(join.on && bindOn(join.on, both))];
  return { ...named.from, plan: joinPlan(join, left.plan, right.plan, and(on)) };
}

/** The names of both sides. What was merged on each of them is ambiguous now, unless its table is named. */
function beside(left: BoundFrom, right: BoundFrom): BoundFrom {
  const merged = new Map([...left.merged, ...right.merged]);
  const shadowed = new Set([...left.shadowed, ...right.shadowed]);
  for (const name of left.merged.keys()) {
    if (!right.merged.has(name)) continue;
    merged.delete(name);
    for (const side of [left, right]) for (const id of idsNamed(side, name)) shadowed.delete(id);
  }
  const sources = [...left.sources, ...right.sources];
  return { plan: left.plan, sources, star: [...left.star, ...right.star], merged, shadowed };
}

function joinPlan(join: ast.JoinFrom, left: Plan, right: Plan, on: Expr | undefined): Plan {
  // A RIGHT JOIN is the LEFT JOIN of the sides swapped: columns are named by id, their order means nothing here.
  const isSwapped = join.type === 'right';
  const type: JoinType = isSwapped ? 'left' : join.type === 'left' || join.type === 'full' ? join.type : 'inner';
  return {
    kind: 'join',
    type,
    left: isSwapped ? right : left,
    right: isSwapped ? left : right,
    fixed: join.type === 'cross',
    keys: [],
    method: { kind: 'loop' },
    ...(on && { on }),
  };
}

function commonNames(left: BoundFrom, right: BoundFrom): string[] {
  const rights = new Set(right.star.map((item) => item.name.toLowerCase()));
  return [...new Set(left.star.map((item) => item.name.toLowerCase()))].filter((name) => rights.has(name));
}

/** Each merged column appears once in `*`, at the left one's place; its bare name is no longer ambiguous. */
function mergeColumns(
  join: ast.JoinFrom,
  left: BoundFrom,
  right: BoundFrom,
  both: BoundFrom,
  names: readonly { readonly name: string; readonly span?: Span }[],
): { from: BoundFrom; on: Expr[] } {
  const merged = new Map(both.merged);
  const shadowed = new Set(both.shadowed);
  let leftStar = left.star;
  let rightStar = right.star;
  const on = names.map(({ name, span = join.span }): Expr => {
    const ours = visible(left, name);
    const theirs = visible(right, name);
    if (!ours || !theirs)
      throw new SqlError(
        'misuse',
        `cannot join using column ${name} - column not present in both tables`,
        span,
        `it is missing in ${ours ? 'the right table' : theirs ? 'the left table' : 'both'}`,
      );
    const expr = join.type === 'right' || join.type === 'full' ? coalesce(ours, theirs) : ours;
    merged.set(name.toLowerCase(), expr);
    for (const id of [...idsCompared(left, name), ...idsNamed(right, name)]) shadowed.add(id);
    leftStar = withFirst(leftStar, name, (item) => [{ ...item, expr }]);
    rightStar = withFirst(rightStar, name, () => []);
    return compare('=', ours, theirs);
  });
  return { from: { ...both, merged, shadowed, star: [...leftStar, ...rightStar] }, on };
}

/** The columns of `*` with the one that is compared made into something else; others of its name stay as they are. */
function withFirst(
  star: readonly StarItem[],
  name: string,
  replace: (item: StarItem) => readonly StarItem[],
): readonly StarItem[] {
  const at = star.findIndex((item) => item.name.toLowerCase() === name.toLowerCase());
  return star.flatMap((item, index) => (index === at ? replace(item) : [item]));
}

/** What a bare name means on one side: a column merged before, or the first of that name. */
function visible(side: BoundFrom, name: string): Expr | undefined {
  const wanted = name.toLowerCase();
  const known = side.merged.get(wanted);
  if (known) return known;
  for (const source of side.sources) {
    const found = source.columns.find((column) => column.name.toLowerCase() === wanted && !column.isRowid);
    if (found) return { kind: 'column', column: found.column };
  }
  return undefined;
}

/** What is merged on the left, or the first column of that name: others stay apart, and make the bare name ambiguous. */
function idsCompared(left: BoundFrom, name: string): number[] {
  const ids = idsNamed(left, name);
  return left.merged.has(name.toLowerCase()) ? ids.filter((id) => left.shadowed.has(id)) : ids.slice(0, 1);
}

function idsNamed(side: BoundFrom, name: string): number[] {
  const wanted = name.toLowerCase();
  return side.sources.flatMap((source) =>
    source.columns
      .filter((column) => column.name.toLowerCase() === wanted && !column.isRowid)
      .map((column) => column.column.id),
  );
}

function coalesce(left: Expr, right: Expr): Expr {
  const fn = findFunction('coalesce', 2);
  if (fn === undefined || fn === 'arity' || fn.kind !== 'scalar') throw new Bug('coalesce is missing');
  return { kind: 'call', fn, args: [left, right], collation: 'binary' };
}
