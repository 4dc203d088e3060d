import { keyTerms } from '../../../store/index.js';
import type { Join, Plan } from '../plan.js';
import { mapInputs } from '../traverse.js';
import type { Rule } from './rule.js';

/** A semi or anti join that looks its keys up in a stored table, and asks for nothing else => one row of each key is found. */
export const firstOfEach: Rule = {
  name: 'first-of-each',
  concerns: (shape) => shape.hasNode('join') && shape.hasNode('stored-scan'),
  apply: rewrite,
};

function rewrite(plan: Plan): Plan {
  const mapped = mapInputs(plan, rewrite);
  return mapped.kind === 'join' && isEnough(mapped)
    ? { ...mapped, right: { ...mapped.right, isFirstOfEach: true } }
    : mapped;
}

type OnStoredScan = Join & { readonly right: Extract<Plan, { kind: 'stored-scan' }> };

/** Whether a row of the right side that has the key is all that the join can ask for. */
function isEnough(join: Join): join is OnStoredScan {
  const { type, method, keys, on, right } = join;
  if ((type !== 'semi' && type !== 'anti') || on || method.kind !== 'lookup' || method.sets.length !== 1) return false;
  const [key, another] = keys;
  if (!key || another || right.kind !== 'stored-scan' || right.limit || right.isFirstOfEach) return false;
  const { equals = [], range, index } = right.access ?? {};
  const [values, more] = equals;
  // Rows that the lookup takes for equal are so for the join as well.
  return (
    !more &&
    !range &&
    values?.kind === 'keys' &&
    (index?.terms ?? keyTerms(right.table))[0]?.collation === key.collation
  );
}
