import type { Catalog } from '../../../catalog/index.js';
import { type Affinity, type CollationName, type Span, SqlError } from '../../../core/index.js';
import { type Column, type Expr, TYPE, type TypeMask } from '../expr.js';
import type { Plan } from '../plan.js';
import { affinityOf, collationOf, typesOf } from '../typing.js';
import type { Observer } from './observer.js';

/** Planning takes a second or so at this many. */
const MAX_UNFOLDED = 10_000;

/** What binding one statement shares: the catalog, fresh ids, and what it found out on the way. */
export class BindContext {
  readonly warnings: string[] = [];
  /** Parameter names by position; '' for a plain `?`. */
  readonly parameters: string[] = [];
  /** Plans of common table expressions, by key. */
  readonly shared: Plan[] = [];
  /** Views being expanded, to catch one that reads itself. */
  readonly openViews: string[] = [];
  /** Where names without a schema are looked for: `main` inside of its views. */
  schema: string | undefined;
  #nextId = 1;
  #unfolded = 0;

  constructor(
    readonly catalog: Catalog,
    /** What spans point into: another text while a view is bound. */
    public text: string,
    private readonly listener?: Observer,
  ) {}

  /** Whoever wants to hear what names mean in the view that the statement reads; views in views do not count. */
  get observer(): Observer | undefined {
    return this.openViews.length === 1 ? this.listener : undefined;
  }

  newId(): number {
    return this.#nextId++;
  }

  newColumn(
    name: string,
    fields: {
      table?: string;
      affinity?: Affinity;
      collation?: CollationName;
      types?: TypeMask;
      declared?: string;
      json?: true | Column;
    } = {},
  ): Column {
    const { table, affinity = 'none', collation = 'binary', declared = '', json } = fields;
    const id = this.newId();
    const types = (fields.types ?? TYPE.any) | TYPE.null;
    if (json) return { id, name, ...(table !== undefined && { table }), affinity, collation, types, declared, json };
    if (table === undefined) return { id, name, affinity, collation, types, declared };
    return { id, name, table, affinity, collation, types, declared };
  }

  /** A column that holds an expression's values: its affinity, collation and types pass on. */
  columnFor(expr: Expr, name: string, table?: string): Column {
    return this.newColumn(name, {
      ...(table !== undefined && { table }),
      affinity: affinityOf(expr),
      collation: collationOf(expr),
      types: typesOf(expr),
      declared: expr.kind === 'column' ? expr.column.declared : '',
    });
  }

  /**
   * Counts the views and common table expressions that are put in place of their names: each that reads another twice
   * doubles the query. @throws SqlError `limit`
   */
  unfold(span: Span): void {
    if (++this.#unfolded <= MAX_UNFOLDED) return;
    const message = `too many views and common table expressions in each other, max: ${MAX_UNFOLDED}`;
    throw new SqlError('limit', message, span, 'let common table expressions be MATERIALIZED: then each is read once');
  }

  warn(message: string): void {
    if (!this.warnings.includes(message)) this.warnings.push(message);
  }

  /** The query's text at a span. */
  textAt(span: Span): string {
    return this.text.slice(span.start, span.end);
  }
}
