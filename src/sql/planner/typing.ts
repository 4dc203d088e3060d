import { type Affinity, type CollationName, storageClass, type Value } from '../../core/index.js';
import type { ReturnType } from '../functions/index.js';
import { type Expr, TYPE, type TypeMask } from './expr.js';
import { outputColumns } from './plan.js';
import { someOperand } from './visit.js';

/** The affinity an expression brings into a comparison; 'none' for anything but columns, casts and subqueries (sql.md 2.4). */
export function affinityOf(expr: Expr): Affinity {
  switch (expr.kind) {
    case 'column':
      return expr.column.affinity;
    case 'cast':
      return expr.affinity;
    case 'collate':
      return affinityOf(expr.operand);
    case 'scalar-subquery':
      return outputColumns(expr.subquery.plan)[0]?.affinity ?? 'none';
    default:
      return 'none';
  }
}

/** The collation named by COLLATE anywhere inside an expression, its subqueries left out; the first one counts. */
export function explicitCollation(expr: Expr): CollationName | undefined {
  if (expr.kind === 'collate') return expr.collation;
  const search: { found?: CollationName } = {};
  someOperand(expr, searchCollation, search);
  return search.found;
}

function searchCollation(operand: Expr, search: { found?: CollationName }): boolean {
  const found = explicitCollation(operand);
  if (found) search.found = found;
  return found !== undefined;
}

/** The collation of the column an expression passes on, through CAST and unary plus alone. */
function columnCollation(expr: Expr): CollationName | undefined {
  if (expr.kind === 'column') return expr.column.collation;
  if (expr.kind === 'affinity' || expr.kind === 'cast') return columnCollation(expr.operand);
  return undefined;
}

/** The collation of one expression where it is sorted or grouped. */
export const collationOf = (expr: Expr): CollationName => explicitCollation(expr) ?? columnCollation(expr) ?? 'binary';

/** The collation of a comparison: explicit on the left, then the right, then the left column's, then the right one's (sql.md 2.10). */
export function comparisonCollation(left: Expr, right: Expr): CollationName {
  return (
    explicitCollation(left) ?? explicitCollation(right) ?? columnCollation(left) ?? columnCollation(right) ?? 'binary'
  );
}

const isNumericAffinity = (affinity: Affinity): boolean =>
  affinity === 'integer' || affinity === 'real' || affinity === 'numeric';

/** What each side of a comparison is converted to first (sql.md 2.5); undefined: stays as it is. */
export function comparisonAffinities(left: Affinity, right: Affinity): { left?: Affinity; right?: Affinity } {
  if (isNumericAffinity(left) !== isNumericAffinity(right))
    return isNumericAffinity(left) ? { right: 'numeric' } : { left: 'numeric' };
  if (left === 'text' && right === 'none') return { right: 'text' };
  if (right === 'text' && left === 'none') return { left: 'text' };
  return {};
}

/** Wraps an operand in the conversion a comparison asks for, unless its type makes it idle. */
export function converted(expr: Expr, affinity: Affinity | undefined): Expr {
  if (affinity === undefined || affinity === 'none' || affinity === 'blob') return expr;
  const types = typesOf(expr) & ~TYPE.null & ~TYPE.blob;
  const idle =
    affinity === 'text'
      ? (types & ~TYPE.text) === 0
      : (types & TYPE.text) === 0 && affinity !== 'integer' && affinity !== 'real';
  return idle ? expr : { kind: 'affinity', operand: expr, affinity };
}

const RETURN_TYPES: Readonly<Record<ReturnType, TypeMask>> = {
  any: TYPE.any,
  text: TYPE.text | TYPE.null,
  integer: TYPE.integer | TYPE.null,
  real: TYPE.real | TYPE.null,
  numeric: TYPE.integer | TYPE.real | TYPE.null,
  blob: TYPE.blob | TYPE.null,
};
export const typesOfReturn = (type: ReturnType): TypeMask => RETURN_TYPES[type];

const BOOLEAN = TYPE.integer | TYPE.null;

export const typeOfValue = (value: Value): TypeMask => TYPE[storageClass(value)];

/** The storage classes an expression can give. Wider than needed is correct, narrower never. */
export function typesOf(expr: Expr): TypeMask {
  switch (expr.kind) {
    case 'literal':
      return typeOfValue(expr.value);
    case 'column':
      return expr.column.types;
    case 'parameter':
      return TYPE.any;
    case 'unary':
      return expr.op === '~' ? BOOLEAN : TYPE.integer | TYPE.real | TYPE.null;
    case 'arithmetic':
      return arithmeticTypes(expr.op, typesOf(expr.left), typesOf(expr.right));
    case 'compare':
    case 'row-compare':
    case 'logical':
    case 'not':
    case 'null-test':
    case 'truth-test':
    case 'in-list':
    case 'in-subquery':
    case 'exists':
    case 'pattern':
    case 'in-keys':
      return BOOLEAN;
    case 'scalar-subquery':
      return (outputColumns(expr.subquery.plan)[0]?.types ?? TYPE.any) | TYPE.null;
    case 'cast':
      return castTypes(expr.affinity);
    case 'affinity':
      return expr.affinity === 'none' ? typesOf(expr.operand) : TYPE.any;
    case 'collate':
      return typesOf(expr.operand);
    case 'case':
      return expr.arms.reduce((types, arm) => types | typesOf(arm.then), typesOf(expr.otherwise));
    case 'call':
      return typesOfReturn(expr.fn.returns) | TYPE.null;
  }
}

function arithmeticTypes(op: string, left: TypeMask, right: TypeMask): TypeMask {
  if (op === '||') return TYPE.text | TYPE.null;
  if (op === '&' || op === '|' || op === '<<' || op === '>>') return BOOLEAN;
  // Integers can overflow to REAL; text can be either.
  return (left & right & TYPE.integer) !== 0 || ((left | right) & (TYPE.text | TYPE.blob)) !== 0
    ? TYPE.integer | TYPE.real | TYPE.null
    : TYPE.real | TYPE.null;
}

function castTypes(affinity: Affinity): TypeMask {
  switch (affinity) {
    case 'text':
      return TYPE.text | TYPE.null;
    case 'integer':
      return TYPE.integer | TYPE.null;
    case 'real':
      return TYPE.real | TYPE.null;
    case 'numeric':
      return TYPE.integer | TYPE.real | TYPE.null;
    default:
      return TYPE.any;
  }
}
