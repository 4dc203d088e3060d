import type { Grammar } from './grammar.js';
import type { Random } from './random.js';
import type { Schema } from './schema.js';
import type { Kind } from './values.js';

/** Something that an expression can be made of: a column, or in a grouped query a key or an aggregate. */
export interface Column {
  /** As it is written: `q1.a`, `sum(q2.b)`. */
  readonly sql: string;
  readonly kind: Kind;
  /** Values that compare equal are the same. */
  readonly clean: boolean;
  /** Subqueries may use it too. */
  readonly nested: boolean;
}

/** What an expression may refer to. */
export interface Scope {
  readonly columns: readonly Column[];
  /** Columns of enclosing queries. */
  readonly outer: readonly Column[];
}

/** What a query gives, or a table has. */
export interface Output {
  readonly name: string;
  readonly kind: Kind;
  readonly clean: boolean;
}

/** A table, view, CTE or subquery that FROM can name. */
export interface Relation {
  readonly sql: string;
  readonly columns: readonly Output[];
  /** Columns that tell its rows apart; without them, all columns together do, but for rows that are the same. */
  readonly key?: readonly string[];
  /** What joins that may be large look at. */
  readonly rows: number;
}

/** One query in the making. */
export interface Draft {
  readonly r: Random;
  readonly schema: Schema;
  readonly grammar: Grammar;
  /** CTEs that are in sight. */
  readonly ctes: Relation[];
  /** Expressions and subqueries that may still come: what keeps queries small. */
  budget: number;
  aliases: number;
}

export const startDraft = (r: Random, schema: Schema, grammar: Grammar, budget = 20): Draft => ({
  r,
  schema,
  grammar,
  ctes: [],
  budget,
  aliases: 0,
});

/** A name that no table, column or other alias has. */
export const freshName = (draft: Draft, letter: string): string => `${letter}${++draft.aliases}`;

/** What a subquery sees of the query around it. */
export const scopeInside = ({ columns, outer }: Scope): readonly Column[] =>
  [...columns, ...outer].filter(({ nested }) => nested);
