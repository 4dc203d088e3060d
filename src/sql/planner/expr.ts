import type { Affinity, CollationName, Span, Value } from '../../core/index.js';
import type { AggregateSpec, ScalarSpec, WindowFunctionSpec } from '../functions/index.js';
import type { Plan } from './plan.js';

/** Which storage classes an expression can give: a sum of these bits. */
export const TYPE = { null: 1, integer: 2, real: 4, text: 8, blob: 16, any: 31 } as const;
export type TypeMask = number;

/**
 * A column that some plan node puts out. `id` is unique in the statement: expressions name columns by it, so that
 * rules move work about without renumbering; `exec` turns ids into positions.
 */
export interface Column {
  readonly id: number;
  /** As shown: the declared name, an alias, or the expression's text. */
  readonly name: string;
  /** The table's alias or name, where it came from one: for `EXPLAIN`. */
  readonly table?: string;
  readonly affinity: Affinity;
  readonly collation: CollationName;
  readonly types: TypeMask;
  /** The type as declared (`BIGINT`), '' where there is none. */
  readonly declared: string;
  /** Its texts are JSON, all of them or those in the rows of which this other column says `array` or `object`. */
  readonly json?: true | Column;
}

/**
 * A bound expression: every name resolved, every implicit conversion written out. A reference to a column that no
 * input of its node puts out belongs to an enclosing query: the subquery around it is correlated.
 */
export type Expr =
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'column'; readonly column: Column; readonly span?: Span }
  /** The value bound to a `?`, by position from 0; constant during a run. */
  | { readonly kind: 'parameter'; readonly index: number }
  /** `+` is not here: it only takes the affinity away (`affinity: none`). */
  | { readonly kind: 'unary'; readonly op: '-' | '~'; readonly operand: Expr }
  | { readonly kind: 'arithmetic'; readonly op: ArithmeticOp; readonly left: Expr; readonly right: Expr }
  | CompareExpr
  | { readonly kind: 'logical'; readonly op: 'and' | 'or'; readonly terms: readonly Expr[] }
  | { readonly kind: 'not'; readonly operand: Expr }
  | { readonly kind: 'null-test'; readonly negated: boolean; readonly operand: Expr }
  /** `x IS [NOT] TRUE|FALSE`: 1 or 0, never null. */
  | { readonly kind: 'truth-test'; readonly negated: boolean; readonly truth: boolean; readonly operand: Expr }
  | InListExpr
  | InSubqueryExpr
  | { readonly kind: 'exists'; readonly subquery: Subquery }
  | InKeysExpr
  | { readonly kind: 'scalar-subquery'; readonly subquery: Subquery }
  | PatternExpr
  | { readonly kind: 'cast'; readonly operand: Expr; readonly affinity: Affinity }
  /** The implicit conversion of a comparison (`applyAffinity`); 'none' leaves the value and hides the operand's affinity. */
  | { readonly kind: 'affinity'; readonly operand: Expr; readonly affinity: Affinity }
  /** Gives its operand; names the collation for whatever compares it. */
  | { readonly kind: 'collate'; readonly operand: Expr; readonly collation: CollationName }
  | CaseExpr
  | CallExpr
  /** A comparison of rows: `(a, b) < (c, d)`, lexicographic, three-valued. */
  | RowCompareExpr;

export type ArithmeticOp = '+' | '-' | '*' | '/' | '%' | '&' | '|' | '<<' | '>>' | '||';
export type CompareOp = '=' | '<>' | '<' | '<=' | '>' | '>=' | 'is' | 'is-not';

/** Operands are already converted: `pid = '1'` stands here as pid = 1 or with an `affinity` node around a side. */
export interface CompareExpr {
  readonly kind: 'compare';
  readonly op: CompareOp;
  readonly left: Expr;
  readonly right: Expr;
  readonly collation: CollationName;
}
export interface RowCompareExpr {
  readonly kind: 'row-compare';
  readonly op: CompareOp;
  /** Column by column, each with its own conversion and collation; `op` inside each is meaningless ('='). */
  readonly pairs: readonly CompareExpr[];
}
export interface InListExpr {
  readonly kind: 'in-list';
  readonly negated: boolean;
  readonly operand: Expr;
  readonly items: readonly Expr[];
  readonly collation: CollationName;
}
/** `(a, b) IN (SELECT c, d …)`; one operand mostly. The subquery's columns are already converted by a projection. */
export interface InSubqueryExpr {
  readonly kind: 'in-subquery';
  readonly negated: boolean;
  readonly operands: readonly Expr[];
  readonly subquery: Subquery;
  readonly collations: readonly CollationName[];
}
export interface PatternExpr {
  readonly kind: 'pattern';
  readonly op: 'like' | 'glob' | 'regexp';
  readonly negated: boolean;
  readonly operand: Expr;
  readonly pattern: Expr;
  readonly escape?: Expr;
}
export interface CaseExpr {
  readonly kind: 'case';
  /**
   * Without a base: conditions. With one it is evaluated once, and each `when` is a comparison `base = value`, of which
   * `right` is the value and `left` the base with its conversion.
   */
  readonly base?: Expr;
  readonly arms: readonly { readonly when: Expr; readonly then: Expr }[];
  readonly otherwise: Expr;
}
export interface CallExpr {
  readonly kind: 'call';
  readonly fn: ScalarSpec;
  readonly args: readonly Expr[];
  readonly collation: CollationName;
}

/**
 * Only while planning: the operand is among the keys that the lookup join `set` will gather (or matches one of the
 * patterns, with `op`). Pushed down like any predicate, it becomes a scan's lookup or is dropped: the join checks again.
 */
export interface InKeysExpr {
  readonly kind: 'in-keys';
  readonly operand: Expr;
  readonly set: number;
  readonly op: '=' | 'like' | 'glob' | 'regexp';
  /** What `=` compares by; absent: bytes. */
  readonly collation?: CollationName;
}

/** A query inside an expression. Which outer columns it reads is found by `freeColumns(plan)`. */
export interface Subquery {
  readonly plan: Plan;
}

/** A call in an `aggregate` node; `column` is what it puts out. */
export interface AggregateCall {
  readonly column: Column;
  readonly fn: AggregateSpec;
  readonly args: readonly Expr[];
  readonly distinct: boolean;
  readonly filter?: Expr;
  readonly orderBy: readonly SortTerm[];
  readonly collation: CollationName;
}

export interface SortTerm {
  readonly expr: Expr;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
  readonly collation: CollationName;
}

/** A call in a `window` node. */
export interface WindowCall {
  readonly column: Column;
  readonly fn: AggregateSpec | WindowFunctionSpec;
  readonly args: readonly Expr[];
  readonly filter?: Expr;
  readonly collation: CollationName;
}
export interface WindowFrame {
  readonly unit: 'rows' | 'range' | 'groups';
  readonly start: FrameBound;
  readonly end: FrameBound;
  readonly exclude: 'no-others' | 'current-row' | 'group' | 'ties';
}
export interface FrameBound {
  readonly kind: 'unbounded-preceding' | 'preceding' | 'current-row' | 'following' | 'unbounded-following';
  readonly offset?: Expr;
}
