import type { Catalog } from '../catalog/index.js';
import { Bug } from '../core/index.js';
import type { Delete, Explain, Insert, SelectStatement, Statement, Update } from '../sql/parser/index.js';
import { bind, type OptimizeOptions, optimize, type Query } from '../sql/planner/index.js';

/** What is planned and run like a query. */
export type Planned = SelectStatement | Insert | Update | Delete;

export const isPlanned = (statement: Statement): statement is Planned =>
  statement.kind === 'select-statement' ||
  statement.kind === 'insert' ||
  statement.kind === 'update' ||
  statement.kind === 'delete';

/** What is not EXPLAIN itself. */
export type Explained = Exclude<Statement, Explain>;

/** The statement that an EXPLAIN explains; any other one itself. */
export const explained = (statement: Statement): Explained =>
  statement.kind === 'explain' ? explained(statement.statement) : statement;

/** Statement in, plan out: bind, optimize. @throws SqlError */
export function toQuery(
  statement: Statement,
  catalog: Catalog,
  text: string,
  fired?: Set<string>,
  options?: OptimizeOptions,
): Query {
  if (!isPlanned(statement)) throw new Bug(`${statement.kind} has no plan`);
  const bound = bind(statement.kind === 'select-statement' ? statement.select : statement, catalog, text);
  return optimize(bound, fired, options);
}
