import { SqlError } from '../../core/index.js';
import type { Engine, ResultColumn } from '../../engine.js';
import { type Expr, parseEach, type SelectBody } from '../../sql/parser/index.js';
import { statementsIn } from '../statement-scanner.js';

type TypeName = 'TEXT' | 'INTEGER' | 'BIGINT' | 'UNSIGNED BIGINT' | 'DOUBLE' | 'BLOB' | 'UNKNOWN';

const DECLARED = new Set<string>(['TEXT', 'INTEGER', 'BIGINT', 'UNSIGNED BIGINT', 'DOUBLE', 'BLOB']);
const AGGREGATES = new Set(['count', 'sum', 'total', 'avg', 'min', 'max', 'group_concat']);
const CHOOSING = new Set(['coalesce', 'ifnull', 'iif']);
const INT32 = 2 ** 31;

/**
 * Names and types of the columns of the first statement, as osquery infers them from SQLite's byte code.
 * @throws SqlError where the statement is wrong, and where there is none
 */
export function resultTypes(engine: Engine, sql: string): readonly ResultColumn[] {
  const [statement] = parseEach(sql);
  const [prepared] = engine.prepareEach(statementsIn(sql).find((one) => !/^[\s;]*$/.test(one)) ?? '');
  if (!prepared || !statement) throw new NoStatement();
  const exprs =
    statement.kind === 'select-statement' ? resultExprs(statement.select.body, prepared.columns.length) : [];
  const isSelect = statement.kind === 'select-statement' || statement.kind === 'pragma';
  return prepared.columns.map(({ name, type }, index) => {
    const expr = exprs[index];
    if (!isSelect) return { name, type: 'UNKNOWN' };
    return { name, type: expr === undefined ? declaredAs(type) : typeOf(expr, type) };
  });
}

/** SQLite's word for a text without a statement. */
class NoStatement extends SqlError {
  constructor() {
    super('misuse', 'not an error');
  }
}

const declaredAs = (type: string): string => (DECLARED.has(type) ? type : 'UNKNOWN');

/** The expression of each column; undefined for what a star stands for. */
function resultExprs(body: SelectBody, count: number): (Expr | undefined)[] {
  if (body.kind === 'values') return [...(body.rows[0] ?? [])];
  if (body.kind === 'compound') {
    const [first] = body.arms;
    return first ? resultExprs(first, count) : [];
  }
  const stars = body.columns.filter(({ kind }) => kind === 'star').length;
  // Where several stars stand, it is open which column belongs to which.
  if (stars > 1) return [];
  const covered = count - (body.columns.length - stars);
  return body.columns.flatMap((column) =>
    column.kind === 'star' ? Array.from({ length: covered }, () => undefined) : [column.expr],
  );
}

/** @param column what our planner knows of the column's type: that of a column it shows is the declared one */
function typeOf(expr: Expr, column: string): TypeName | string {
  switch (expr.kind) {
    case 'name':
      return /^(true|false)$/i.test(expr.column.name) && !DECLARED_BY_NAME.has(column) ? 'INTEGER' : declaredAs(column);
    case 'subquery':
      return declaredAs(column);
    case 'literal':
      return literalType(expr.value);
    case 'unary':
      return unaryType(expr.op, expr.operand);
    case 'binary':
      return expr.op === '||'
        ? 'TEXT'
        : COMPARISONS.has(expr.op)
          ? 'INTEGER'
          : ARROWS.has(expr.op)
            ? 'UNKNOWN'
            : 'BIGINT';
    case 'logical':
    case 'is':
    case 'null-test':
    case 'between':
    case 'in':
    case 'exists':
      return 'INTEGER';
    case 'cast':
      return castType(expr.type);
    case 'case':
      return lastLiteral([...expr.arms.map(({ then }) => then), ...(expr.otherwise ? [expr.otherwise] : [])]);
    case 'call':
      return callType(expr.name.name.toLowerCase(), expr.args, expr.filter !== undefined || expr.over !== undefined);
    default:
      return 'UNKNOWN';
  }
}

/** TRUE and FALSE may be names of columns. */
const DECLARED_BY_NAME = new Set(['TEXT', 'DOUBLE', 'BLOB']);
const COMPARISONS = new Set(['<', '<=', '>', '>=', '=', '<>']);
const ARROWS = new Set(['->', '->>']);

function literalType(value: unknown): TypeName {
  if (typeof value === 'string') return 'TEXT';
  if (typeof value === 'bigint') return 'BIGINT';
  if (typeof value !== 'number' || !Number.isInteger(value)) return 'UNKNOWN';
  return value < INT32 && value > -INT32 ? 'INTEGER' : 'BIGINT';
}

function unaryType(op: string, operand: Expr): TypeName {
  if (op === 'not') return 'INTEGER';
  if (op !== '-') return 'UNKNOWN';
  return operand.kind === 'literal' ? literalType(operand.value) : 'BIGINT';
}

function castType(type: string): TypeName {
  const word = type.toUpperCase();
  if (word.includes('INT')) return 'BIGINT';
  if (/CHAR|CLOB|TEXT/.test(word)) return 'TEXT';
  if (word.includes('BLOB') || word === '') return 'BLOB';
  return /REAL|FLOA|DOUB/.test(word) ? 'DOUBLE' : 'UNKNOWN';
}

function callType(name: string, args: readonly Expr[] | '*', isWindowed: boolean): TypeName {
  if (isWindowed) return 'UNKNOWN';
  if (CHOOSING.has(name) && args !== '*') return lastLiteral(name === 'iif' ? args.slice(1) : args);
  const isScalar = (name === 'min' || name === 'max') && args.length > 1 && args !== '*';
  return AGGREGATES.has(name) && !isScalar ? 'BIGINT' : 'UNKNOWN';
}

function lastLiteral(arms: readonly Expr[]): TypeName {
  const types = arms.map((arm) => (arm.kind === 'literal' ? literalType(arm.value) : 'UNKNOWN'));
  return types.filter((type) => type !== 'UNKNOWN').at(-1) ?? 'UNKNOWN';
}
