import { type Expr, exprKey, isVolatile } from '../../sql/planner/index.js';
import type { Source } from './source.js';
import { valueOf } from './value.js';

/**
 * Declares each computation that is made more than once for a row, so that it is made once: `sum(a * b), sum(a * b * c)`
 * multiplies a with b once.
 * @param exprs what is computed for every row
 * @returns declarations, to stand before whatever is made of the expressions
 */
export function declareRepeated(exprs: readonly Expr[], source: Source): string {
  const seen = new Set<string>();
  const repeated = new Map<string, Expr>();
  for (const expr of exprs) collect(expr, seen, repeated);
  // What holds another one has the longer key.
  const inOrder = [...repeated].sort(([a], [b]) => a.length - b.length);
  return inOrder.map(([key, expr]) => declaration(key, expr, source)).join('');
}

function declaration(key: string, expr: Expr, source: Source): string {
  const value = valueOf(expr, source);
  return `const ${source.declare(key)} = ${value};\n`;
}

/** Goes where every row goes: not into CASE, AND, or what a null argument spares. */
function collect(expr: Expr, seen: Set<string>, repeated: Map<string, Expr>): void {
  switch (expr.kind) {
    case 'arithmetic': {
      const key = exprKey(expr);
      if (!seen.has(key)) {
        seen.add(key);
        collect(expr.left, seen, repeated);
        collect(expr.right, seen, repeated);
      } else if (!repeated.has(key) && !isVolatile(expr)) repeated.set(key, expr);
      return;
    }
    case 'unary':
    case 'cast':
    case 'affinity':
    case 'collate':
      collect(expr.operand, seen, repeated);
  }
}
