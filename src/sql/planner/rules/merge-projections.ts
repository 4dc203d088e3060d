import type { Expr } from '../expr.js';
import { outputColumns, type Plan, type Project } from '../plan.js';
import { columnsIn, mapInputs, replaceColumns } from '../traverse.js';
import { hasSubquery, isVolatile } from '../visit.js';
import type { Rule } from './rule.js';

/**
 * project over project => one project, where nothing is computed twice for it; a project that passes columns of a scan
 * on as they are => the scan puts them out under those names.
 */
export const mergeProjections: Rule = {
  name: 'merge-projections',
  concerns: (shape) => shape.hasNode('project'),
  apply: merge,
};

function merge(plan: Plan): Plan {
  const mapped = mapInputs(plan, merge);
  if (mapped.kind !== 'project') return mapped;
  const { input } = mapped;
  if (input.kind === 'project') return mergeTwo(mapped, input) ?? mapped;
  return input.kind === 'scan' ? (intoScan(mapped, input) ?? mapped) : mapped;
}

function mergeTwo(outer: Project, inner: Project): Plan | undefined {
  const uses = new Map<number, number>();
  for (const item of outer.items) for (const id of columnsIn(item.expr)) uses.set(id, (uses.get(id) ?? 0) + 1);
  const cheap = (expr: Expr): boolean => expr.kind === 'column' || expr.kind === 'literal' || expr.kind === 'parameter';
  const repeats = inner.items.some(
    (item) =>
      !cheap(item.expr) && ((uses.get(item.column.id) ?? 0) > 1 || isVolatile(item.expr) || hasSubquery(item.expr)),
  );
  // One item may read the column several times.
  const twiceInOne = outer.items.some(
    (item) =>
      item.expr.kind !== 'column' &&
      inner.items.some((one) => !cheap(one.expr) && columnsIn(item.expr).has(one.column.id)),
  );
  if (repeats || twiceInOne) return undefined;
  const replacement = new Map(inner.items.map((item) => [item.column.id, item.expr]));
  return merge({
    ...outer,
    input: inner.input,
    items: outer.items.map((item) => ({ ...item, expr: replaceColumns(item.expr, replacement) })),
  });
}

function intoScan(project: Project, scan: Extract<Plan, { kind: 'scan' }>): Plan | undefined {
  const positions = project.items.map((item) =>
    item.expr.kind === 'column' ? positionOf(scan, item.expr.column.id) : -1,
  );
  if (positions.includes(-1) || new Set(positions).size < positions.length) return undefined;
  return {
    ...scan,
    columns: project.items.map((item) => item.column),
    sources: positions.map((position) => scan.sources[position] ?? ''),
  };
}

const positionOf = (scan: Plan, id: number): number => outputColumns(scan).findIndex((column) => column.id === id);
