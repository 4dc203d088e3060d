import type { Span } from '../../../core/index.js';
import type * as ast from '../../parser/index.js';
import type { AggregateCall, Column, Expr, SortTerm, WindowCall, WindowFrame } from '../expr.js';
import type { Plan } from '../plan.js';

/** One item of FROM: the columns that `name.column` can mean. */
export interface Source {
  readonly name: string;
  /** Where a table lives; absent for everything else. */
  readonly schema?: string;
  readonly columns: readonly SourceColumn[];
}
export interface SourceColumn {
  readonly name: string;
  readonly column: Column;
  /** Not part of `*`. */
  readonly hidden: boolean;
  /** A name of the rowid: what it means where no column of FROM is called so. */
  readonly isRowid?: true;
}

/** What FROM brought: a plan and the names for its columns. */
export interface BoundFrom {
  readonly plan: Plan;
  readonly sources: readonly Source[];
  /** What `*` expands to. */
  readonly star: readonly StarItem[];
  /** Columns merged by USING or NATURAL: what the bare name means, by lower-case name. */
  readonly merged: ReadonlyMap<string, Expr>;
  /** Columns that only their table's name reaches, because a merged column stands for them. */
  readonly shadowed: ReadonlySet<number>;
}
export interface StarItem {
  readonly name: string;
  readonly source: string;
  readonly expr: Expr;
}

/** Why an aggregate or window call may not stand here, in SQLite's words; undefined where it may. */
export type Refusal = (name: string, scope: Scope) => string;

// Made once: before code is optimized, V8 11 takes 0.7 µs to store a fresh closure in an object, and keeps it long.
export const misusedAggregate: Refusal = (name) => `misuse of aggregate function ${name}()`;
export const misusedWindow: Refusal = (name) => `misuse of window function ${name}()`;

/** A window call waiting for its node: calls over equal windows share one. */
export interface PendingWindow {
  readonly key: string;
  readonly partitionBy: readonly Expr[];
  readonly orderBy: readonly SortTerm[];
  readonly frame: WindowFrame;
  readonly calls: WindowCall[];
}

/**
 * The names one SELECT can see, and what its expressions have collected so far. Enclosing queries are reached through
 * `parent`. Mutable while its SELECT is bound, gone afterwards.
 */
export interface Scope {
  readonly parent: Scope | undefined;
  readonly from: BoundFrom;
  /** Common table expressions by lower-case name. */
  readonly ctes: CteScope;
  /** Result aliases, where they may be used (WHERE, GROUP BY, HAVING, ORDER BY): the expression behind each. */
  aliases: ReadonlyMap<string, ast.Expr>;
  /** Aliases being replaced now, each within the one before, so that `SELECT a AS b, b AS a … WHERE a` ends. */
  readonly openAliases: string[];
  readonly aggregates: AggregateCall[];
  readonly windows: PendingWindow[];
  readonly namedWindows: ReadonlyMap<string, ast.WindowSpec>;
  /** Set while binding a clause where aggregates are an error. */
  noAggregate: Refusal | undefined;
  noWindow: Refusal | undefined;
}

export interface CteScope {
  readonly parent?: CteScope;
  readonly ctes: ReadonlyMap<string, CteEntry>;
}
/** A CTE's definition and, while it is recursive, the rows it is working on. */
export interface CteEntry {
  readonly cte: ast.Cte;
  readonly scope: CteScope;
  readonly outer: Scope | undefined;
  state: 'unused' | 'binding' | 'bound';
  /** Set while a recursive step is bound; `at`: where it reads the table. */
  working?: { readonly id: number; readonly columns: readonly Column[]; readonly at: ast.TableFrom['span'] };
  shared?: { readonly key: number; readonly columns: readonly Column[] };
  readonly span: Span;
}

export const NO_MERGED: BoundFrom['merged'] = new Map();
export const NO_SHADOWED: BoundFrom['shadowed'] = new Set();

export const EMPTY_FROM: BoundFrom = {
  plan: { kind: 'values', columns: [], rows: [[]] },
  sources: [],
  star: [],
  merged: NO_MERGED,
  shadowed: NO_SHADOWED,
};

export const NO_CTES: CteScope = { ctes: new Map() };

export const NO_ALIASES: Scope['aliases'] = new Map();
const NO_WINDOWS: Scope['namedWindows'] = new Map();

export function newScope(
  from: BoundFrom,
  ctes: CteScope,
  parent: Scope | undefined,
  namedWindows: ReadonlyMap<string, ast.WindowSpec> = NO_WINDOWS,
): Scope {
  return {
    parent,
    from,
    ctes,
    aliases: NO_ALIASES,
    openAliases: [],
    aggregates: [],
    windows: [],
    namedWindows,
    noAggregate: undefined,
    noWindow: undefined,
  };
}

export function findCte(scope: CteScope | undefined, name: string): CteEntry | undefined {
  const key = name.toLowerCase();
  for (let at = scope; at; at = at.parent) {
    const entry = at.ctes.get(key);
    if (entry) return entry;
  }
  return undefined;
}
