import { type CollationName, collationOf as rulesOf } from '../../../core/index.js';
import { rowidSlot, type TableSchema } from '../../../store/index.js';
import { type CompareOp, type Expr, TYPE } from '../expr.js';
import type { KeyBound, KeyValues, StoredScan } from '../plan.js';
import { columnsIn, exprKey, freeColumns } from '../traverse.js';
import { typesOf } from '../typing.js';
import { isVolatile } from '../visit.js';
import { foldExpr } from './fold-constants.js';

/** What a predicate says about one slot of a stored table's rows. */
export interface Fact {
  /** The predicate it was read from. */
  readonly term: Expr;
  readonly slot: number;
  /** What it compares by; undefined where no text is compared, so that any order will do. */
  readonly collation: CollationName | undefined;
  readonly says: KeyValues | Bound | { readonly kind: 'not-null' };
}
export interface Bound extends KeyBound {
  readonly kind: 'min' | 'max';
}

/** Slots by what is read from them: columns of the scan, and expressions that the table keeps the value of. */
export class Slots {
  readonly #columns = new Map<number, number>();
  readonly #computed: ReadonlyMap<string, number>;
  readonly #ids: ReadonlySet<number>;

  constructor(private readonly scan: StoredScan) {
    scan.columns.forEach((column, index) => {
      this.#columns.set(column.id, slotFor(scan.table, scan.sources[index] ?? 0));
    });
    this.#computed = computedSlots(scan.computed);
    this.#ids = new Set(this.#columns.keys());
  }

  /** The slot that holds the expression's value. */
  of(expr: Expr): number | undefined {
    if (expr.kind === 'collate') return this.of(expr.operand);
    if (expr.kind === 'column') return this.#columns.get(expr.column.id);
    return this.#computed.size > 0 ? this.#computed.get(exprKey(expr)) : undefined;
  }

  /** It can be evaluated before the scan starts. */
  isGiven(value: Expr): boolean {
    return !isVolatile(value) && [...columnsIn(value)].every((id) => !this.#ids.has(id));
  }

  isGivenQuery(plan: Parameters<typeof freeColumns>[0]): boolean {
    return freeColumns(plan).every((column) => !this.#ids.has(column.id));
  }

  get table(): TableSchema {
    return this.scan.table;
  }
}

const slotsOfComputed = new WeakMap<StoredScan['computed'], ReadonlyMap<string, number>>();

/** By the expression's key; remembered, since joins are planned with the same scan many times. */
function computedSlots(computed: StoredScan['computed']): ReadonlyMap<string, number> {
  let slots = slotsOfComputed.get(computed);
  if (!slots) {
    slots = new Map(computed.map(({ slot, expr }) => [exprKey(foldExpr(expr)), slot]));
    slotsOfComputed.set(computed, slots);
  }
  return slots;
}

/** A column that is the rowid has two slots, always alike: here it goes by the rowid's. */
export const slotFor = (table: TableSchema, slot: number): number =>
  slot === table.rowidColumn ? rowidSlot(table) : slot;

/** False where no row of the table has a null there: its rowid, and what is declared NOT NULL. */
export function isNullable(table: TableSchema, slot: number): boolean {
  if (slotFor(table, slot) === rowidSlot(table)) return table.primaryKey !== undefined;
  return !table.columns[slot]?.notNull;
}

/** What a predicate says about a slot; undefined where no key can use it. */
export function factOf(slots: Slots, term: Expr): Fact | undefined {
  switch (term.kind) {
    case 'compare':
      return compareFact(slots, term);
    case 'null-test': {
      const slot = slots.of(term.operand);
      if (slot === undefined) return undefined;
      const says = term.negated ? ({ kind: 'not-null' } as const) : isNull;
      return { term, slot, collation: undefined, says };
    }
    case 'in-list': {
      if (term.negated || !term.items.every((item) => slots.isGiven(item))) return undefined;
      return factAbout(slots, term.operand, term.items, term.collation, term, { kind: 'values', values: term.items });
    }
    case 'in-subquery': {
      const [operand] = term.operands;
      if (term.negated || term.operands.length !== 1 || !operand || !slots.isGivenQuery(term.subquery.plan))
        return undefined;
      const says = { kind: 'subquery', subquery: term.subquery } as const;
      return factAbout(slots, operand, undefined, term.collations[0] ?? 'binary', term, says);
    }
    case 'in-keys':
      if (term.op !== '=') return undefined;
      return factAbout(slots, term.operand, undefined, term.collation ?? 'binary', term, {
        kind: 'keys',
        set: term.set,
      });
    default:
      return undefined;
  }
}

const isNull: KeyValues = { kind: 'is', value: { kind: 'literal', value: null } };

function factAbout(
  slots: Slots,
  operand: Expr,
  values: readonly Expr[] | undefined,
  collation: CollationName,
  term: Expr,
  says: Fact['says'],
): Fact | undefined {
  const slot = slots.of(operand);
  if (slot === undefined) return undefined;
  const hasText =
    (typesOf(operand) & TYPE.text) !== 0 && (values?.some((value) => (typesOf(value) & TYPE.text) !== 0) ?? true);
  if (hasText && !rulesOf(collation).exactKey) return undefined;
  return { term, slot, collation: hasText ? collation : undefined, says };
}

const BOUNDS: Readonly<
  Partial<Record<CompareOp, readonly [direct: Bound['kind'], mirrored: Bound['kind'], inclusive: boolean]>>
> = {
  '<': ['max', 'min', false],
  '<=': ['max', 'min', true],
  '>': ['min', 'max', false],
  '>=': ['min', 'max', true],
};

function compareFact(slots: Slots, term: Expr & { kind: 'compare' }): Fact | undefined {
  const isDirect = slots.of(term.left) !== undefined && slots.isGiven(term.right);
  const [operand, value] = isDirect ? [term.left, term.right] : [term.right, term.left];
  if (!isDirect && (slots.of(operand) === undefined || !slots.isGiven(value))) return undefined;
  const says = compareSays(term.op, value, isDirect);
  return says && factAbout(slots, operand, [value], term.collation, term, says);
}

function compareSays(op: CompareOp, value: Expr, isDirect: boolean): Fact['says'] | undefined {
  if (op === '=') return { kind: 'values', values: [value] };
  if (op === 'is') return { kind: 'is', value };
  const bound = BOUNDS[op];
  return bound && { kind: isDirect ? bound[0] : bound[1], value, inclusive: bound[2] };
}
