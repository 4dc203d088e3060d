import { assertNever } from '../../../core/index.js';
import type {
  BinaryOp,
  CallExpr,
  CaseExpr,
  Expr,
  Frame,
  FrameBound,
  Identifier,
  InExpr,
  OrderTerm,
  Select,
  UnaryExpr,
  WindowSpec,
} from '../ast.js';
import { nameList, printLiteral, printName, printQualified, words } from './names.js';
import { printSelect } from './queries.js';

// How tightly each binds, as in the grammar (operators.ts).
const OR = 1;
const AND = 2;
const NOT = 3;
const EQUALITY = 4;
const COMPARISON = 5;
const COLLATE = 10;
const PREFIX = 11;
const OPERAND = 12;

const BINARY: Readonly<Record<BinaryOp, number>> = {
  '=': EQUALITY,
  '<>': EQUALITY,
  '<': COMPARISON,
  '<=': COMPARISON,
  '>': COMPARISON,
  '>=': COMPARISON,
  '&': 6,
  '|': 6,
  '<<': 6,
  '>>': 6,
  '+': 7,
  '-': 7,
  '*': 8,
  '/': 8,
  '%': 8,
  '||': 9,
  '->': 9,
  '->>': 9,
};

/** An expression as SQL, with no more parentheses than it needs. */
export function printExpr(expr: Expr): string {
  return within(expr, 0);
}

/** The expression, in parentheses if it binds less tightly than its place asks. */
function within(expr: Expr, least: number): string {
  const text = bare(expr);
  return powerOf(expr) < least ? `(${text})` : text;
}

function powerOf(expr: Expr): number {
  switch (expr.kind) {
    case 'logical':
      return expr.op === 'or' ? OR : AND;
    case 'unary':
      return expr.op === 'not' ? NOT : PREFIX;
    case 'binary':
      return BINARY[expr.op];
    case 'is':
    case 'null-test':
    case 'between':
    case 'in':
    case 'like':
      return EQUALITY;
    case 'collate':
      return COLLATE;
    default:
      return OPERAND;
  }
}

function bare(expr: Expr): string {
  switch (expr.kind) {
    case 'literal':
      return printLiteral(expr.value);
    case 'name':
      return [expr.schema, expr.table, expr.column]
        .flatMap((part) => (part === undefined ? [] : printName(part)))
        .join('.');
    case 'parameter':
      return expr.text;
    case 'unary':
      return unary(expr);
    case 'binary':
      return `${within(expr.left, BINARY[expr.op])} ${expr.op} ${within(expr.right, BINARY[expr.op] + 1)}`;
    case 'logical':
      return expr.terms.map((term) => within(term, powerOf(expr) + 1)).join(` ${expr.op.toUpperCase()} `);
    case 'is':
      return `${within(expr.left, EQUALITY)} IS ${not(expr)}${within(expr.right, COMPARISON)}`;
    case 'null-test':
      return `${within(expr.operand, EQUALITY)} ${expr.negated ? 'NOTNULL' : 'ISNULL'}`;
    case 'between':
      return `${within(expr.operand, EQUALITY)} ${not(expr)}BETWEEN ${within(expr.low, COMPARISON)} AND ${within(expr.high, COMPARISON)}`;
    case 'in':
      return `${within(expr.operand, EQUALITY)} ${not(expr)}IN ${set(expr.set)}`;
    case 'like':
      return words(
        `${within(expr.operand, EQUALITY)} ${not(expr)}${expr.op.toUpperCase()} ${within(expr.pattern, COMPARISON)}`,
        expr.escape && `ESCAPE ${within(expr.escape, COMPARISON)}`,
      );
    case 'collate':
      return `${within(expr.operand, COLLATE)} COLLATE ${printName(expr.collation)}`;
    case 'cast':
      return `CAST(${words(printExpr(expr.operand), 'AS', expr.type)})`;
    case 'case':
      return caseText(expr);
    case 'call':
      return call(expr);
    case 'exists':
      return `EXISTS ${inParentheses(expr.select)}`;
    case 'subquery':
      return inParentheses(expr.select);
    case 'row':
      return `(${printExprs(expr.items)})`;
    case 'current':
      return `CURRENT_${expr.what.toUpperCase()}`;
    case 'raise':
      return `RAISE(${expr.action.toUpperCase()}${expr.message === undefined ? '' : `, ${printExpr(expr.message)}`})`;
    default:
      return assertNever(expr);
  }
}

const not = ({ negated }: { readonly negated: boolean }): string => (negated ? 'NOT ' : '');
const inParentheses = (select: Select): string => `(${printSelect(select)})`;

export function printExprs(exprs: readonly Expr[]): string {
  return exprs.map(printExpr).join(', ');
}

function unary({ op, operand }: UnaryExpr): string {
  if (op === 'not') return `NOT ${within(operand, NOT)}`;
  const text = within(operand, PREFIX);
  // Two minus signs would begin a comment.
  return text.startsWith(op) ? `${op} ${text}` : op + text;
}

function set(of: InExpr['set']): string {
  switch (of.kind) {
    case 'list':
      return `(${printExprs(of.items)})`;
    case 'select':
      return inParentheses(of.select);
    case 'table':
      return printQualified(of.table) + (of.args === undefined ? '' : `(${printExprs(of.args)})`);
    default:
      return assertNever(of);
  }
}

function caseText({ base, arms, otherwise }: CaseExpr): string {
  const whens = arms.map(({ when, then }) => `WHEN ${printExpr(when)} THEN ${printExpr(then)}`);
  return words('CASE', base && printExpr(base), ...whens, otherwise && `ELSE ${printExpr(otherwise)}`, 'END');
}

function call({ name, args, distinct, orderBy, filter, over }: CallExpr): string {
  const inside = args === '*' ? '*' : words(distinct && 'DISTINCT', printExprs(args), printOrderBy(orderBy));
  return words(
    `${printName(name)}(${inside})`,
    filter && `FILTER (WHERE ${printExpr(filter)})`,
    over && `OVER ${'kind' in over ? printWindow(over) : printName(over)}`,
  );
}

// -------------------------------------------------------- windows and order

/** `ORDER BY a, b DESC`, or nothing. */
export function printOrderBy(terms: readonly OrderTerm[]): string {
  return terms.length === 0 ? '' : `ORDER BY ${terms.map(orderTerm).join(', ')}`;
}

function orderTerm({ expr, descending, nulls }: OrderTerm): string {
  return words(printExpr(expr), descending && 'DESC', nulls && `NULLS ${nulls.toUpperCase()}`);
}

/** `(base PARTITION BY … ORDER BY … frame)` */
export function printWindow({ base, partitionBy, orderBy, frame }: WindowSpec): string {
  const partition = partitionBy.length > 0 && `PARTITION BY ${printExprs(partitionBy)}`;
  return `(${words(base && printName(base), partition, printOrderBy(orderBy), frame && frameText(frame))})`;
}

function frameText({ unit, start, end, exclude }: Frame): string {
  const excluded = exclude !== 'no-others' && `EXCLUDE ${exclude.replace('-', ' ').toUpperCase()}`;
  return words(unit.toUpperCase(), 'BETWEEN', bound(start), 'AND', bound(end), excluded);
}

function bound(at: FrameBound): string {
  if (at.kind === 'preceding' || at.kind === 'following') return `${printExpr(at.offset)} ${at.kind.toUpperCase()}`;
  return at.kind.replace('-', ' ').toUpperCase();
}

/** `(a, b) = …` where several are set at once. */
export function printTargets(columns: readonly Identifier[]): string {
  const [only] = columns;
  return only !== undefined && columns.length === 1 ? printName(only) : nameList(columns).trimStart();
}
