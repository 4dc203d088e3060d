import type { NodeStats } from '../../exec/index.js';
import {
  detailsOf,
  expectedRows,
  type Outline,
  outlineOf,
  type Plan,
  printChange,
  printNode,
  type Query,
  type QueryOutline,
} from '../../sql/planner/index.js';
import { type Analysis, statsOf } from './analysis.js';

/** The plan for programs, as one line of JSON; docs/plans.md tells what stands in it. */
export function planJson(query: Query, analysis?: Analysis): string {
  const { root, shared, style } = outlineOf(query);
  const tree = (of: Outline): object => nodeJson(of, { style, expected: expectedRows(of), analysis });
  return JSON.stringify({
    ...(query.change && { change: printChange(query.change) }),
    plan: tree(root),
    ...(shared.length > 0 && { shared: shared.map((one) => ({ key: one.key, plan: tree(one.root) })) }),
    ...(analysis && { execution: executionJson(analysis) }),
  });
}

const executionJson = ({ rows, ms, filesOpened, syscalls, bytesRead }: Analysis) => ({
  rows,
  ms: rounded(ms),
  files: filesOpened,
  syscalls,
  bytes: bytesRead,
});

interface Telling {
  readonly style: QueryOutline['style'];
  readonly expected: ReadonlyMap<Plan, number>;
  readonly analysis: Analysis | undefined;
}

function nodeJson(node: Outline, telling: Telling): object {
  const { plan, role, below } = node;
  const { style, expected, analysis } = telling;
  return {
    node: plan.kind,
    text: printNode(plan, style),
    ...(role !== 'input' && { role }),
    ...detailsOf(plan, style),
    estimatedRows: rounded(expected.get(plan) ?? 0),
    ...(analysis && actual(statsOf(node, analysis))),
    children: below.map((child) => nodeJson(child, telling)),
  };
}

/** A node that never ran has nothing but zeros. */
const actual = (stats: NodeStats | undefined) => ({
  actualRows: stats?.rows ?? 0,
  calls: stats?.calls ?? 0,
  tableCalls: stats?.scans ?? 0,
  joinKeys: stats?.keys ?? 0,
  totalMs: rounded(stats?.timeMs ?? 0),
  selfMs: rounded(stats?.selfMs ?? 0),
  files: stats?.filesOpened ?? 0,
  syscalls: stats?.syscalls ?? 0,
  bytes: stats?.bytesRead ?? 0,
});

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
