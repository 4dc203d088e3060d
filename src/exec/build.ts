import { collationOf, isTrue, type Row } from '../core/index.js';
import type {
  Aggregate,
  Column,
  Expr,
  Filter,
  Join,
  JoinKey,
  Plan,
  Project,
  Recursive,
  Scan,
  Shared,
  Sort,
  UnionAll,
  Values,
  Window,
} from '../sql/planner/index.js';
import { and, columnsIn, conjuncts, isVolatile, outputColumns, outputIds } from '../sql/planner/index.js';
import type { Pipeline } from './compile.js';
import type { NodeStats } from './context.js';
import { correlationOf } from './correlation.js';
import { anySubquery, isStable } from './dependencies.js';
import { constantOf, type ExprScope, scopeOf } from './expressions/index.js';
import { filterKernel } from './generate/index.js';
import { collationsOf, type JoinParts, keyOf } from './join/parts.js';
import { Kept } from './materialise.js';
import { Meter, noStats } from './measure.js';
import { aggregate } from './operators/aggregate.js';
import { distinct } from './operators/distinct.js';
import { eachJoin } from './operators/each-join.js';
import { filter } from './operators/filter.js';
import { FunctionCall } from './operators/function-scan.js';
import { indexedFilter } from './operators/indexed-filter.js';
import { hashJoin, loopJoin } from './operators/kept-join.js';
import { limit } from './operators/limit.js';
import { lookupJoin } from './operators/lookup-join.js';
import { picker, project } from './operators/project.js';
import { recursive, type Step } from './operators/recursive.js';
import { scan } from './operators/scan.js';
import { setOperation } from './operators/set-operation.js';
import { sort } from './operators/sort.js';
import { storedScan } from './operators/stored-scan.js';
import { unionAll } from './operators/union-all.js';
import { values } from './operators/values.js';
import { window } from './operators/window.js';
import { working } from './operators/working.js';
import { rowStep } from './recursion/row-step.js';
import { type Build, ONCE, type Run, type Use } from './run.js';
import { type Operator, Pending, type Stream } from './stream.js';

/** Makes the operators of one run of a pipeline. */
export class Builder {
  #kept: Map<Scan, Kept> | undefined;
  #shared: readonly Operator[] | undefined;
  #meter: Meter | undefined;

  constructor(
    private readonly pipeline: Pipeline,
    private readonly run: Run,
    private readonly stats: Map<Plan, NodeStats> | undefined,
  ) {}

  build: Build = (plan, use) => {
    if (use.repeated && !this.#isKept(plan) && isStable(plan)) {
      return new Kept(this.run, this.build(plan, ONCE), 'subquery', true);
    }
    if (!HEARING.has(plan.kind)) return this.#measured(plan, this.#node(plan, use));
    const columns = outputColumns(plan);
    const reader: Reader = { wanted: () => new Set(columns.map(({ id }) => id)), keepsRows: true };
    const operator = this.#measured(plan, this.#node(plan, use, reader));
    return PASSING.has(plan.kind) || plan.kind === 'join' ? narrowed(operator, columns) : operator;
  };

  /**
   * As {@link build}, for whoever finds columns by their ids: rows may have more of them, in another order. So the rows
   * of stored tables are handed on as they are, without a copy, and joins make rows of what is wanted alone.
   */
  #loose(plan: Plan, use: Use, reader?: Reader): Operator {
    if (use.repeated || !HEARING.has(plan.kind)) return this.build(plan, use);
    return this.#measured(plan, this.#node(plan, use, reader));
  }

  /** As {@link #loose}, and a projection that only picks columns is left to the reader, who picks anyway. */
  #source(plan: Plan, use: Use, reader: Reader): Operator {
    if (plan.kind !== 'project' || use.repeated || !isPicking(plan)) return this.#loose(plan, use, reader);
    const renamed = new Map(plan.items.map(({ column, expr }) => [(expr as ColumnExpr).column.id, column])); // it picks
    const wanted = (): Wanted => {
      const above = reader.wanted();
      return new Set([...renamed].filter(([, { id }]) => !above || above.has(id)).map(([id]) => id));
    };
    const input = this.#source(plan.input, use, { ...reader, wanted });
    const columns = input.columns.map((column) => renamed.get(column.id) ?? column);
    return this.#measured(plan, { columns, open: () => input.open() });
  }

  /** Its rows are there already, or will be kept anyway. */
  #isKept(plan: Plan): boolean {
    return (
      plan.kind === 'values' ||
      plan.kind === 'shared' ||
      plan.kind === 'stored-scan' ||
      (plan.kind === 'scan' && this.pipeline.sameScans.has(plan))
    );
  }

  #measured(plan: Plan, operator: Operator): Operator {
    if (!this.stats) return operator;
    this.#meter ??= new Meter(this.run);
    return this.#meter.measured(plan, operator, this.#statsOf(plan, this.stats));
  }

  #statsOf(plan: Plan, all: Map<Plan, NodeStats>): NodeStats {
    let stats = all.get(plan);
    if (!stats) {
      stats = noStats();
      all.set(plan, stats);
    }
    return stats;
  }

  /** Without closures of its own: V8 would make what they can see at each call, in whichever arm. */
  #node(plan: Plan, use: Use, reader?: Reader): Operator {
    const { run } = this;
    // What keeps its input, or counts it, wants all of it.
    const whole = use.some ? { ...use, some: false } : use;
    switch (plan.kind) {
      case 'scan':
        return this.#scan(plan);
      case 'stored-scan':
        return storedScan(plan, this.#scope([]));
      case 'function-scan':
        return new FunctionCall(plan, this.#scope([]), run);
      case 'values':
        return this.#values(plan);
      case 'filter':
        return this.#filter(plan, use, reader);
      case 'project':
        return this.#project(plan, use);
      case 'join':
        return this.#join(plan, use, reader);
      case 'aggregate':
        return this.#aggregate(plan, whole, reader?.looksUp ?? false);
      case 'window': {
        const columns = inOrder(outputColumns(plan), reader?.wanted());
        const input = this.#source(plan.input, whole, alsoReading(windowExprs(plan), reader, true));
        return window(plan, input, this.#scope(input.columns), columns);
      }
      case 'distinct':
        return distinct(this.#source(plan.input, use, ALL_KEPT), outputColumns(plan), run);
      case 'sort': {
        const input = this.#source(plan.input, whole, alsoReading(termExprs(plan), reader, true));
        return sort(plan, input, this.#scope(input.columns), inOrder(outputColumns(plan), reader?.wanted()));
      }
      case 'limit': {
        const scope = this.#scope([]);
        return limit(
          this.#loose(plan.input, { ...use, some: true }, reader),
          scope.value(plan.limit),
          plan.offset && scope.value(plan.offset),
        );
      }
      case 'union-all':
        return this.#unionAll(plan, use);
      case 'set-operation':
        return setOperation(plan.op, this.build(plan.left, whole), this.build(plan.right, whole), plan.columns, run);
      case 'shared':
        return this.#readShared(plan);
      case 'recursive':
        return this.#recursive(plan, whole);
      case 'working':
        return working(run.workingRow(plan.id), plan.columns);
    }
  }

  #values(plan: Values): Operator {
    const scope = this.#scope([]);
    return values(
      plan.rows.map((row) => row.map((expr) => scope.value(expr))),
      plan.columns,
    );
  }

  #project(plan: Project, use: Use): Operator {
    const exprs = plan.items.map((item) => item.expr);
    const input = this.#loose(plan.input, use, { wanted: () => readBy(exprs), keepsRows: exprs.every(isColumn) });
    return project(plan, input, this.#scope(input.columns), anySubquery(exprs));
  }

  #aggregate(plan: Aggregate, use: Use, isLookedUp: boolean): Operator {
    const below = { wanted: () => readBy(aggregateExprs(plan)), keepsRows: plan.bare.length > 0 };
    const input = this.#source(plan.input, use, below);
    return aggregate(plan, input, this.#scope(input.columns), isLookedUp);
  }

  #unionAll(plan: UnionAll, use: Use): Operator {
    return unionAll(
      plan.inputs.map((input) => this.build(input, use)),
      plan.columns,
    );
  }

  #readShared(plan: Shared): Operator {
    return { columns: plan.columns, open: () => this.#sharedPlan(plan.key).open() };
  }

  /** Steps run once for each row of the recursion. */
  #recursive(plan: Recursive, use: Use): Operator {
    return recursive(
      plan,
      this.build(plan.seed, use),
      plan.steps.map((step) => this.#step(step, plan.id)),
      this.#scope(plan.columns),
    );
  }

  #step(plan: Plan, recursion: number): Step {
    const direct = this.stats ? undefined : rowStep(plan, recursion, (columns) => this.#scope(columns));
    return direct ?? this.build(plan, { repeated: true, some: false });
  }

  #filter(plan: Filter, use: Use, reader: Reader | undefined): Operator {
    const { predicate } = plan;
    // What nothing can pass is not even read.
    if (this.#isNeverTrue(predicate)) return values([], outputColumns(plan.input));
    const correlation = use.repeated && isStable(plan.input) ? correlationOf(predicate, plan.input) : undefined;
    const below = alsoReading([predicate], reader, reader?.keepsRows ?? true);
    const input = this.#loose(plan.input, { ...use, repeated: use.repeated && !correlation }, below);
    const scope = this.#scope(input.columns);
    const whole = scope.isTrue(predicate);
    const generate = anySubquery([predicate]) ? undefined : () => filterKernel(predicate, scope);
    if (!correlation) return filter(input, whole, generate, this.run);
    const rest = and(correlation.rest);
    const parts = {
      input: new Kept(this.run, input, 'subquery', true),
      rowKey: keyOf(correlation.keys, 'left', scope),
      wantedKey: keyOf(correlation.keys, 'right', scope),
      collations: collationsOf(correlation.keys),
      whole,
      rest: rest && scope.isTrue(rest),
      generate,
    };
    return indexedFilter(parts, this.run);
  }

  #isNeverTrue(predicate: Expr): boolean {
    const scope = this.#scope([]);
    return conjuncts(predicate).some((term) => {
      const constant = constantOf(term, scope);
      return constant !== undefined && isTrue(constant.value) !== true;
    });
  }

  #scope(columns: readonly Column[]): ExprScope {
    return scopeOf(this.run, this.build, columns);
  }

  #sharedPlan(key: number): Operator {
    const plans = this.pipeline.query.shared;
    this.#shared ??= plans.map((plan) => new Kept(this.run, this.build(plan, ONCE), 'common table expression', false));
    return this.#shared[key] as Operator; // the planner numbers what it shares
  }

  #scan(plan: Scan): Operator {
    const stats = this.stats && this.#statsOf(plan, this.stats);
    const leader = this.pipeline.sameScans.get(plan);
    if (!leader) return scan(plan, this.#scope([]), stats);
    this.#kept ??= new Map();
    let kept = this.#kept.get(leader);
    if (!kept) {
      kept = new Kept(
        this.run,
        scan(leader, this.#scope([]), this.stats && this.#statsOf(leader, this.stats)),
        'scan',
        true,
      );
      this.#kept.set(leader, kept);
    }
    return view(kept, plan, leader);
  }

  #join(plan: Join, use: Use, reader: Reader | undefined): Operator {
    const { method } = plan;
    if (method.kind === 'lookup') {
      const right = this.build(plan.right, { repeated: true, some: false });
      return lookupJoin(plan, method, this.#joinParts(plan, this.build(plan.left, use), right), use.some);
    }
    if (method.kind === 'each') {
      const right = this.build(plan.right, { repeated: true, some: false });
      return eachJoin(plan, this.#joinParts(plan, this.build(plan.left, use), right));
    }
    const [exact, inexact] = splitKeys(plan.keys);
    // as: one of them is there.
    const join =
      inexact.length === 0 ? plan : { ...plan, keys: exact, on: and([...inexact, ...conjuncts(plan.on)]) as Expr };
    const build = method.kind === 'hash' ? method.build : 'right';
    const isReused = use.repeated && isSideStable(plan, build);
    const sides = {
      [build]: { repeated: use.repeated && !isReused, some: false },
      [build === 'left' ? 'right' : 'left']: use,
    } as Record<'left' | 'right', Use>; // one is each side
    const read = [...join.keys.flatMap((key) => [key.left, key.right]), join.on];
    const isHalf = plan.type === 'semi' || plan.type === 'anti';
    // Of the streaming side's rows pairs are made, but for half joins.
    const readerOf = (side: 'left' | 'right'): Reader => {
      const isKept = side === build;
      return {
        wanted: () => alsoWanted(read, reader),
        keepsRows: isKept || (isHalf && (reader?.keepsRows ?? true)),
        looksUp: isKept && OF_PROBE.has(plan.type) && isGroupedBy(plan[side], join.keys, side),
      };
    };
    const left = this.#source(plan.left, sides.left, readerOf('left'));
    const right = this.#source(plan.right, sides.right, readerOf('right'));
    const parts = this.#joinParts(join, left, right, reader);
    return (join.keys.length > 0 ? hashJoin : loopJoin)(join, build, { ...parts, isReused });
  }

  #joinParts(plan: Join, left: Operator, right: Operator, reader?: Reader): JoinParts {
    const isHalf = plan.type === 'semi' || plan.type === 'anti';
    return {
      run: this.run,
      left,
      right,
      columns: isHalf ? left.columns : inOrder(outputColumns(plan), reader?.wanted()),
      leftScope: this.#scope(left.columns),
      rightScope: this.#scope(right.columns),
      on: plan.on && this.#scope([...left.columns, ...right.columns]).isTrue(plan.on),
      onReads: readBy([plan.on]),
      mayWait: anySubquery([plan.on]),
      isPassing: reader?.keepsRows === false,
      isReused: false,
    };
  }
}

/** The ids of columns that are read. Undefined: all. */
type Wanted = ReadonlySet<number> | undefined;

/** Who reads the rows of an operator. */
interface Reader {
  /** What it reads, asked by nodes that do less for knowing it. */
  readonly wanted: () => Wanted;
  /** It may keep rows, or hand them on; else it is through with a batch's when it asks for the next. */
  readonly keepsRows: boolean;
  /** It looks rows up by what they are grouped by: their order is nothing to it. */
  readonly looksUp?: boolean;
}

const ALL_KEPT: Reader = { wanted: () => undefined, keepsRows: true };

/** The columns that expressions read; undefined where subqueries may read others. */
function readBy(exprs: readonly (Expr | undefined)[], also: Iterable<number> = []): Wanted {
  if (anySubquery(exprs)) return undefined;
  const read = new Set(also);
  for (const expr of exprs) if (expr) columnsIn(expr, read);
  return read;
}

function alsoWanted(exprs: readonly (Expr | undefined)[], reader: Reader | undefined): Wanted {
  const above = reader?.wanted();
  return above && readBy(exprs, above);
}

const alsoReading = (exprs: readonly (Expr | undefined)[], reader: Reader | undefined, keepsRows: boolean): Reader => ({
  wanted: () => alsoWanted(exprs, reader),
  keepsRows,
});

/** The wanted ones, in the order in which they are read: then nobody has to put them into that order. */
function inOrder(columns: readonly Column[], wanted: Wanted): readonly Column[] {
  if (!wanted) return columns;
  return [...wanted].flatMap((id) => columns.find((column) => column.id === id) ?? []);
}

type ColumnExpr = Extract<Expr, { kind: 'column' }>;

/** Each item is another column of the input. */
function isPicking({ items, input }: Project): boolean {
  if (!items.every(({ expr }) => isColumn(expr))) return false;
  const own = outputIds(input);
  const picked = items.flatMap(({ expr }) => (expr.kind === 'column' && own.has(expr.column.id) ? expr.column.id : []));
  return new Set(picked).size === items.length;
}

const windowExprs = ({ partitionBy, orderBy, calls }: Window): (Expr | undefined)[] => [
  ...partitionBy,
  ...orderBy.map((term) => term.expr),
  ...calls.flatMap((call) => [...call.args, call.filter]),
];

const termExprs = ({ terms }: Sort): Expr[] => terms.map((term) => term.expr);

const isColumn = (expr: Expr): boolean => expr.kind === 'column';

const aggregateExprs = ({ groups, calls, bare }: Aggregate): (Expr | undefined)[] => [
  ...[...groups, ...bare].map((item) => item.expr),
  ...calls.flatMap((call) => [...call.args, call.filter, ...call.orderBy.map((term) => term.expr)]),
];

/** Nodes that do less where the reader says what it wants. */
const HEARING: ReadonlySet<Plan['kind']> = new Set([
  'stored-scan',
  'filter',
  'sort',
  'limit',
  'join',
  'window',
  'aggregate',
]);
/** Nodes that pass on the rows they get. */
const PASSING: ReadonlySet<Plan['kind']> = new Set(['stored-scan', 'filter', 'sort', 'limit']);

/** The operator with exactly these columns. */
function narrowed(operator: Operator, columns: readonly Column[]): Operator {
  const { columns: found } = operator;
  if (found.length === columns.length && columns.every((column, index) => column.id === found[index]?.id))
    return operator;
  const positions = columns.map((column) => found.findIndex((one) => one.id === column.id));
  return picked(operator, columns, positions);
}

function picked(operator: Operator, columns: readonly Column[], positions: readonly number[]): Operator {
  const pick = picker(positions);
  return { columns, open: () => mapped(operator, pick) };
}

function* mapped(operator: Operator, pick: (row: Row) => Row): Stream {
  for (const item of operator.open()) yield item instanceof Pending ? item : item.map(pick);
}

/** The rows of a scan made for several readers, as this one wants them. */
function view(kept: Kept, plan: Scan, leader: Scan): Operator {
  const positions = plan.sources.map((source) => leader.sources.indexOf(source));
  if (positions.length === leader.sources.length && positions.every((position, index) => position === index)) {
    return { columns: plan.columns, open: () => kept.open() };
  }
  return picked(kept, plan.columns, positions);
}

/** Keys whose equality a hash shows, and the others as conditions. */
function splitKeys(keys: readonly JoinKey[]): [JoinKey[], Expr[]] {
  const exact = keys.filter((key) => collationOf(key.collation).exactKey);
  const inexact = keys.filter((key) => !exact.includes(key));
  return [
    exact,
    inexact.map(({ left, right, collation }): Expr => ({ kind: 'compare', op: '=', left, right, collation })),
  ];
}

/** Joins whose rows come in the order of the streaming side, as long as a key has one row. */
const OF_PROBE: ReadonlySet<Join['type']> = new Set(['inner', 'left']);

/** Groups, one for each key at most. */
function isGroupedBy(plan: Plan, keys: readonly JoinKey[], side: 'left' | 'right'): boolean {
  if (plan.kind === 'project') return isPicking(plan) && isGroupedBy(plan.input, keys, side);
  const isKey = ({ id }: Column): boolean =>
    keys.some(({ [side]: key }) => key.kind === 'column' && key.column.id === id);
  return plan.kind === 'aggregate' && plan.groups.length > 0 && plan.groups.every((item) => isKey(item.column));
}

/** True when the join's kept side is the same each time: its rows and its keys read nothing from around the join. */
function isSideStable(plan: Join, side: 'left' | 'right'): boolean {
  if (!isStable(plan[side])) return false;
  const own = outputIds(plan[side]);
  return plan.keys.every((key) => !isVolatile(key[side]) && [...columnsIn(key[side])].every((id) => own.has(id)));
}
