import type { Row, Value } from '../../core/index.js';
import type { Expr, SortTerm } from '../../sql/planner/index.js';
import type { ExprScope } from '../expressions/index.js';
import { isPlainText, termComparator } from '../ordering.js';
import type { Batch } from '../stream.js';
import { eachRow } from './row-kernels.js';
import { Source } from './source.js';
import { valueOf } from './value.js';

/** Adds each row's values to the columns; `'row'`: the row itself. */
export type GatherKernel = (rows: Batch, columns: unknown[][]) => void;
/** Appends to `kept` the rows that may come before `worst`, a value of the order's first term. */
export type ContenderKernel = (rows: Batch, worst: Value, kept: Row[]) => void;
/** Appends a row for each of the places `start…end-1`. */
export type RowMaker = (
  columns: readonly ArrayLike<Value>[],
  order: Uint32Array,
  start: number,
  end: number,
  made: Row[],
) => void;

export function gatherKernel(items: readonly (Expr | 'row')[], scope: ExprScope): GatherKernel | undefined {
  const source = new Source(scope);
  const columns = items.map((_, index) => `const c${index} = columns[${index}];\n`).join('');
  const pushes = items.map((item, index) => `c${index}.push(${item === 'row' ? 'row' : valueOf(item, source)});`);
  return source.compile(['rows', 'columns'], `${columns}${eachRow(pushes.join('\n'))}`);
}

/**
 * @param isOnly the order has no other term: rows that are equal to the worst come after it
 */
export function contenderKernel(term: SortTerm, isOnly: boolean, scope: ExprScope): ContenderKernel | undefined {
  const source = new Source(scope);
  const sign = `${term.descending ? '>' : '<'}${isOnly ? '' : '='}`;
  const value = valueOf(term.expr, source);
  const slow = `${source.constant(termComparator(term))}(v, worst) ${isOnly ? '<' : '<='} 0`;
  const loop = (type: string): string =>
    eachRow(`const v = ${value};\nif (typeof v === '${type}' ? v ${sign} worst : ${slow}) kept.push(row);`);
  const any = eachRow(`const v = ${value};\nif (${slow}) kept.push(row);`);
  const plain =
    term.collation === 'binary' ? `if (${source.constant(isPlainText)}(worst)) ${loop('string')}\nelse ` : '';
  return source.compile(
    ['rows', 'worst', 'kept'],
    `if (typeof worst === 'number') ${loop('number')}\nelse ${plain}${any}`,
  );
}

/** @param byItem by column: it is read by the index of the item that stands at a place, not by the place */
export function rowMaker(byItem: readonly boolean[], scope: ExprScope): RowMaker | undefined {
  const source = new Source(scope);
  const columns = byItem.map((_, index) => `const c${index} = columns[${index}];\n`).join('');
  const values = byItem.map((is, index) => `c${index}[${is ? 'item' : 'place'}]`).join(', ');
  const loop = `for (let place = start; place < end; place++) {\nconst item = order[place];\nmade.push([${values}]);\n}`;
  return source.compile(['columns', 'order', 'start', 'end', 'made'], `${columns}${loop}`);
}
