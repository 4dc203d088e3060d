import type { TableSpec } from '../../catalog/index.js';
import type { CollationName } from '../../core/index.js';
import type { Database, IndexSchema, TableSchema } from '../../store/index.js';
import type { TableFunctionSpec } from '../functions/index.js';
import type { Change } from './change.js';
import type { AggregateCall, Column, Expr, SortTerm, Subquery, WindowCall, WindowFrame } from './expr.js';

/**
 * A relational plan: plain readonly data, no parent links. A rule with nothing to do returns the very node it was given.
 * The binder makes the logical forms; the optimizer adds lookups to scans and a method to joins; `exec` runs both.
 */
export type Plan =
  | Scan
  | StoredScan
  | FunctionScan
  | Values
  | Filter
  | Project
  | Join
  | Aggregate
  | Window
  | Distinct
  | Sort
  | Limit
  | UnionAll
  | SetOperation
  | Shared
  | Recursive
  | Working;

/** Rows of a table. `columns[i]` is read from the table's column `sources[i]`. */
export interface Scan {
  readonly kind: 'scan';
  readonly table: TableSpec;
  readonly alias: string;
  readonly columns: readonly Column[];
  readonly sources: readonly string[];
  /** What the table's keys are told; all of it holds. Filled by the rules. */
  readonly lookups: readonly LookupTerm[];
  /** What rows must satisfy besides, tested in this order: a column is read when a condition needs it, or after the last. */
  readonly checks?: readonly Expr[];
  /** No more rows than this are needed, and nothing above drops one. */
  readonly limit?: Expr;
}

/** One constraint handed to a scan. Values are evaluated when the scan opens; null values match nothing. */
export type LookupTerm =
  /** The column equals one of these. */
  | { readonly kind: 'values'; readonly column: string; readonly values: readonly Expr[] }
  /** The column equals one of the batch of join keys that the lookup join `set` has gathered. */
  | { readonly kind: 'keys'; readonly column: string; readonly set: number }
  /** The column equals a value of this one-column query. */
  | { readonly kind: 'subquery'; readonly column: string; readonly subquery: Subquery }
  | { readonly kind: 'range'; readonly column: string; readonly op: '<' | '<=' | '>' | '>='; readonly value: Expr }
  /** The column matches one of these patterns. */
  | {
      readonly kind: 'patterns';
      readonly column: string;
      readonly op: 'like' | 'glob' | 'regexp';
      readonly patterns: readonly Expr[];
      readonly escape?: Expr;
    }
  /** The column matches one of the patterns that the lookup join `set` has gathered. */
  | {
      readonly kind: 'pattern-keys';
      readonly column: string;
      readonly op: 'like' | 'glob' | 'regexp';
      readonly set: number;
    };

/** Rows of a stored table, in the order of the key it is read by. `columns[i]` is read from the rows' slot `sources[i]`. */
export interface StoredScan {
  readonly kind: 'stored-scan';
  readonly table: TableSchema;
  readonly alias: string;
  readonly columns: readonly Column[];
  readonly sources: readonly number[];
  /** Asked for costs alone. */
  readonly database: Database;
  /** What the table's computed slots hold, over the columns the scan was bound with. */
  readonly computed: readonly { readonly slot: number; readonly expr: Expr }[];
  /** INDEXED BY; false: NOT INDEXED. */
  readonly indexedBy?: IndexSchema | false;
  /** How rows are found; absent: all of them, by the table's own key. Filled by the rules. */
  readonly access?: StoredAccess;
  readonly descending: boolean;
  /** No more rows than this are needed, and nothing above drops one. */
  readonly limit?: Expr;
  /** Of the rows that answer one join key the first is enough, whichever it is. */
  readonly isFirstOfEach?: true;
}

/** A stretch, or several, of a key: its leading terms equal something, the next one lies in a range. All of it holds. */
export interface StoredAccess {
  /** Absent: the table's own key. */
  readonly index?: IndexSchema;
  readonly equals: readonly KeyValues[];
  readonly range?: { readonly min?: KeyBound; readonly max?: KeyBound };
}

/** What a key's term equals, compared by the term's collation. */
export type KeyValues =
  /** One of these. Null matches nothing. */
  | { readonly kind: 'values'; readonly values: readonly Expr[] }
  /** This one, null too. */
  | { readonly kind: 'is'; readonly value: Expr }
  /** One of the batch of join keys that the lookup join `set` has gathered. */
  | { readonly kind: 'keys'; readonly set: number }
  /** A value of this one-column query. */
  | { readonly kind: 'subquery'; readonly subquery: Subquery };

/** Null as a bound matches nothing; without a lower bound a range starts after the nulls. */
export interface KeyBound {
  readonly value: Expr;
  readonly inclusive: boolean;
}

/**
 * Rows that a table-valued function gives. An argument may read what the left side of a join puts out: the join then has
 * the method `each`. `columns[i]` is read from the function's column `sources[i]`.
 */
export interface FunctionScan {
  readonly kind: 'function-scan';
  readonly fn: TableFunctionSpec;
  readonly alias: string;
  readonly columns: readonly Column[];
  readonly sources: readonly string[];
  /** By position; undefined where nothing gives it. */
  readonly args: readonly (Expr | undefined)[];
  /** What else is known of the function's bounded column; checked above all the same. */
  readonly bounds: readonly { readonly op: 'min' | 'max'; readonly expr: Expr }[];
}

/** Rows written in the query. A query without FROM reads one row without columns. */
export interface Values {
  readonly kind: 'values';
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Expr[])[];
}
export interface Filter {
  readonly kind: 'filter';
  readonly input: Plan;
  readonly predicate: Expr;
}
export interface Project {
  readonly kind: 'project';
  readonly input: Plan;
  readonly items: readonly ProjectItem[];
}
export interface ProjectItem {
  readonly column: Column;
  readonly expr: Expr;
}

export type JoinType = 'inner' | 'left' | 'right' | 'full' | 'semi' | 'anti';

/** Puts out the left columns, then the right ones (semi, anti: the left ones alone). */
export interface Join {
  readonly kind: 'join';
  readonly type: JoinType;
  readonly left: Plan;
  readonly right: Plan;
  /** What must hold besides `keys`; absent: nothing. */
  readonly on?: Expr;
  /** CROSS JOIN: the user fixed the order, keep it. */
  readonly fixed: boolean;
  /** Equalities between the sides; hash and lookup joins use them. */
  readonly keys: readonly JoinKey[];
  /**
   * loop: each pair, the right side kept in memory. hash: builds on `build`. lookup: gathers up to `batch` distinct left
   * key values, hands them to the scans on the right as `sets`, and hashes what comes back. each: the right side reads
   * the left row, and is run for every one.
   */
  readonly method: JoinMethod;
}
export type JoinMethod =
  | { readonly kind: 'loop' }
  | { readonly kind: 'hash'; readonly build: 'left' | 'right' }
  | { readonly kind: 'each' }
  | { readonly kind: 'lookup'; readonly batch: number; readonly sets: readonly KeySet[] };
export interface JoinKey {
  readonly left: Expr;
  readonly right: Expr;
  readonly collation: CollationName;
}
/** Left values gathered for the scans whose lookups name `id`. */
export interface KeySet {
  readonly id: number;
  readonly expr: Expr;
}

/**
 * Groups (one group of everything when `groups` is empty, then always one row) put out as groups, calls, bare columns.
 * Rows come out in ascending order of the group keys.
 */
export interface Aggregate {
  readonly kind: 'aggregate';
  readonly input: Plan;
  readonly groups: readonly ProjectItem[];
  readonly calls: readonly AggregateCall[];
  /**
   * Input columns read off one row of the group: the first, or the row that the last `picksRow` call picked.
   * Null for an empty group.
   */
  readonly bare: readonly ProjectItem[];
  /** The input comes in ascending order of the group keys. */
  readonly isOrdered?: true;
}
/** Puts out the input's columns, then one per call. */
export interface Window {
  readonly kind: 'window';
  readonly input: Plan;
  readonly partitionBy: readonly Expr[];
  readonly orderBy: readonly SortTerm[];
  readonly frame: WindowFrame;
  readonly calls: readonly WindowCall[];
}
/** Drops repeated rows; nulls are equal, each column compares by its own collation; the first of equals stays. */
export interface Distinct {
  readonly kind: 'distinct';
  readonly input: Plan;
}
/** Stable. With `limit` only the first rows of the order are kept (a bounded heap): the Limit above still counts. */
export interface Sort {
  readonly kind: 'sort';
  readonly input: Plan;
  readonly terms: readonly SortTerm[];
  readonly limit?: Expr;
}
export interface Limit {
  readonly kind: 'limit';
  readonly input: Plan;
  /** Negative: no limit. Must be an integer or losslessly become one, else `datatype mismatch`. */
  readonly limit: Expr;
  readonly offset?: Expr;
}
/** Inputs one after the other; columns by position. */
export interface UnionAll {
  readonly kind: 'union-all';
  readonly inputs: readonly Plan[];
  readonly columns: readonly Column[];
}
/** Rows come out distinct and in ascending order; of equal rows UNION keeps the last, the others keep the left one. */
export interface SetOperation {
  readonly kind: 'set-operation';
  readonly op: 'union' | 'intersect' | 'except';
  readonly left: Plan;
  readonly right: Plan;
  readonly columns: readonly Column[];
}
/** Rows of `Query.shared[key]`, computed once per run however often they are read. Columns by position. */
export interface Shared {
  readonly kind: 'shared';
  readonly key: number;
  readonly name: string;
  readonly columns: readonly Column[];
}
/**
 * A recursive common table expression: the queue starts with the seed's rows; each step takes one row off it, which
 * `working` nodes of this `id` read, and appends what `step` gives. `distinct`: rows seen before are dropped.
 */
export interface Recursive {
  readonly kind: 'recursive';
  readonly id: number;
  readonly name: string;
  readonly seed: Plan;
  readonly steps: readonly Plan[];
  readonly distinct: boolean;
  /** The queue's order; empty: first in, first out. Terms read `columns`. */
  readonly orderBy: readonly SortTerm[];
  readonly limit?: Expr;
  readonly offset?: Expr;
  readonly columns: readonly Column[];
}
/** The row that the recursion `id` is at. */
export interface Working {
  readonly kind: 'working';
  readonly id: number;
  readonly name: string;
  readonly columns: readonly Column[];
}

/** A whole query, ready to optimize or to compile. */
export interface Query {
  readonly plan: Plan;
  /** INSERT, UPDATE, DELETE: what happens to the rows of `plan`. */
  readonly change?: Change;
  /** Plans that `shared` nodes read, by key; later ones may read earlier ones. */
  readonly shared: readonly Plan[];
  /** Result columns, in order; `plan` puts out exactly these, unless there is a change. */
  readonly columns: readonly Column[];
  readonly parameters: readonly string[];
  readonly warnings: readonly string[];
  /** The first id that no column or key set of the query has. */
  readonly nextId: number;
}

/** What a node puts out, in order. */
export function outputColumns(plan: Plan): readonly Column[] {
  switch (plan.kind) {
    case 'scan':
    case 'stored-scan':
    case 'function-scan':
    case 'values':
    case 'union-all':
    case 'set-operation':
    case 'shared':
    case 'recursive':
    case 'working':
      return plan.columns;
    case 'filter':
    case 'distinct':
    case 'sort':
    case 'limit':
      return outputColumns(plan.input);
    case 'project':
      return plan.items.map((item) => item.column);
    case 'join':
      return plan.type === 'semi' || plan.type === 'anti' ? outputColumns(plan.left) : joinedColumns(plan);
    case 'aggregate':
      return [...plan.groups, ...plan.calls, ...plan.bare].map((item) => item.column);
    case 'window':
      return [...outputColumns(plan.input), ...plan.calls.map((call) => call.column)];
  }
}

const columnsOfJoins = new WeakMap<Join, readonly Column[]>();

/** Remembered: every rule asks for them at every level of a tree of joins. */
function joinedColumns(join: Join): readonly Column[] {
  let columns = columnsOfJoins.get(join);
  if (!columns) {
    columns = [...outputColumns(join.left), ...outputColumns(join.right)];
    columnsOfJoins.set(join, columns);
  }
  return columns;
}
