import type { NodeStats } from '../../exec/index.js';
import type { Outline, Plan } from '../../sql/planner/index.js';

/** What a run did, node by node and as a whole. */
export interface Analysis {
  readonly nodes: ReadonlyMap<Plan, NodeStats>;
  readonly rows: number;
  readonly ms: number;
  readonly filesOpened: number;
  readonly syscalls: number;
  readonly bytesRead: number;
}

/** What a node did, with the projections around it that are not shown; undefined where it never ran. */
export function statsOf({ plan, passing }: Outline, { nodes }: Analysis): NodeStats | undefined {
  const own = nodes.get(plan);
  if (!own) return undefined;
  const around = passing.flatMap((one) => nodes.get(one) ?? []);
  return {
    ...own,
    timeMs: around[0]?.timeMs ?? own.timeMs,
    selfMs: around.reduce((sum, one) => sum + one.selfMs, own.selfMs),
  };
}
