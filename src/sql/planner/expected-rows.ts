import { estimate } from './estimate.js';
import type { Outline } from './outline.js';
import type { Plan } from './plan.js';

/** How many rows the planner expects of each node when it runs once; below a lookup join, for all keys of the left side. */
export function expectedRows(root: Outline, keys: ReadonlyMap<number, number> = new Map()): Map<Plan, number> {
  const expected = new Map<Plan, number>();
  collect(root, keys, expected);
  return expected;
}

function collect({ plan, below }: Outline, keys: ReadonlyMap<number, number>, into: Map<Plan, number>): void {
  into.set(plan, estimate(plan, keys).rows);
  const handed = plan.kind === 'join' && plan.method.kind === 'lookup' ? plan.method.sets : [];
  const known = new Map(keys);
  if (plan.kind === 'join' && handed.length > 0) {
    const rows = Math.max(1, estimate(plan.left, keys).rows);
    for (const { id } of handed) known.set(id, rows);
  }
  for (const child of below) collect(child, known, into);
}
