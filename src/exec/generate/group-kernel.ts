import { binary, type Collation, type Row, valueKey } from '../../core/index.js';
import type { AggregateCall, Expr } from '../../sql/planner/index.js';
import type { Collector } from '../aggregate/collectors.js';
import type { ExprScope } from '../expressions/index.js';
import type { Key } from '../keys.js';
import type { Holding } from '../memory.js';
import type { Batch } from '../stream.js';
import { eachRow } from './row-kernels.js';
import { Source } from './source.js';
import { isTrueOf } from './truth.js';
import { isInt, valueOf } from './value.js';

/** A group as the kernel sees it: states by call. */
export interface GroupState {
  readonly states: unknown[];
  bareRow: Row | undefined;
}

/** Takes a batch of rows into their groups. */
export type GroupKernel = (rows: Batch) => void;

export interface GroupParts {
  readonly keys: readonly Expr[];
  readonly collations: readonly Collation[];
  readonly calls: readonly AggregateCall[];
  readonly collectors: readonly Collector[];
  /** The call that decides the bare row; -1: the first row does. */
  readonly picker: number;
  readonly hasBare: boolean;
  readonly holding: Holding;
  /** The groups so far, and how a new one is added under a key. One group of everything: no map. */
  readonly groups: ReadonlyMap<Key, GroupState>;
  readonly one: GroupState | undefined;
  readonly add: (key: Key, values: Row) => GroupState;
  readonly keyOf: (values: Row) => Key;
}

/** Keys and arguments hold no subquery. */
export function groupKernel(parts: GroupParts, scope: ExprScope): GroupKernel | undefined {
  const source = new Source(scope);
  const steps = parts.calls.map((call, index) => step(call, index, parts, source)).join('\n');
  const bare = parts.hasBare ? 'if (group.bareRow === undefined) { group.bareRow = row; holding.addRow(row); }\n' : '';
  const find = parts.one ? `const group = ${source.constant(parts.one)};` : findGroup(parts, source);
  const holding = `const holding = ${source.constant(parts.holding)};\n`;
  return source.compile(['rows'], `${holding}${eachRow(`${find}\nconst states = group.states;\n${steps}\n${bare}`)}`);
}

function findGroup(parts: GroupParts, source: Source): string {
  const groups = source.constant(parts.groups);
  const add = source.constant(parts.add);
  const values = parts.keys.map((key, index) => `const v${index} = ${valueOf(key, source)};`).join(' ');
  const list = parts.keys.map((_, index) => `v${index}`).join(', ');
  const [collation] = parts.collations;
  const key =
    parts.keys.length === 1 && collation
      ? singleKey('v0', collation, source)
      : `${source.constant(parts.keyOf)}([${list}])`;
  return `${values}\nconst key = ${key};\nlet group = ${groups}.get(key);\nif (group === undefined) group = ${add}(key, [${list}]);`;
}

/** {@link valueKey} with the two commonest cases in line. */
function singleKey(value: string, collation: Collation, source: Source): string {
  const slow = `${source.constant(valueKey)}(${value}, ${source.constant(collation)})`;
  const text = collation.name === 'binary' ? `typeof ${value} === 'string' || ` : '';
  return `(${text}${isInt(value)} ? ${value} : ${slow})`;
}

/** One call's share of a row. The commonest functions take small whole numbers and nulls in line. */
function step(call: AggregateCall, index: number, parts: GroupParts, source: Source): string {
  const collector = source.constant(parts.collectors[index]);
  const state = `states[${index}]`;
  const whole = `${collector}.step(${state}, row, holding)`;
  const isPicker = index === parts.picker;
  const [arg] = call.args;
  const isPlain = !call.distinct && call.orderBy.length === 0;
  const body = isPlain && !isPicker ? inline(call, arg, state, source) : undefined;
  if (body === undefined) {
    // The collector applies the call's own filter.
    return isPicker ? `if (${whole}) group.bareRow = row;` : `${whole};`;
  }
  return call.filter ? `if (${isTrueOf(call.filter, source)}) { ${body} }` : body;
}

function inline(call: AggregateCall, arg: Expr | undefined, state: string, source: Source): string | undefined {
  const { fn } = call;
  if (fn.name === 'count') return arg ? `if (${valueOf(arg, source)} !== null) ${state}.rows++;` : `${state}.rows++;`;
  if (!arg || call.args.length !== 1) return undefined;
  if (fn.name !== 'sum' && fn.name !== 'avg' && fn.name !== 'total') return undefined;
  const accumulator = fn.bind({ nowMs: 0, collation: binary, constants: [] });
  const [v, s, w] = [source.temporary(), source.temporary(), source.temporary()];
  const slow = `${source.constant(accumulator)}.step(${s}, ${v})`;
  const quick = `${isInt(v)} && typeof ${s}.whole === 'number' && Number.isSafeInteger(${w} = ${s}.whole + ${v})`;
  return `${v} = ${valueOf(arg, source)}; if (${v} !== null) { ${s} = ${state}; if (${quick}) { ${s}.count++; ${s}.whole = ${w}; } else ${slow}; }`;
}
