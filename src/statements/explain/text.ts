import type { NodeStats } from '../../exec/index.js';
import {
  expectedRows,
  indent,
  type Outline,
  outlineOf,
  type Plan,
  printChange,
  printPlan,
  type Query,
  treeOf,
} from '../../sql/planner/index.js';
import { type Analysis, statsOf } from './analysis.js';

/** A box on a terminal of 80 columns leaves so much of them. */
const WIDTH = 76;

/** The plan, then a table of what its nodes did: in the same order, and drawn the same way. */
export function analysisLines(query: Query, analysis: Analysis): string[] {
  return [...printPlan(query).split('\n'), '', ...table(query, analysis), '', summary(analysis)];
}

interface Line {
  readonly label: string;
  /** Absent for a heading. */
  readonly node?: Outline;
  readonly stats?: NodeStats | undefined;
  readonly expected?: number | undefined;
}

interface Figure {
  readonly name: string;
  readonly show: (stats: NodeStats, line: Line) => string;
  /** Left out unless a node has something to tell. */
  readonly isTold?: (stats: NodeStats) => boolean;
}

const touches = ({ filesOpened, syscalls, bytesRead }: NodeStats): boolean => filesOpened + syscalls + bytesRead > 0;

const FIGURES: readonly Figure[] = [
  { name: 'rows', show: ({ rows }) => shortCount(rows) },
  { name: 'est.', show: (_, { expected }) => (expected === undefined ? '' : shortCount(Math.round(expected))) },
  { name: 'calls', show: ({ calls }) => shortCount(calls), isTold: ({ calls }) => calls > 1 },
  { name: 'scans', show: ({ scans }) => countOrBlank(scans), isTold: ({ scans }) => scans > 1 },
  { name: 'keys', show: ({ keys }) => countOrBlank(keys), isTold: ({ keys }) => keys > 0 },
  { name: 'ms', show: ({ timeMs }) => shortMs(timeMs) },
  { name: 'self', show: ({ selfMs }) => shortMs(selfMs) },
  { name: 'files', show: ({ filesOpened }) => countOrBlank(filesOpened), isTold: touches },
  { name: 'syscalls', show: ({ syscalls }) => countOrBlank(syscalls), isTold: touches },
  { name: 'bytes', show: ({ bytesRead }) => countOrBlank(bytesRead), isTold: touches },
];

function table(query: Query, analysis: Analysis): string[] {
  const lines = tableLines(query, analysis);
  const told = FIGURES.filter(({ isTold }) => !isTold || lines.some(({ stats }) => stats && isTold(stats)));
  const cells = lines.map((line) => told.map(({ show }) => (line.stats ? show(line.stats, line) : '')));
  const widths = told.map(({ name }, at) => Math.max(name.length, ...cells.map((row) => row[at]?.length ?? 0)));
  const taken = widths.reduce((sum, width) => sum + width, 0);
  const longest = Math.max(4, ...lines.map(({ label }) => label.length));
  const gap = longest + taken + 2 * told.length <= WIDTH ? '  ' : ' ';
  const width = Math.min(WIDTH - taken - gap.length * told.length, longest);
  const figures = (row: readonly string[]): string =>
    row.map((cell, at) => gap + cell.padStart(widths[at] ?? 0)).join('');
  return [
    'node'.padEnd(width) + figures(told.map(({ name }) => name)),
    ...lines.map(({ label, node, stats }, at) => {
      const name = fitted(label, width).padEnd(width);
      return (name + (node && !stats ? '  never run' : figures(cells[at] ?? []))).trimEnd();
    }),
  ];
}

function tableLines(query: Query, analysis: Analysis): Line[] {
  const { root, shared } = outlineOf(query);
  const change = query.change && printChange(query.change);
  const drawn = (tree: string[]): string[] => (change ? indent(tree, true, '') : tree);
  return [
    ...(change ? [{ label: change }] : []),
    ...treeLines(root, analysis, drawn),
    ...shared.flatMap(({ key, root }) => [{ label: `shared ${key}:` }, ...treeLines(root, analysis)]),
  ];
}

function treeLines(root: Outline, analysis: Analysis, drawn = (tree: string[]): string[] => tree): Line[] {
  const nodes: Outline[] = [];
  const labels = treeOf(root, (node) => {
    nodes.push(node);
    return labelOf(node.plan);
  });
  const expected = expectedRows(root);
  return drawn(labels).map((label, at): Line => {
    const node = nodes[at];
    return node ? { label, node, stats: statsOf(node, analysis), expected: expected.get(node.plan) } : { label };
  });
}

/** A node in few words: the plan above tells the rest. */
function labelOf(plan: Plan): string {
  switch (plan.kind) {
    case 'scan':
    case 'stored-scan':
      return `scan ${plan.alias}`;
    case 'function-scan':
      return `call ${plan.alias}`;
    case 'join':
      return `${plan.method.kind} join${plan.type === 'inner' ? '' : ` ${plan.type}`}`;
    case 'set-operation':
      return plan.op;
    case 'shared':
    case 'recursive':
    case 'working':
      return `${plan.kind} ${plan.name}`;
    default:
      return plan.kind.replace('-', ' ');
  }
}

/** Deep in a tree the branches give way to the name. */
const fitted = (label: string, width: number): string =>
  label.length <= width ? label : `…${label.slice(label.length - width + 1)}`;

function summary({ rows, ms, filesOpened, syscalls, bytesRead }: Analysis): string {
  const touched = `, ${counted(filesOpened, 'file')} opened, ${counted(syscalls, 'syscall')}, ${counted(bytesRead, 'byte')} read`;
  return `${counted(rows, 'row')} in ${ms.toFixed(1)} ms${syscalls > 0 ? touched : ''}`;
}

const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;

const countOrBlank = (count: number): string => (count === 0 ? '' : shortCount(count));

/** At most five characters, exact below 100,000. */
function shortCount(count: number): string {
  if (count < 100_000) return String(count);
  for (const [unit, size] of UNITS) {
    const scaled = count / size;
    if (scaled < 999.5) return `${scaled < 99.95 ? scaled.toFixed(1) : Math.round(scaled)}${unit}`;
  }
  return count.toExponential(0);
}

const UNITS = [
  ['k', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
] as const;

const shortMs = (ms: number): string => (ms < 10 ? ms.toFixed(2) : ms < 1000 ? ms.toFixed(1) : String(Math.round(ms)));
