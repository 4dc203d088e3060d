import type { Row } from '../../core/index.js';
import type { Expr } from '../../sql/planner/index.js';
import type { ExprScope } from '../expressions/index.js';
import type { Batch } from '../stream.js';
import { declareRepeated } from './repeated.js';
import { Source } from './source.js';
import { isTrueOf } from './truth.js';
import { valueOf } from './value.js';

/** Appends the rows for which the predicate is true to `kept`. */
export type FilterKernel = (rows: Batch, kept: Row[]) => void;
/** Appends one new row per row to `made`. */
export type ProjectKernel = (rows: Batch, made: Row[]) => void;

/** The predicate holds no subquery. */
export function filterKernel(predicate: Expr, scope: ExprScope): FilterKernel | undefined {
  const source = new Source(scope);
  return source.compile(['rows', 'kept'], eachRow(`if (${isTrueOf(predicate, source)}) kept.push(row);`));
}

/** The items hold no subquery. */
export function projectKernel(items: readonly Expr[], scope: ExprScope): ProjectKernel | undefined {
  const source = new Source(scope);
  const repeated = declareRepeated(items, source);
  return source.compile(
    ['rows', 'made'],
    eachRow(`${repeated}made.push([${items.map((item) => valueOf(item, source)).join(', ')}]);`),
  );
}

export const eachRow = (body: string): string =>
  `for (let i = 0; i < rows.length; i++) {\nconst row = rows[i];\n${body}\n}`;
