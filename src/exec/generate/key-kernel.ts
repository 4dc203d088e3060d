import type { Expr } from '../../sql/planner/index.js';
import type { ExprScope } from '../expressions/index.js';
import type { TupleTable } from '../hashing/index.js';
import type { Batch } from '../stream.js';
import { eachRow } from './row-kernels.js';
import { Source } from './source.js';
import { valueOf } from './value.js';

/** Fills in the id of each row's key in the table; -1 where a part is null, or there is no such key. */
export type KeyKernel = (rows: Batch, table: TupleTable, ids: Int32Array) => void;

/** @param how new keys get an id, or none. No key holds a subquery. */
export function keyKernel(keys: readonly Expr[], how: 'add' | 'find', scope: ExprScope): KeyKernel | undefined {
  const source = new Source(scope);
  const values = keys.map((key, i) => `const v${i} = ${valueOf(key, source)};`).join(' ');
  const isNull = keys.map((_, i) => `v${i} === null`).join(' || ');
  const places = keys.map((_, i) => `const place${i} = table.places[${i}];`).join(' ');
  const pairs = keys
    .slice(1)
    .map((_, i) => `const pair${i} = table.pairs[${i}];`)
    .join(' ');
  const steps = keys.slice(1).map((_, i) => {
    const next = `place${i + 1}.${how}(v${i + 1})`;
    return how === 'add'
      ? `id = pair${i}.add(id, ${next});`
      : `if (id >= 0) { const next = ${next}; id = next < 0 ? -1 : pair${i}.find(id, next); }`;
  });
  const body = `${values}\nif (${isNull}) { ids[i] = -1; continue; }\nlet id = place0.${how}(v0);\n${steps.join('\n')}\nids[i] = id;`;
  return source.compile(['rows', 'table', 'ids'], `${places} ${pairs}\n${eachRow(body)}`);
}
