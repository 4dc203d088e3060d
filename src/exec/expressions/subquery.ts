import {
  type Collation,
  type CollationName,
  collationOf,
  compareValues,
  type Row,
  type Value,
  valueKey,
} from '../../core/index.js';
import { type Expr, freeColumns, type InSubqueryExpr, type Plan } from '../../sql/planner/index.js';
import { dependenciesOf } from '../dependencies.js';
import { exactTupleKey, type Key, tupleKey } from '../keys.js';
import type { Holding } from '../memory.js';
import type { Cell, WorkingRow } from '../run.js';
import { firstRow, type Operator, Pending, type Stream, Suspended, type Task } from '../stream.js';
import { certain, fromTernary, negation } from './truth.js';
import type { Evaluate, ExprScope, Truth } from './types.js';

/** Results that a correlated subquery keeps, by the outer values it read. */
const KEPT_RESULTS = 4096;
const RESULT_BYTES = 120;

interface OuterColumn {
  /** Undefined: the value was left in the cell by a query further out. */
  readonly position: number | undefined;
  readonly cell: Cell;
}

/**
 * A subquery at its place in an expression: run when a row first asks, and once for all rows with the same outer
 * values. Where it has to wait, evaluation stops with `Suspended` and finds the result when it starts over.
 */
class Site<R> {
  readonly #outer: readonly OuterColumn[];
  readonly #working: readonly WorkingRow[];
  readonly #keeps: boolean;
  readonly #results = new Map<Key, R>();
  readonly #holding: Holding;
  readonly #bytesOf: (result: R) => number;
  #operator: Operator | undefined;
  #resumed: { readonly key: Key; readonly result: R } | undefined;

  constructor(
    private readonly scope: ExprScope,
    private readonly plan: Plan,
    /** The first row is enough. */
    private readonly some: boolean,
    private readonly consume: (stream: Stream) => Task<R>,
    bytesOf: (result: R) => number = () => RESULT_BYTES,
  ) {
    const { run } = scope;
    const { working, isVolatile } = dependenciesOf(plan);
    this.#outer = freeColumns(plan).map((column) => ({ position: scope.position(column), cell: run.cell(column.id) }));
    this.#working = [...working].map((id) => run.workingRow(id));
    // A query that reads nothing from outside is run once even if it calls random(), as SQLite does.
    this.#keeps = !isVolatile || this.isConstant;
    this.#holding = run.memory.hold('subquery');
    this.#bytesOf = bytesOf;
  }

  get isConstant(): boolean {
    return this.#outer.length === 0 && this.#working.length === 0;
  }

  result(row: Row): R {
    for (const { position, cell } of this.#outer) if (position !== undefined) cell.value = row[position] as Value; // within the row
    const key = this.#key();
    const kept = this.#results.get(key);
    if (kept !== undefined) return kept;
    const resumed = this.#resumed;
    this.#resumed = undefined;
    if (resumed && resumed.key === key) return resumed.result;
    return this.#run(key);
  }

  #key(): Key {
    if (this.isConstant) return 0;
    const values = this.#outer.map(({ cell }) => cell.value);
    for (const working of this.#working) values.push(working.step);
    return exactTupleKey(values);
  }

  #run(key: Key): R {
    this.#operator ??= this.scope.build(this.plan, { repeated: !this.isConstant, some: this.some });
    const task = this.consume(this.#operator.open());
    const step = task.next();
    if (step.done) {
      this.#keep(key, step.value);
      return step.value;
    }
    throw new Suspended(this.#resume(task, step.value, key));
  }

  *#resume(task: Task<R>, first: Pending, key: Key): Task<void> {
    yield first;
    const result = yield* task;
    this.#keep(key, result);
    if (!this.#results.has(key)) this.#resumed = { key, result };
  }

  #keep(key: Key, result: R): void {
    if (!this.#keeps) return;
    const bytes = this.#bytesOf(result);
    if (
      this.#results.size >= KEPT_RESULTS ||
      (this.#holding.bytes + bytes > this.scope.run.memory.limitBytes / 8 && !this.isConstant)
    ) {
      this.#results.clear();
      this.#holding.release();
    }
    this.#holding.add(bytes);
    this.#results.set(key, result);
  }
}

interface Found {
  readonly row: Row | undefined;
}

/** The first row's value, null where there is no row. */
export function scalarSubquery(expr: Extract<Expr, { kind: 'scalar-subquery' }>, scope: ExprScope): Evaluate {
  const site = firstRowSite(expr.subquery.plan, scope);
  return (row) => site.result(row).row?.[0] ?? null;
}

export function exists(expr: Extract<Expr, { kind: 'exists' }>, scope: ExprScope): Truth {
  const site = firstRowSite(expr.subquery.plan, scope);
  return certain((row) => site.result(row).row !== undefined);
}

const firstRowSite = (plan: Plan, scope: ExprScope): Site<Found> =>
  new Site(scope, plan, true, function* (stream): Task<Found> {
    return { row: yield* firstRow(stream) };
  });

/** `x IN (SELECT …)`, three-valued: a miss is null where x or a row of the subquery holds a null that leaves it open. */
export function inSubquery(expr: InSubqueryExpr, scope: ExprScope): Truth {
  const truth = expr.operands.length === 1 ? valueIn(expr, scope) : rowIn(expr, scope);
  return expr.negated ? negation(truth) : truth;
}

interface ValueSet {
  readonly keys: Set<Key>;
  /** Kept only where keys do not show every equality. */
  readonly values: Value[];
  hasNull: boolean;
}

function valueIn(expr: InSubqueryExpr, scope: ExprScope): Truth {
  const operand = scope.value(expr.operands[0] as Expr); // the caller counted
  const collation = collationOf(expr.collations[0] as CollationName); // one per operand
  const site = new Site<ValueSet>(
    scope,
    expr.subquery.plan,
    false,
    (stream) => gatherValues(stream, collation),
    (set) => 64 + 48 * set.keys.size,
  );
  return fromTernary((row) => {
    const v = operand(row);
    const { keys, values, hasNull } = site.result(row);
    if (v === null) return keys.size === 0 && !hasNull ? false : null;
    if (keys.has(valueKey(v, collation))) return true;
    if (values.some((value) => compareValues(v, value, collation) === 0)) return true;
    return hasNull ? null : false;
  });
}

function* gatherValues(stream: Stream, collation: Collation): Task<ValueSet> {
  const set: ValueSet = { keys: new Set(), values: [], hasNull: false };
  for (const item of stream) {
    if (item instanceof Pending) {
      yield item;
      continue;
    }
    for (const [value = null] of item) {
      if (value === null) set.hasNull = true;
      else {
        set.keys.add(valueKey(value, collation));
        if (!collation.exactKey) set.values.push(value);
      }
    }
  }
  return set;
}

interface RowSet {
  /** Keys of rows without nulls. */
  readonly keys: Set<Key>;
  readonly rows: Row[];
  /** Rows with nulls: never equal, sometimes unknown. */
  readonly open: Row[];
}

function rowIn(expr: InSubqueryExpr, scope: ExprScope): Truth {
  const operands = expr.operands.map((operand) => scope.value(operand));
  const collations = expr.collations.map(collationOf);
  const site = new Site<RowSet>(
    scope,
    expr.subquery.plan,
    false,
    (stream) => gatherRows(stream, collations),
    (set) => 64 + (48 + 64 * collations.length) * (set.rows.length + set.open.length),
  );
  return fromTernary((row) => {
    const values = operands.map((operand) => operand(row));
    const set = site.result(row);
    const isWhole = !values.includes(null);
    if (isWhole && set.keys.has(rowKey(values, collations))) return true;
    const mayMatch = (other: Row): boolean =>
      values.every(
        (v, i) =>
          v === null || other[i] === null || compareValues(v, other[i] as Value, collations[i] as Collation) === 0,
      ); // as wide as the operands
    if (set.open.some(mayMatch)) return null;
    return !isWhole && set.rows.some(mayMatch) ? null : false;
  });
}

function rowKey(values: readonly Value[], collations: readonly Collation[]): Key {
  return tupleKey(values.map((value, i) => valueKey(value, collations[i] as Collation))); // one collation per value
}

function* gatherRows(stream: Stream, collations: readonly Collation[]): Task<RowSet> {
  const set: RowSet = { keys: new Set(), rows: [], open: [] };
  for (const item of stream) {
    if (item instanceof Pending) {
      yield item;
      continue;
    }
    for (const row of item) {
      if (row.includes(null)) set.open.push(row);
      else {
        set.keys.add(rowKey(row, collations));
        set.rows.push(row);
      }
    }
  }
  return set;
}
