import { type Collation, collationOf, isTrue, toText, type Value } from '../../core/index.js';
import type { CompareExpr, Expr } from '../../sql/planner/index.js';
import { constantOf, fixedMatcher, itemsOf, membership, order } from '../expressions/index.js';
import type { Source } from './source.js';
import { literal, valueOf } from './value.js';

/** JavaScript that is true exactly where the expression is true. */
export function isTrueOf(expr: Expr, source: Source): string {
  switch (expr.kind) {
    case 'compare': {
      const parts = comparison(expr, source);
      return parts ? parts.isTrue : test(expr, source);
    }
    case 'logical':
      return `(${expr.terms.map((term) => isTrueOf(term, source)).join(expr.op === 'and' ? ' && ' : ' || ')})`;
    case 'not':
      return isFalseOf(expr.operand, source);
    case 'null-test':
      return `${valueOf(expr.operand, source)} ${expr.negated ? '!==' : '==='} null`;
    case 'in-list':
      return inList(expr, source) ?? test(expr, source);
    case 'pattern':
      return pattern(expr, source) ?? test(expr, source);
    case 'in-keys':
      return 'true';
    case 'truth-test':
    case 'row-compare':
    case 'in-subquery':
    case 'exists':
      return test(expr, source);
    default: {
      const v = source.temporary();
      return `(typeof (${v} = ${valueOf(expr, source)}) === 'number' ? ${v} !== 0 : ${source.constant(isTrue)}(${v}) === true)`;
    }
  }
}

/** JavaScript that is true exactly where the expression is false, and not null. */
export function isFalseOf(expr: Expr, source: Source): string {
  switch (expr.kind) {
    case 'compare': {
      const parts = comparison(expr, source);
      return parts ? `(!(${parts.isNull}) && !(${parts.holds}))` : untrue(expr, source);
    }
    case 'logical':
      return `(${expr.terms.map((term) => isFalseOf(term, source)).join(expr.op === 'and' ? ' || ' : ' && ')})`;
    case 'not':
      return isTrueOf(expr.operand, source);
    case 'null-test':
      return `${valueOf(expr.operand, source)} ${expr.negated ? '===' : '!=='} null`;
    default:
      return untrue(expr, source);
  }
}

const test = (expr: Expr, source: Source): string => `${source.constant(source.scope.isTrue(expr))}(row)`;
const untrue = (expr: Expr, source: Source): string => `${source.constant(source.scope.isFalse(expr))}(row)`;

interface Comparison {
  /** Evaluates both sides: true where one is null. Stands before `holds`. */
  readonly isNull: string;
  /** Whether the comparison holds; neither side is null. */
  readonly holds: string;
  readonly isTrue: string;
}

const SIGNS = { '=': '===', '<>': '!==', '<': '<', '<=': '<=', '>': '>', '>=': '>=' } as const;

/** Numbers and plain texts in line, the rest by the order of all values. Undefined for IS. */
export function comparison(expr: CompareExpr, source: Source): Comparison | undefined {
  if (expr.op === 'is' || expr.op === 'is-not') return undefined;
  const sign = SIGNS[expr.op];
  const collation = collationOf(expr.collation);
  const left = valueOf(expr.left, source);
  const constant = constantOf(expr.right, source.scope);
  const a = source.temporary();
  const slow = (other: string): string => `${source.constant(slowCompare(collation))}(${a}, ${other}) ${sign} 0`;
  if (typeof constant?.value === 'number' && Number.isFinite(constant.value)) {
    const number = literal(constant.value, source);
    const holds = `(typeof ${a} === 'number' ? ${a} ${sign} ${number} : ${slow(number)})`;
    return { isNull: `(${a} = ${left}) === null`, holds, isTrue: `((${a} = ${left}) !== null && ${holds})` };
  }
  const isText = typeof constant?.value === 'string' && collation.name === 'binary';
  if (isText && (expr.op === '=' || expr.op === '<>')) {
    // Text is equal to no number and no blob.
    const holds = `${a} ${sign} ${literal(constant.value, source)}`;
    return { isNull: `(${a} = ${left}) === null`, holds, isTrue: `((${a} = ${left}) !== null && ${holds})` };
  }
  const b = source.temporary();
  const right = valueOf(expr.right, source);
  const equality = expr.op === '=' || expr.op === '<>';
  const texts =
    equality && collation.name === 'binary'
      ? `typeof ${a} === 'string' && typeof ${b} === 'string' ? ${a} ${sign} ${b} : `
      : '';
  const holds = `(typeof ${a} === 'number' && typeof ${b} === 'number' ? ${a} ${sign} ${b} : ${texts}${slow(b)})`;
  const isNull = `((${a} = ${left}) === null || (${b} = ${right}) === null)`;
  return { isNull, holds, isTrue: `(!${isNull} && ${holds})` };
}

const COMPARES = new Map<Collation, (a: Value, b: Value) => number>();

/** One function per collation, so that its call sites see one target. */
function slowCompare(collation: Collation): (a: Value, b: Value) => number {
  let compare = COMPARES.get(collation);
  if (!compare) {
    compare = (a, b) => order(a, b, collation);
    COMPARES.set(collation, compare);
  }
  return compare;
}

function inList(expr: Extract<Expr, { kind: 'in-list' }>, source: Source): string | undefined {
  const { values, others } = itemsOf(expr, source.scope);
  if (expr.negated || others.length > 0) return undefined;
  const v = source.temporary();
  const has = source.constant(membership(values, collationOf(expr.collation)));
  const numbers = values.every((value) => typeof value === 'number') ? source.constant(new Set(values)) : undefined;
  const quick = numbers ? `typeof ${v} === 'number' ? ${numbers}.has(${v}) : ` : '';
  return `((${v} = ${valueOf(expr.operand, source)}) !== null && (${quick}${has}(${v})))`;
}

/** A constant pattern; one that is wrong fails when the first row meets it. */
function pattern(expr: Extract<Expr, { kind: 'pattern' }>, source: Source): string | undefined {
  const matcher = fixedMatcher(expr, source.scope);
  if (!matcher) return undefined;
  const v = source.temporary();
  const subject = `typeof ${v} === 'string' ? ${v} : ${source.constant(toText)}(${v})`;
  const matches = `${source.constant(matcher)}()(${subject})`;
  return `((${v} = ${valueOf(expr.operand, source)}) !== null && ${expr.negated ? '!' : ''}${matches})`;
}
