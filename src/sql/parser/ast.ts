import type { Span, Value } from '../../core/index.js';

/**
 * The language on one page. Every node is plain readonly data with the span it was read from;
 * `print.ts` turns it back into SQL. Syntax of each statement: https://www.sqlite.org/lang.html
 */

/** A name as written. `quote` tells a bare word from `"x"`, `` `x` ``, `[x]` and a misplaced `'x'`. */
export interface Identifier {
  readonly name: string;
  readonly quote: '' | '"' | '`' | '[' | "'";
  readonly span: Span;
}

/** `[schema.]name` */
export interface QualifiedName {
  readonly schema?: Identifier;
  readonly name: Identifier;
}

// ---------------------------------------------------------------- expressions

export type Expr =
  | LiteralExpr
  | NameExpr
  | ParameterExpr
  | UnaryExpr
  | BinaryExpr
  | LogicalExpr
  | IsExpr
  | NullTestExpr
  | BetweenExpr
  | InExpr
  | LikeExpr
  | CollateExpr
  | CastExpr
  | CaseExpr
  | CallExpr
  | ExistsExpr
  | SubqueryExpr
  | RowExpr
  | CurrentExpr
  | RaiseExpr;

interface Node<K extends string> {
  readonly kind: K;
  readonly span: Span;
}

/** A number, string, blob or NULL. */
export interface LiteralExpr extends Node<'literal'> {
  readonly value: Value;
}
/** `[[schema.]table.]column`; also TRUE and FALSE, and double-quoted text, until the binder decides. */
export interface NameExpr extends Node<'name'> {
  readonly schema?: Identifier;
  readonly table?: Identifier;
  readonly column: Identifier;
}
/** `?`, `?1`, `:a`, `@a`, `$a`: the text as written. */
export interface ParameterExpr extends Node<'parameter'> {
  readonly text: string;
}
export interface UnaryExpr extends Node<'unary'> {
  readonly op: '-' | '+' | '~' | 'not';
  readonly operand: Expr;
}
export type BinaryOp =
  | '||'
  | '->'
  | '->>'
  | '*'
  | '/'
  | '%'
  | '+'
  | '-'
  | '&'
  | '|'
  | '<<'
  | '>>'
  | '<'
  | '<='
  | '>'
  | '>='
  | '='
  | '<>';
export interface BinaryExpr extends Node<'binary'> {
  readonly op: BinaryOp;
  readonly left: Expr;
  readonly right: Expr;
}
/** A chain of one operator, flat: `a OR b OR c` has three terms, so that long chains do not nest. */
export interface LogicalExpr extends Node<'logical'> {
  readonly op: 'and' | 'or';
  readonly terms: readonly Expr[];
}
/** `IS`, `IS NOT`, and `IS [NOT] DISTINCT FROM`, which is read as `IS NOT` / `IS`. */
export interface IsExpr extends Node<'is'> {
  readonly negated: boolean;
  readonly left: Expr;
  readonly right: Expr;
}
/** `ISNULL`, `NOTNULL`, `NOT NULL`. (`IS NULL` is an {@link IsExpr}.) */
export interface NullTestExpr extends Node<'null-test'> {
  readonly negated: boolean;
  readonly operand: Expr;
}
export interface BetweenExpr extends Node<'between'> {
  readonly negated: boolean;
  readonly operand: Expr;
  readonly low: Expr;
  readonly high: Expr;
}
export interface InExpr extends Node<'in'> {
  readonly negated: boolean;
  readonly operand: Expr;
  readonly set:
    | { readonly kind: 'list'; readonly items: readonly Expr[] }
    | { readonly kind: 'select'; readonly select: Select }
    | { readonly kind: 'table'; readonly table: QualifiedName; readonly args?: readonly Expr[] };
}
export interface LikeExpr extends Node<'like'> {
  readonly op: 'like' | 'glob' | 'regexp' | 'match';
  readonly negated: boolean;
  readonly operand: Expr;
  readonly pattern: Expr;
  readonly escape?: Expr;
}
export interface CollateExpr extends Node<'collate'> {
  readonly operand: Expr;
  readonly collation: Identifier;
}
export interface CastExpr extends Node<'cast'> {
  readonly operand: Expr;
  /** The type's words and sizes as written, with what stands between them: `VARCHAR(3)`; '' for none. */
  readonly type: string;
}
export interface CaseExpr extends Node<'case'> {
  readonly base?: Expr;
  readonly arms: readonly { readonly when: Expr; readonly then: Expr }[];
  readonly otherwise?: Expr;
}
export interface CallExpr extends Node<'call'> {
  readonly name: Identifier;
  /** `'*'` for `count(*)`. */
  readonly args: readonly Expr[] | '*';
  readonly distinct: boolean;
  /** ORDER BY inside an aggregate; empty for none. */
  readonly orderBy: readonly OrderTerm[];
  readonly filter?: Expr;
  /** A window's name, or its definition. */
  readonly over?: Identifier | WindowSpec;
}
export interface ExistsExpr extends Node<'exists'> {
  readonly select: Select;
}
export interface SubqueryExpr extends Node<'subquery'> {
  readonly select: Select;
}
/** `(a, b)`: two terms or more. */
export interface RowExpr extends Node<'row'> {
  readonly items: readonly Expr[];
}
export interface CurrentExpr extends Node<'current'> {
  readonly what: 'date' | 'time' | 'timestamp';
}
/** Only sensible in a trigger; kept so that it can be refused by name. */
export interface RaiseExpr extends Node<'raise'> {
  readonly action: 'ignore' | 'rollback' | 'abort' | 'fail';
  readonly message?: Expr;
}

export interface OrderTerm {
  readonly expr: Expr;
  readonly descending: boolean;
  /** Absent: NULLs first when ascending, last when descending. */
  readonly nulls?: 'first' | 'last';
  readonly span: Span;
}

export interface WindowSpec extends Node<'window'> {
  readonly base?: Identifier;
  readonly partitionBy: readonly Expr[];
  readonly orderBy: readonly OrderTerm[];
  readonly frame?: Frame;
}
export interface Frame {
  readonly unit: 'rows' | 'range' | 'groups';
  readonly start: FrameBound;
  readonly end: FrameBound;
  readonly exclude: 'no-others' | 'current-row' | 'group' | 'ties';
}
export type FrameBound =
  | { readonly kind: 'unbounded-preceding' }
  | { readonly kind: 'preceding'; readonly offset: Expr }
  | { readonly kind: 'current-row' }
  | { readonly kind: 'following'; readonly offset: Expr }
  | { readonly kind: 'unbounded-following' };

// -------------------------------------------------------------------- queries

export interface Select extends Node<'select'> {
  readonly with?: With;
  readonly body: SelectBody;
  readonly orderBy: readonly OrderTerm[];
  readonly limit?: Expr;
  readonly offset?: Expr;
}
export interface With {
  readonly recursive: boolean;
  readonly ctes: readonly Cte[];
  readonly span: Span;
}
export interface Cte {
  readonly name: Identifier;
  readonly columns?: readonly Identifier[];
  readonly materialized?: boolean;
  readonly select: Select;
  readonly span: Span;
}
export type SelectBody = SelectCore | Values | Compound;

export interface SelectCore extends Node<'core'> {
  readonly distinct: boolean;
  readonly columns: readonly ResultColumn[];
  readonly from?: From;
  readonly where?: Expr;
  readonly groupBy: readonly Expr[];
  readonly having?: Expr;
  readonly windows: readonly { readonly name: Identifier; readonly window: WindowSpec }[];
}
export interface Values extends Node<'values'> {
  readonly rows: readonly (readonly Expr[])[];
}
/** `arms[0] ops[0] arms[1] ops[1] …`: one precedence, left to right, kept flat. */
export interface Compound extends Node<'compound'> {
  readonly arms: readonly (SelectCore | Values)[];
  readonly ops: readonly CompoundOp[];
}
export type CompoundOp = 'union' | 'union all' | 'intersect' | 'except';

export type ResultColumn =
  | { readonly kind: 'star'; readonly table?: Identifier; readonly span: Span }
  | {
      readonly kind: 'expr';
      readonly expr: Expr;
      readonly alias?: Identifier;
      /** The expression's source text, outer blanks trimmed: the column's name where there is no other. */
      readonly text: string;
      readonly span: Span;
    };

export type From = TableFrom | SelectFrom | JoinFrom;

/** A table, view, CTE or, with `args`, a table-valued function. */
export interface TableFrom extends Node<'table'> {
  readonly table: QualifiedName;
  readonly args?: readonly Expr[];
  readonly alias?: Identifier;
  /** An index's name, or false for NOT INDEXED. */
  readonly indexedBy?: Identifier | false;
}
export interface SelectFrom extends Node<'select-from'> {
  readonly select: Select;
  readonly alias?: Identifier;
}
/** A parenthesised join stands as the `right` (or `left`) join itself; `alias` only where one was given. */
export interface JoinFrom extends Node<'join'> {
  readonly type: 'comma' | 'inner' | 'cross' | 'left' | 'right' | 'full';
  readonly natural: boolean;
  readonly left: From;
  readonly right: From;
  readonly on?: Expr;
  readonly using?: readonly Identifier[];
  readonly alias?: Identifier;
}

// ----------------------------------------------------------------- statements

export type Statement =
  | SelectStatement
  | Insert
  | Update
  | Delete
  | CreateTable
  | CreateIndex
  | CreateView
  | CreateTrigger
  | CreateVirtualTable
  | Drop
  | AlterTable
  | Transaction
  | Savepoint
  | Explain
  | Pragma
  | Attach
  | Detach
  | Maintenance;

export interface SelectStatement extends Node<'select-statement'> {
  readonly select: Select;
}
export type ConflictAction = 'abort' | 'fail' | 'ignore' | 'replace' | 'rollback';

export interface Insert extends Node<'insert'> {
  readonly with?: With;
  readonly orAction?: ConflictAction;
  readonly table: QualifiedName;
  readonly alias?: Identifier;
  readonly columns?: readonly Identifier[];
  /** `'default'` for DEFAULT VALUES. */
  readonly source: Select | 'default';
  readonly upserts: readonly Upsert[];
  readonly returning?: readonly ResultColumn[];
}
export interface Upsert {
  readonly target?: { readonly columns: readonly IndexedColumn[]; readonly where?: Expr };
  readonly action: 'nothing' | { readonly set: readonly Assignment[]; readonly where?: Expr };
}
/** `a = 1`, or `(a, b) = (1, 2)` with several columns. */
export interface Assignment {
  readonly columns: readonly Identifier[];
  readonly value: Expr;
}
export interface Update extends Node<'update'> {
  readonly with?: With;
  readonly orAction?: ConflictAction;
  readonly table: QualifiedName;
  readonly alias?: Identifier;
  /** As in {@link TableFrom}. */
  readonly indexedBy?: Identifier | false;
  readonly set: readonly Assignment[];
  readonly from?: From;
  readonly where?: Expr;
  readonly returning?: readonly ResultColumn[];
  readonly orderBy: readonly OrderTerm[];
  readonly limit?: Expr;
  readonly offset?: Expr;
}
export interface Delete extends Node<'delete'> {
  readonly with?: With;
  readonly table: QualifiedName;
  readonly alias?: Identifier;
  /** As in {@link TableFrom}. */
  readonly indexedBy?: Identifier | false;
  readonly where?: Expr;
  readonly returning?: readonly ResultColumn[];
  readonly orderBy: readonly OrderTerm[];
  readonly limit?: Expr;
  readonly offset?: Expr;
}

export interface CreateTable extends Node<'create-table'> {
  readonly temporary: boolean;
  readonly ifNotExists: boolean;
  readonly table: QualifiedName;
  readonly body:
    | { readonly kind: 'as'; readonly select: Select }
    | {
        readonly kind: 'columns';
        readonly columns: readonly ColumnDefinition[];
        readonly constraints: readonly TableConstraint[];
        readonly withoutRowid: boolean;
        readonly strict: boolean;
      };
}
export interface ColumnDefinition {
  readonly name: Identifier;
  /** As in {@link CastExpr.type}. */
  readonly type: string;
  readonly constraints: readonly ColumnConstraint[];
  readonly span: Span;
}
export type ColumnConstraint = { readonly name?: Identifier } & (
  | {
      readonly kind: 'primary-key';
      readonly descending: boolean;
      readonly onConflict?: ConflictAction;
      readonly autoincrement: boolean;
    }
  | { readonly kind: 'not-null'; readonly onConflict?: ConflictAction }
  | { readonly kind: 'null' }
  | { readonly kind: 'unique'; readonly onConflict?: ConflictAction }
  | { readonly kind: 'check'; readonly expr: Expr; readonly text: string }
  | { readonly kind: 'default'; readonly expr: Expr; readonly text: string }
  | { readonly kind: 'collate'; readonly collation: Identifier }
  | { readonly kind: 'generated'; readonly expr: Expr; readonly stored: boolean }
  | ({ readonly kind: 'references' } & ForeignKeyClause)
);
export type TableConstraint = { readonly name?: Identifier } & (
  | {
      readonly kind: 'primary-key';
      readonly columns: readonly IndexedColumn[];
      readonly onConflict?: ConflictAction;
      readonly autoincrement: boolean;
    }
  | { readonly kind: 'unique'; readonly columns: readonly IndexedColumn[]; readonly onConflict?: ConflictAction }
  | { readonly kind: 'check'; readonly expr: Expr; readonly text: string }
  | ({ readonly kind: 'foreign-key'; readonly columns: readonly Identifier[] } & ForeignKeyClause)
);
export interface ForeignKeyClause {
  readonly table: Identifier;
  readonly targets?: readonly Identifier[];
  /** `ON DELETE …`, `MATCH …`, `DEFERRABLE …`: words as written, upper case, single spaces. Parsed, not enforced. */
  readonly actions: readonly string[];
}
export interface IndexedColumn {
  readonly expr: Expr;
  readonly descending: boolean;
}
export interface CreateIndex extends Node<'create-index'> {
  readonly unique: boolean;
  readonly ifNotExists: boolean;
  readonly index: QualifiedName;
  readonly table: Identifier;
  readonly columns: readonly IndexedColumn[];
  readonly where?: Expr;
}
export interface CreateView extends Node<'create-view'> {
  readonly temporary: boolean;
  readonly ifNotExists: boolean;
  readonly view: QualifiedName;
  readonly columns?: readonly Identifier[];
  readonly select: Select;
  /** The SELECT's source text, kept for `sqlite_schema`. */
  readonly text: string;
}
/** Recognized as far as its name, so that it can be refused clearly; `text` is the whole statement. */
export interface CreateTrigger extends Node<'create-trigger'> {
  readonly temporary: boolean;
  readonly ifNotExists: boolean;
  readonly trigger: QualifiedName;
  readonly text: string;
}
export interface CreateVirtualTable extends Node<'create-virtual-table'> {
  readonly ifNotExists: boolean;
  readonly table: QualifiedName;
  readonly module: Identifier;
  readonly args: readonly string[];
}
export interface Drop extends Node<'drop'> {
  readonly what: 'table' | 'view' | 'index' | 'trigger';
  readonly ifExists: boolean;
  readonly target: QualifiedName;
}
export interface AlterTable extends Node<'alter-table'> {
  readonly table: QualifiedName;
  readonly action:
    | { readonly kind: 'rename-table'; readonly to: Identifier }
    | { readonly kind: 'rename-column'; readonly from: Identifier; readonly to: Identifier }
    | { readonly kind: 'add-column'; readonly column: ColumnDefinition }
    | { readonly kind: 'drop-column'; readonly column: Identifier };
}
export interface Transaction extends Node<'transaction'> {
  readonly action: 'begin' | 'commit' | 'rollback';
  readonly mode?: 'deferred' | 'immediate' | 'exclusive';
}
/** SAVEPOINT x, RELEASE x, ROLLBACK TO x. */
export interface Savepoint extends Node<'savepoint'> {
  readonly action: 'savepoint' | 'release' | 'rollback-to';
  readonly name: Identifier;
}
/**
 * EXPLAIN, EXPLAIN QUERY PLAN (SQLite's shape), EXPLAIN ANALYZE (ours: runs it and counts). PostgreSQL's form is taken too:
 * EXPLAIN (ANALYZE, FORMAT JSON).
 */
export interface Explain extends Node<'explain'> {
  readonly mode: 'plan' | 'query-plan' | 'analyze';
  /** Absent: text. */
  readonly format?: 'json';
  readonly statement: Statement;
}
export interface Pragma extends Node<'pragma'> {
  readonly pragma: QualifiedName;
  /** `PRAGMA name = value` or `PRAGMA name(value)`; the value's text. */
  readonly value?: string;
}
export interface Attach extends Node<'attach'> {
  readonly file: Expr;
  readonly schema: Expr;
}
export interface Detach extends Node<'detach'> {
  readonly schema: Expr;
}
export interface Maintenance extends Node<'maintenance'> {
  readonly action: 'vacuum' | 'analyze' | 'reindex';
  readonly target?: QualifiedName;
  readonly into?: Expr;
}
