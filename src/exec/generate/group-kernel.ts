import type { Row } from '../../core/index.js';
import type { AggregateCall, Expr } from '../../sql/planner/index.js';
import { CountColumn, ExtremumColumn, type StateColumn, SumColumn } from '../aggregate/index.js';
import type { ExprScope } from '../expressions/index.js';
import type { TupleTable } from '../hashing/index.js';
import type { Holding } from '../memory.js';
import type { Batch } from '../stream.js';
import { declareRepeated } from './repeated.js';
import { eachRow } from './row-kernels.js';
import { Source } from './source.js';
import { isTrueOf } from './truth.js';
import { isInt, valueOf } from './value.js';

/** The groups so far, by number. */
export interface GroupStates {
  readonly size: number;
  readonly columns: readonly StateColumn[];
  /** Undefined where there are no keys, and the one group was begun; and where rows come in the order of their keys. */
  readonly table: TupleTable | undefined;
  /** The keys of the last group, where rows come in their order. */
  readonly lastKey: Row;
  readonly bareRows: (Row | undefined)[];
  /** Begins the next group. */
  start(keys: Row): void;
  /** The group of the keys, where rows come in their order. */
  next(keys: Row): number;
  keepBare(group: number, row: Row): void;
}

/** Takes a batch of rows into their groups. */
export type GroupKernel = (rows: Batch) => void;

export interface GroupParts {
  readonly keys: readonly Expr[];
  readonly calls: readonly AggregateCall[];
  readonly groups: GroupStates;
  /** The call that decides the bare row; -1: the first row does. */
  readonly picker: number;
  readonly hasBare: boolean;
  readonly holding: Holding;
}

/** Keys and arguments hold no subquery. */
export function groupKernel(parts: GroupParts, scope: ExprScope): GroupKernel | undefined {
  const source = new Source(scope);
  const groups = source.constant(parts.groups);
  const computed = [...parts.keys, ...parts.calls.flatMap((call) => (call.filter ? [] : call.args))];
  const repeated = declareRepeated(computed, source);
  const find = finding(parts, groups, source);
  const steps = parts.calls.map((call, index) => step(call, index, parts, source)).join('\n');
  const bare = parts.hasBare
    ? `if (${source.constant(parts.groups.bareRows)}[group] === undefined) ${groups}.keepBare(group, row);\n`
    : '';
  return source.compile(['rows'], eachRow(`${repeated}${find}\n${steps}\n${bare}`));
}

function finding({ keys, groups: { table } }: GroupParts, groups: string, source: Source): string {
  if (keys.length === 0) return 'const group = 0;';
  return table ? findGroup(keys, table, groups, source) : nextGroup(keys, groups, source);
}

/** The last group, unless a key differs; what is not the very same value may still be equal to it. */
function nextGroup(keys: readonly Expr[], groups: string, source: Source): string {
  const values = keys.map((key, index) => `const v${index} = ${valueOf(key, source)};`).join(' ');
  const differs = keys.map((_, index) => `v${index} !== ${groups}.lastKey[${index}]`).join(' || ');
  const list = keys.map((_, index) => `v${index}`).join(', ');
  return `${values}\nlet group = ${groups}.size - 1;\nif (group < 0 || ${differs}) group = ${groups}.next([${list}]);`;
}

/** {@link TupleTable.add}, place by place. */
function findGroup(keys: readonly Expr[], { places, pairs }: TupleTable, groups: string, source: Source): string {
  const values = keys.map((key, index) => `const v${index} = ${valueOf(key, source)};`).join(' ');
  const ids = places.map((place, index) => `${source.constant(place)}.add(v${index})`);
  const id = ids.reduce((before, next, index) => `${source.constant(pairs[index - 1])}.add(${before}, ${next})`);
  const list = keys.map((_, index) => `v${index}`).join(', ');
  return `${values}\nconst group = ${id};\nif (group === ${groups}.size) ${groups}.start([${list}]);`;
}

/** One call's share of a row. The commonest functions take numbers and nulls in line. */
function step(call: AggregateCall, index: number, parts: GroupParts, source: Source): string {
  const column = parts.groups.columns[index] as StateColumn; // one per call
  const isPicker = index === parts.picker;
  const inLine = inLineStep(call, column, isPicker, parts, source);
  // The column applies the call's own filter.
  if (inLine !== undefined) return call.filter ? `if (${isTrueOf(call.filter, source)}) { ${inLine} }` : inLine;
  const whole = `${source.constant(column)}.step(group, row, ${source.constant(parts.holding)})`;
  return isPicker ? picked(whole, parts, source) : `${whole};`;
}

const picked = (isBest: string, { groups }: GroupParts, source: Source): string =>
  `if (${isBest}) ${source.constant(groups.bareRows)}[group] = row;`;

function inLineStep(
  { args: [arg] }: AggregateCall,
  column: StateColumn,
  isPicker: boolean,
  parts: GroupParts,
  source: Source,
): string | undefined {
  if (column instanceof CountColumn) return counted(arg, column, source);
  if (!arg) return undefined;
  if (column instanceof SumColumn) return summed(arg, column, source);
  if (!(column instanceof ExtremumColumn)) return undefined;
  if (isPicker) return picked(`${source.constant(column)}.add(group, ${valueOf(arg, source)})`, parts, source);
  return compared(arg, column, source);
}

function counted(arg: Expr | undefined, column: CountColumn, source: Source): string {
  const count = `${source.constant(column)}.counts[group]++;`;
  return arg ? `if (${valueOf(arg, source)} !== null) ${count}` : count;
}

function summed(arg: Expr, column: SumColumn, source: Source): string {
  const [v, w] = [source.temporary(), source.temporary()];
  const sums = source.constant(column);
  const quick = `${isInt(v)} && ${sums}.isWhole && Number.isSafeInteger(${w} = ${sums}.wholes[group] + ${v})`;
  return `${v} = ${valueOf(arg, source)}; if (${v} !== null) { if (${quick}) { ${sums}.wholes[group] = ${w}; ${sums}.counts[group]++; } else ${sums}.add(group, ${v}); }`;
}

function compared(arg: Expr, column: ExtremumColumn, source: Source): string {
  const [v, b] = [source.temporary(), source.temporary()];
  const [whole, best] = [source.constant(column), source.constant(column.best)];
  const isBetter = `${v} ${column.sign > 0 ? '>' : '<'} ${b}`;
  return `${v} = ${valueOf(arg, source)}; if (typeof ${v} === 'number' && typeof (${b} = ${best}[group]) === 'number') { if (${isBetter}) ${best}[group] = ${v}; } else if (${v} !== null) ${whole}.add(group, ${v});`;
}
