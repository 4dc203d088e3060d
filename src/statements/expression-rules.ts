import { SqlError } from '../core/index.js';
import { findFunction } from '../sql/functions/index.js';
import type { Expr } from '../sql/parser/index.js';
import { walk } from '../sql/parser/index.js';

/** Where an expression stands that is kept with a table, in SQLite's words. */
export type Place = 'CHECK constraints' | 'generated columns' | 'index expressions' | 'partial index WHERE clauses';

/**
 * Refuses what an expression kept with a table must not have: it is to give the same value for the same row.
 * @throws SqlError
 */
export function checkKept(expr: Expr, place: Place): void {
  walk(expr, (node) => {
    const refuse = (what: string): never => {
      throw new SqlError('misuse', `${what} prohibited in ${place}`, (node as Expr).span);
    };
    if (node.kind === 'select') return refuse('subqueries');
    if (node.kind === 'parameter') return refuse('parameters');
    if (place !== 'CHECK constraints' && isVolatile(node as Expr)) return refuse('non-deterministic functions');
    return true;
  });
}

/** The names of functions whose value changes with the session. */
const OF_THE_SESSION = new Set(['changes', 'total_changes', 'last_insert_rowid', 'random', 'randomblob']);

function isVolatile(node: Expr): boolean {
  if (node.kind === 'current') return true;
  if (node.kind !== 'call') return false;
  if (OF_THE_SESSION.has(node.name.name.toLowerCase())) return true;
  const spec = findFunction(node.name.name, node.args === '*' ? 0 : node.args.length);
  return typeof spec === 'object' && spec.kind === 'scalar' && spec.volatile;
}

/** Whether an expression reads neither a column nor a parameter nor a query: what a DEFAULT may be. */
export function isConstant(expr: Expr): boolean {
  let constant = true;
  walk(expr, (node) => {
    const one = node as Expr;
    if (one.kind === 'name') constant &&= isTruthWord(one);
    else if (one.kind === 'parameter' || one.kind === 'raise' || node.kind === 'select') constant = false;
    return constant;
  });
  return constant;
}

const isTruthWord = (name: Extract<Expr, { kind: 'name' }>): boolean =>
  !name.table && name.column.quote === '' && /^(true|false)$/i.test(name.column.name);
