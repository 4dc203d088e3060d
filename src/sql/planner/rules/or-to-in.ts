import type { CompareExpr, Expr } from '../expr.js';
import type { Plan } from '../plan.js';
import { exprKey, mapExpr, mapInputs, mapNodeExprs } from '../traverse.js';
import { isVolatile } from '../visit.js';
import type { Rule } from './rule.js';

/** pid = 1 OR pid = 2 OR pid IN (3, 4) => pid IN (1, 2, 3, 4): one set of values for one scan. */
export const orToIn: Rule = {
  name: 'or-to-in',
  concerns: (shape) => shape.hasExpr('logical'),
  apply: rewrite,
};

function rewrite(plan: Plan): Plan {
  return mapNodeExprs(mapInputs(plan, rewrite), (expr) => mapExpr(expr, rewriteOr));
}

interface Equals {
  readonly operand: Expr;
  readonly items: readonly Expr[];
  readonly collation: CompareExpr['collation'];
}

function rewriteOr(expr: Expr): Expr {
  if (expr.kind !== 'logical' || expr.op !== 'or') return expr;
  const byOperand = new Map<string, Equals[]>();
  const terms: (Expr | Equals[])[] = [];
  for (const term of expr.terms) {
    const equals = equalsOf(term);
    if (!equals) {
      terms.push(term);
      continue;
    }
    const key = `${equals.collation} ${exprKey(equals.operand)}`;
    const same = byOperand.get(key);
    if (same) same.push(equals);
    else {
      const list = [equals];
      byOperand.set(key, list);
      terms.push(list);
    }
  }
  if (terms.length === expr.terms.length) return expr;
  const rewritten = terms.map((term): Expr => {
    if (!Array.isArray(term)) return term;
    const [first] = term;
    return {
      kind: 'in-list',
      negated: false,
      operand: first?.operand as Expr,
      items: term.flatMap((one) => one.items),
      collation: first?.collation ?? 'binary',
    }; // a list starts with one
  });
  const [only] = rewritten;
  return rewritten.length === 1 && only ? only : { ...expr, terms: rewritten };
}

/** `column = value` with a value that reads no column, or `column IN (such values)`. */
function equalsOf(term: Expr): Equals | undefined {
  if (term.kind === 'in-list') return term.negated || term.operand.kind !== 'column' ? undefined : term;
  if (term.kind !== 'compare' || term.op !== '=') return undefined;
  const { left, right, collation } = term;
  if (left.kind === 'column' && isConstant(right)) return { operand: left, items: [right], collation };
  if (right.kind === 'column' && isConstant(left)) return { operand: right, items: [left], collation };
  return undefined;
}

const isConstant = (expr: Expr): boolean => (expr.kind === 'literal' || expr.kind === 'parameter') && !isVolatile(expr);
