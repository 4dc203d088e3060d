import { ARITHMETIC, applyAffinity, castTo, negate, type Value } from '../../core/index.js';
import type { CallExpr, CaseExpr, Expr } from '../../sql/planner/index.js';
import {
  argType,
  argumentConversion,
  bindOnce,
  constantOf,
  functionEnv,
  givesLong,
  watcher,
} from '../expressions/index.js';
import type { Source } from './source.js';
import { comparison, isFalseOf, isTrueOf } from './truth.js';

type Arithmetic = Extract<Expr, { kind: 'arithmetic' }>;

/** JavaScript for the value of an expression over `row`. What has no quick form of its own calls the expression's closure. */
export function valueOf(expr: Expr, source: Source): string {
  const constant = constantOf(expr, source.scope);
  if (constant) return literal(constant.value, source);
  switch (expr.kind) {
    case 'column': {
      const position = source.scope.position(expr.column);
      return position === undefined
        ? `${source.constant(source.scope.run.cell(expr.column.id))}.value`
        : `row[${position}]`;
    }
    case 'arithmetic':
      return source.declared(expr) ?? arithmetic(expr, source);
    case 'unary':
      return expr.op === '-' ? `${source.constant(negate)}(${valueOf(expr.operand, source)})` : closure(expr, source);
    case 'cast':
      return converted(expr.operand, expr.affinity, castTo, source);
    case 'affinity':
      return converted(expr.operand, expr.affinity, applyAffinity, source);
    case 'collate':
      return valueOf(expr.operand, source);
    case 'case':
      return caseOf(expr, source);
    case 'call':
      return call(expr, source);
    case 'compare': {
      const parts = comparison(expr, source);
      return parts ? `(${parts.isNull} ? null : ${parts.holds} ? 1 : 0)` : closure(expr, source);
    }
    case 'null-test':
    case 'truth-test':
      return `(${isTrueOf(expr, source)} ? 1 : 0)`;
    case 'not':
    case 'logical': {
      // Each side is asked for at most: a null is neither.
      return isSimple(expr)
        ? `(${isTrueOf(expr, source)} ? 1 : ${isFalseOf(expr, source)} ? 0 : null)`
        : closure(expr, source);
    }
    default:
      return closure(expr, source);
  }
}

const closure = (expr: Expr, source: Source): string => `${source.constant(source.scope.value(expr))}(row)`;

/** A few comparisons of columns and constants: cheap enough to be looked at twice. */
const isSimple = (expr: Expr): boolean =>
  expr.kind === 'not'
    ? isSimple(expr.operand)
    : expr.kind === 'logical'
      ? expr.terms.length <= 4 && expr.terms.every(isSimple)
      : expr.kind === 'compare' && expr.left.kind === 'column';

/** Numbers stand in the text as they are, so that V8 sees constants. */
export function literal(value: Value, source: Source): string {
  if (value === null) return 'null';
  if (typeof value === 'number' && Number.isFinite(value)) return value < 0 ? `(${value})` : String(value);
  return source.constant(value);
}

/** A small whole number. `bigint | 0` throws, so the type is asked first. */
export const isInt = (value: string): string => `typeof ${value} === 'number' && (${value} | 0) === ${value}`;

/** Small whole numbers and fractions in line; whatever could overflow, become whole or be no number goes to the real operation. */
function arithmetic(expr: Arithmetic, source: Source): string {
  const [a, b] = [source.temporary(), source.temporary()];
  const operation = source.constant(ARITHMETIC[expr.op]);
  const operands = `${a} = ${valueOf(expr.left, source)}, ${b} = ${valueOf(expr.right, source)}`;
  const slow = `${operation}(${a}, ${b})`;
  const areInts = `${isInt(a)} && ${isInt(b)}`;
  switch (expr.op) {
    case '+':
    case '-':
    case '*': {
      const c = source.temporary();
      const whole = `(${c} | 0) === ${c} && ${areInts} ? ${c} | 0`;
      const fraction = `${c} !== Math.floor(${c}) && ${c} === ${c} ? ${c}`;
      const quick = `(${c} = ${a} ${expr.op} ${b}, ${whole} : ${fraction} : ${slow})`;
      return `(${operands}, typeof ${a} === 'number' && typeof ${b} === 'number' ? ${quick} : ${slow})`;
    }
    case '/':
      return `(${operands}, ${areInts} && ${b} > 0 ? (${a} / ${b}) | 0 : ${slow})`;
    case '%':
      return `(${operands}, ${areInts} && ${b} > 0 ? (${a} % ${b}) | 0 : ${slow})`;
    case '&':
    case '|':
      return `(${operands}, ${areInts} ? ${a} ${expr.op} ${b} : ${slow})`;
    case '||':
      return `(${operands}, ${source.constant(watcher(source.scope.run))}(${slow}))`;
    default:
      return `(${operands}, ${slow})`;
  }
}

/** Values that already are what they are to become stay; small whole numbers are numeric and integer. */
function converted(
  operand: Expr,
  affinity: Parameters<typeof castTo>[1],
  convert: typeof castTo | typeof applyAffinity,
  source: Source,
): string {
  const value = valueOf(operand, source);
  if (convert === applyAffinity && (affinity === 'none' || affinity === 'blob')) return value;
  const v = source.temporary();
  const slow = `${source.constant(convert)}(${v}, '${affinity}')`;
  const stays =
    affinity === 'text'
      ? `typeof ${v} === 'string'`
      : affinity === 'integer' || affinity === 'numeric'
        ? isInt(v)
        : 'false';
  return `(${v} = ${value}, ${stays} ? ${v} : ${slow})`;
}

function caseOf(expr: CaseExpr, source: Source): string {
  // With a base each condition would compute it again.
  if (expr.base && expr.base.kind !== 'column') return closure(expr, source);
  const arms = expr.arms.map((arm) => `${isTrueOf(arm.when, source)} ? ${valueOf(arm.then, source)} : `);
  return `(${arms.join('')}${valueOf(expr.otherwise, source)})`;
}

function call(expr: CallExpr, source: Source): string {
  const { fn, args } = expr;
  if (fn.name === 'coalesce' || fn.name === 'ifnull') {
    const v = source.temporary();
    const tries = args.map((arg) => `(${v} = ${valueOf(arg, source)}) !== null ? ${v} : `);
    return `(${tries.join('')}null)`;
  }
  return fn.name === 'iif' ? conditional(args, source) : straightCall(expr, source);
}

/** A condition before each value, and a last value alone. */
function conditional([condition, then, ...rest]: readonly Expr[], source: Source): string {
  if (!condition) return 'null';
  if (!then) return valueOf(condition, source);
  return `(${isTrueOf(condition, source)} ? ${valueOf(then, source)} : ${conditional(rest, source)})`;
}

/** The arguments converted as declared; a null argument gives null without a call where the function says so. */
function straightCall(expr: CallExpr, source: Source): string {
  const { fn } = expr;
  const names = expr.args.map(() => source.temporary());
  const reads = expr.args.map((arg, index) => `(${names[index]} = ${valueOf(arg, source)})`);
  const passed = names.map((name, index) => {
    const convert = argumentConversion(argType(fn.args, index));
    return convert ? `(${name} === null ? null : ${source.constant(convert)}(${name}))` : name;
  });
  const bound = source.constant(bindOnce(fn, functionEnv(expr, source.scope)));
  const call = `${bound}()(${passed.join(', ')})`;
  const result = givesLong(fn) ? `${source.constant(watcher(source.scope.run))}(${call})` : call;
  if (reads.length === 0) return result;
  if (fn.nulls === 'propagate') return `(${reads.map((read) => `${read} === null`).join(' || ')} ? null : ${result})`;
  return `(${reads.join(', ')}, ${result})`;
}
