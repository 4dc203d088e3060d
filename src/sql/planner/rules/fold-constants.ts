import {
  ARITHMETIC,
  applyAffinity,
  bitNot,
  castTo,
  compareValues,
  findCollation,
  isTrue,
  negate,
  type Value,
} from '../../../core/index.js';
import type { CompareOp, Expr } from '../expr.js';
import { outputColumns, type Plan } from '../plan.js';
import { conjuncts, filtered, mapInputs, mapNodeExprs, mapOperands, TRUE } from '../traverse.js';
import { isVolatile } from '../visit.js';
import type { Rule } from './rule.js';

/**
 * 1 + 1 => 2; pid = '1' => pid = 1; x AND 0 => 0; a filter that nothing passes => no rows at all.
 * Function calls stay: 'now' is a run's, not a plan's.
 */
export const foldConstants: Rule = {
  name: 'fold-constants',
  concerns: (shape) =>
    shape.hasExpr('literal') || shape.hasExpr('not') || shape.hasExpr('logical') || shape.hasExpr('in-list'),
  apply: foldPlan,
};

function foldPlan(plan: Plan): Plan {
  const folded = mapNodeExprs(mapInputs(plan, foldPlan), foldExpr);
  if (folded.kind !== 'filter') return folded;
  const terms = conjuncts(folded.predicate);
  if (terms.some((term) => term.kind === 'literal' && isTrue(term.value) !== true)) {
    return { kind: 'values', columns: outputColumns(folded), rows: [] };
  }
  const left = terms.filter((term) => term.kind !== 'literal');
  return left.length === terms.length ? folded : filtered(folded.input, left);
}

export const foldExpr = (expr: Expr): Expr => foldOne(mapOperands(expr, foldExpr));

const literal = (value: Value): Expr => ({ kind: 'literal', value });
const truth = (value: boolean | null): Expr => literal(value === null ? null : value ? 1 : 0);

function foldOne(expr: Expr): Expr {
  switch (expr.kind) {
    case 'unary':
      return expr.operand.kind === 'literal'
        ? literal(expr.op === '-' ? negate(expr.operand.value) : bitNot(expr.operand.value))
        : expr;
    case 'arithmetic':
      return expr.left.kind === 'literal' && expr.right.kind === 'literal'
        ? literal(ARITHMETIC[expr.op](expr.left.value, expr.right.value))
        : expr;
    case 'cast':
      return expr.operand.kind === 'literal' ? literal(castTo(expr.operand.value, expr.affinity)) : expr;
    case 'affinity':
      // 'none' on a literal hides nothing.
      return expr.operand.kind === 'literal' ? literal(applyAffinity(expr.operand.value, expr.affinity)) : expr;
    case 'compare':
      return foldCompare(expr);
    case 'not':
      return foldNot(expr);
    case 'null-test':
      return expr.operand.kind === 'literal' ? truth((expr.operand.value === null) !== expr.negated) : expr;
    case 'truth-test':
      return expr.operand.kind === 'literal'
        ? truth((isTrue(expr.operand.value) === expr.truth) !== expr.negated)
        : expr;
    case 'logical':
      return foldLogical(expr);
    case 'in-list':
      return expr.items.length === 0 ? truth(expr.negated) : expr;
    default:
      return expr;
  }
}

const COMPARE: Readonly<Record<Exclude<CompareOp, 'is' | 'is-not'>, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function foldCompare(expr: Expr & { kind: 'compare' }): Expr {
  const { op, left, right } = expr;
  if (left.kind !== 'literal' || right.kind !== 'literal') return expr;
  const collation = findCollation(expr.collation);
  if (!collation) return expr;
  if (op === 'is' || op === 'is-not')
    return truth((compareValues(left.value, right.value, collation) === 0) === (op === 'is'));
  if (left.value === null || right.value === null) return literal(null);
  return truth(COMPARE[op](compareValues(left.value, right.value, collation)));
}

/** NOT over a comparison turns the comparison: NOT a < b => a >= b; both are null together. */
const OPPOSITE: Readonly<Record<CompareOp, CompareOp>> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  is: 'is-not',
  'is-not': 'is',
};

function foldNot(expr: Expr & { kind: 'not' }): Expr {
  const { operand } = expr;
  switch (operand.kind) {
    case 'literal': {
      const value = isTrue(operand.value);
      return truth(value === null ? null : !value);
    }
    case 'compare':
      return { ...operand, op: OPPOSITE[operand.op] };
    case 'null-test':
    case 'truth-test':
    case 'in-list':
    case 'in-subquery':
    case 'pattern':
      return { ...operand, negated: !operand.negated };
    case 'logical':
      // De Morgan, so that NOT (a OR b) becomes two predicates that can move apart.
      return foldOne({
        kind: 'logical',
        op: operand.op === 'and' ? 'or' : 'and',
        terms: operand.terms.map((term) => foldNot({ kind: 'not', operand: term })),
      });
    default:
      return expr;
  }
}

function foldLogical(expr: Expr & { kind: 'logical' }): Expr {
  const isAnd = expr.op === 'and';
  const terms = expr.terms.flatMap((term) => (term.kind === 'logical' && term.op === expr.op ? term.terms : [term]));
  const left: Expr[] = [];
  let sawNull = false;
  for (const term of terms) {
    if (term.kind !== 'literal') left.push(term);
    else {
      const value = isTrue(term.value);
      if (value === null) sawNull = true;
      else if (value !== isAnd) return truth(!isAnd);
    }
  }
  if (sawNull) left.push(literal(null));
  if (left.length === 0) return isAnd ? TRUE : truth(false);
  const [only] = left;
  // A lone term keeps the AND around it: 5 AND 1 is 1, not 5.
  if (left.length === 1 && only && (only.kind === 'literal' || isBoolean(only))) return only;
  if (
    left.length === terms.length &&
    terms.length === expr.terms.length &&
    left.every((term, index) => term === expr.terms[index])
  )
    return expr;
  return { ...expr, terms: left };
}

const isBoolean = (expr: Expr): boolean =>
  [
    'compare',
    'row-compare',
    'logical',
    'not',
    'null-test',
    'truth-test',
    'in-list',
    'in-subquery',
    'exists',
    'pattern',
  ].includes(expr.kind) && !isVolatile(expr);
