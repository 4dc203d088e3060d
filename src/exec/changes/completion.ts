import type { Row, Value } from '../../core/index.js';
import type { Change, ConflictAction, Expr, RowRules } from '../../sql/planner/index.js';
import type { TableSchema } from '../../store/index.js';
import type { Evaluate, ExprScope } from '../expressions/index.js';
import { ConstraintFailure } from './failure.js';
import { type Convert, conversionOf, strictTest } from './stored-values.js';

/** One thing that a row must pass or get on its way into a table. False: the row is left out. */
type Step = (row: Row) => boolean;

/** What is to be done to a row whose values are in place and converted. */
export interface Completion {
  /** Constraints of single rows and generated columns. False: the row is to be ignored. @throws ConstraintFailure */
  complete(row: Row): boolean;
  /** What indexes need beside the columns. */
  compute(row: Row): void;
  /** What SQLite looks at after the rowid alone: the types of a STRICT table, where nothing needs them before. */
  readonly late: ((row: Row) => unknown) | undefined;
}

/**
 * @param changed the slots that a statement assigns; undefined: all of them. What a constraint said of a row before
 *   holds as long as nothing it reads is assigned.
 */
export function completionOf(
  change: Change & { readonly rules: RowRules },
  orAction: ConflictAction | undefined,
  scope: ExprScope,
  changed?: readonly number[],
): Completion {
  const { table, rules } = change;
  const isChanged = (slot: number): boolean =>
    changed === undefined || changed.includes(slot) || table.columns[slot]?.generated !== undefined;
  const plain: Step[] = [];
  const second: Step[] = [];
  const types: Step[] = [];
  const plainTypes: Step[] = [];
  table.columns.forEach((column, slot) => {
    if (!isChanged(slot) || slot === table.rowidColumn) return;
    if (column.notNull || isInKey(table, slot)) {
      const action = orAction ?? column.notNullConflict ?? 'abort';
      const fallback = action === 'replace' && !column.generated ? rules.defaults[slot] : undefined;
      if (fallback) plain.push(fillNull(table, slot, scope.value(fallback)));
      // What a default was put in for is looked at when all the others have been.
      (column.generated || fallback ? second : plain).push(notNull(table, slot, action));
    }
    // What is never stored may be of any type.
    const test = column.generated?.stored === false ? undefined : strictTest(table, column);
    if (!test) return;
    const step: Step = (row) => passed(test(row[slot] as Value)); // rows are as wide as their table
    types.push(step);
    // What columns are generated from is looked at before.
    if (rules.generated.length > 0 && !column.generated) plainTypes.push(step);
  });
  const generated = rules.generated.map(({ slot, expr }) => generate(table, slot, scope.value(expr)));
  const checks = rules.checks
    .filter(({ reads }) => changed === undefined || rules.generated.length > 0 || reads.some(isChanged))
    .map(({ label, expr }) => check(label, scope.isFalse(expr), orAction));
  const isLate = checks.length === 0 && generated.length === 0;
  const steps = [...plainTypes, ...plain, ...generated, ...second, ...(isLate ? [] : types), ...checks];
  const late = isLate && types.length > 0 ? { late: allOf(types) } : { late: undefined };
  return { complete: allOf(steps), compute: computeAll(table, rules, scope), ...late };
}

const isInKey = (table: TableSchema, slot: number): boolean =>
  table.primaryKey?.some((term) => term.slot === slot) ?? false;

const passed = (_: void): true => true;

function allOf(steps: readonly Step[]): Step {
  const [only] = steps;
  if (!only) return () => true;
  if (steps.length === 1) return only;
  return (row) => {
    for (let i = 0; i < steps.length; i++) if (!(steps[i] as Step)(row)) return false; // within bounds
    return true;
  };
}

/** REPLACE puts the default in the place of a null. */
function fillNull(table: TableSchema, slot: number, value: Evaluate): Step {
  const put = generate(table, slot, value);
  return (row) => row[slot] !== null || put(row);
}

function notNull(table: TableSchema, slot: number, action: ConflictAction): Step {
  const message = `NOT NULL constraint failed: ${table.name}.${table.columns[slot]?.name}`;
  return (row) => {
    if (row[slot] !== null) return true;
    if (action === 'ignore') return false;
    throw new ConstraintFailure(message, action === 'replace' ? 'abort' : action);
  };
}

/** Puts a computed value in, as the column stores it. */
function generate(table: TableSchema, slot: number, value: Evaluate): Step {
  const column = table.columns[slot];
  const convert: Convert | undefined = column && conversionOf(table, column);
  return (row) => {
    const made = value(row);
    row[slot] = convert ? convert(made) : made;
    return true;
  };
}

function check(label: string, isBroken: (row: Row) => boolean, orAction: ConflictAction | undefined): Step {
  return (row) => {
    if (!isBroken(row)) return true;
    if (orAction === 'ignore') return false;
    const action = orAction === undefined || orAction === 'replace' ? 'abort' : orAction;
    throw new ConstraintFailure(`CHECK constraint failed: ${label}`, action);
  };
}

/** The slots after the rowid. A partial index's condition is kept as 1 where it is true. */
function computeAll(table: TableSchema, rules: RowRules, scope: ExprScope): (row: Row) => void {
  const { computed } = rules;
  if (computed.length === 0) return () => {};
  const conditions = new Set(table.indexes.map((index) => index.where?.slot));
  const values = computed.map(({ slot, expr }) => ({
    slot,
    value: conditions.has(slot) ? truthOf(expr, scope) : scope.value(expr),
  }));
  return (row) => {
    for (const { slot, value } of values) row[slot] = value(row);
  };
}

function truthOf(expr: Expr, scope: ExprScope): Evaluate {
  const isTrue = scope.isTrue(expr);
  return (row) => (isTrue(row) ? 1 : 0);
}
