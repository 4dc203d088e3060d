import { affinityOfType, type CollationName, findCollation, SqlError } from '../../../core/index.js';
import type * as ast from '../../parser/index.js';
import type { CompareOp, Expr } from '../expr.js';
import { affinityOf, comparisonAffinities, comparisonCollation, converted } from '../typing.js';
import { bindCall } from './calls.js';
import type { BindContext } from './context.js';
import { bindIn } from './in.js';
import { bindName } from './names.js';
import { bindRowCompare, rowWidth } from './rows.js';
import type { Scope } from './scope.js';
import { bindSubquery, scalarSubquery } from './select.js';

/** One expression with every name resolved and every implicit conversion written out. */
export function bindExpr(context: BindContext, scope: Scope | undefined, expr: ast.Expr): Expr {
  const bind = (part: ast.Expr): Expr => bindExpr(context, scope, part);
  switch (expr.kind) {
    case 'literal':
      return { kind: 'literal', value: expr.value };
    case 'name':
      return bindName(context, scope, expr);
    case 'parameter':
      return bindParameter(context, expr);
    case 'unary':
      return bindUnary(expr, bind(expr.operand));
    case 'binary':
      return bindBinary(context, scope, expr);
    case 'logical':
      return { kind: 'logical', op: expr.op, terms: expr.terms.map(bind) };
    case 'is':
      return bindIs(context, scope, expr);
    case 'null-test':
      return { kind: 'null-test', negated: expr.negated, operand: bind(expr.operand) };
    case 'between':
      return bindBetween(context, scope, expr);
    case 'in':
      return bindIn(context, scope, expr);
    case 'like':
      return bindLike(expr, bind);
    case 'collate':
      return { kind: 'collate', operand: bind(expr.operand), collation: collationNamed(expr.collation) };
    case 'cast':
      // A column without a type keeps what it is given; a CAST without one makes numbers, as SQLite does.
      return { kind: 'cast', operand: bind(expr.operand), affinity: affinityOfType(expr.type || 'NUMERIC') };
    case 'case':
      return bindCase(context, scope, expr);
    case 'call':
      return bindCall(context, scope, expr);
    case 'exists':
      return { kind: 'exists', subquery: { plan: bindSubquery(context, scope, expr.select).plan } };
    case 'subquery':
      return scalarSubquery(context, scope, expr.select, expr.span);
    case 'row':
      throw new SqlError(
        'misuse',
        'row value misused',
        expr.span,
        'several values are only compared with as many others',
      );
    case 'current':
      return currentTime(context, scope, expr);
    case 'raise':
      throw new SqlError('misuse', 'RAISE() may only be used within a trigger-program', expr.span);
  }
}

function bindParameter(context: BindContext, expr: ast.ParameterExpr): Expr {
  const { parameters } = context;
  if (expr.text === '?') {
    parameters.push('');
    return { kind: 'parameter', index: parameters.length - 1 };
  }
  if (expr.text.startsWith('?')) {
    const index = Number(expr.text.slice(1)) - 1;
    if (!(index >= 0 && index < 250_000)) {
      throw new SqlError('limit', 'variable number must be between ?1 and ?250000', expr.span);
    }
    while (parameters.length <= index) parameters.push('');
    return { kind: 'parameter', index };
  }
  const known = parameters.indexOf(expr.text);
  if (known >= 0) return { kind: 'parameter', index: known };
  parameters.push(expr.text);
  return { kind: 'parameter', index: parameters.length - 1 };
}

function bindUnary(expr: ast.UnaryExpr, operand: Expr): Expr {
  switch (expr.op) {
    case '-':
    case '~':
      return { kind: 'unary', op: expr.op, operand };
    case '+':
      return { kind: 'affinity', operand, affinity: 'none' };
    case 'not':
      return { kind: 'not', operand };
  }
}

function bindBinary(context: BindContext, scope: Scope | undefined, expr: ast.BinaryExpr): Expr {
  switch (expr.op) {
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '=':
    case '<>':
      return bindCompare(context, scope, expr.op, expr.left, expr.right);
    case '->':
    case '->>':
      return bindCall(context, scope, {
        kind: 'call',
        name: { name: expr.op, quote: '', span: expr.span },
        args: [expr.left, expr.right],
        distinct: false,
        orderBy: [],
        span: expr.span,
      });
    default:
      return {
        kind: 'arithmetic',
        op: expr.op,
        left: bindExpr(context, scope, expr.left),
        right: bindExpr(context, scope, expr.right),
      };
  }
}

/** A comparison of two expressions, or of two rows. */
export function bindCompare(
  context: BindContext,
  scope: Scope | undefined,
  op: CompareOp,
  left: ast.Expr,
  right: ast.Expr,
): Expr {
  if (rowWidth(left) > 1 || rowWidth(right) > 1) return bindRowCompare(context, scope, op, left, right);
  return compare(op, bindExpr(context, scope, left), bindExpr(context, scope, right));
}

/** A comparison with the conversions and the collation that its operands call for (sql.md 2.5, 2.10). */
export function compare(op: CompareOp, left: Expr, right: Expr): Expr & { kind: 'compare' } {
  const { left: toLeft, right: toRight } = comparisonAffinities(affinityOf(left), affinityOf(right));
  return {
    kind: 'compare',
    op,
    left: converted(left, toLeft),
    right: converted(right, toRight),
    collation: comparisonCollation(left, right),
  };
}

function bindIs(context: BindContext, scope: Scope | undefined, expr: ast.IsExpr): Expr {
  const right = expr.right;
  if (right.kind === 'literal' && right.value === null && rowWidth(expr.left) === 1) {
    return { kind: 'null-test', negated: expr.negated, operand: bindExpr(context, scope, expr.left) };
  }
  if (right.kind === 'name' && !right.table && right.column.quote === '') {
    const word = right.column.name.toLowerCase();
    if (word === 'true' || word === 'false') {
      const bound = bindName(context, scope, right);
      if (bound.kind === 'literal') {
        return {
          kind: 'truth-test',
          negated: expr.negated,
          truth: word === 'true',
          operand: bindExpr(context, scope, expr.left),
        };
      }
    }
  }
  return bindCompare(context, scope, expr.negated ? 'is-not' : 'is', expr.left, right);
}

/** `x BETWEEN a AND b` is `x >= a AND x <= b`; each side converts and collates on its own. */
function bindBetween(context: BindContext, scope: Scope | undefined, expr: ast.BetweenExpr): Expr {
  const between: Expr = {
    kind: 'logical',
    op: 'and',
    terms: [
      bindCompare(context, scope, '>=', expr.operand, expr.low),
      bindCompare(context, scope, '<=', expr.operand, expr.high),
    ],
  };
  return expr.negated ? { kind: 'not', operand: between } : between;
}

function bindLike(expr: ast.LikeExpr, bind: (part: ast.Expr) => Expr): Expr {
  if (expr.op === 'match') {
    throw new SqlError(
      'not-supported',
      'unable to use function MATCH in the requested context',
      expr.span,
      'use LIKE, GLOB or REGEXP',
    );
  }
  if (expr.escape && expr.op !== 'like') {
    throw new SqlError(
      'wrong-arity',
      `wrong number of arguments to function ${expr.op}()`,
      expr.escape.span,
      'only LIKE takes an ESCAPE',
    );
  }
  return {
    kind: 'pattern',
    op: expr.op,
    negated: expr.negated,
    operand: bind(expr.operand),
    pattern: bind(expr.pattern),
    ...(expr.escape && { escape: bind(expr.escape) }),
  };
}

function bindCase(context: BindContext, scope: Scope | undefined, expr: ast.CaseExpr): Expr {
  const otherwise: Expr = expr.otherwise ? bindExpr(context, scope, expr.otherwise) : { kind: 'literal', value: null };
  const { base } = expr;
  if (base && rowWidth(base) === 1) {
    const bound = bindExpr(context, scope, base);
    const arms = expr.arms.map((arm) => ({
      when: compare('=', bound, bindExpr(context, scope, arm.when)),
      then: bindExpr(context, scope, arm.then),
    }));
    return { kind: 'case', base: bound, arms, otherwise };
  }
  const arms = expr.arms.map((arm) => ({
    when: base ? bindCompare(context, scope, '=', base, arm.when) : bindExpr(context, scope, arm.when),
    then: bindExpr(context, scope, arm.then),
  }));
  return { kind: 'case', arms, otherwise };
}

function currentTime(context: BindContext, scope: Scope | undefined, expr: ast.CurrentExpr): Expr {
  const name = expr.what === 'timestamp' ? 'datetime' : expr.what;
  return bindCall(context, scope, {
    kind: 'call',
    name: { name, quote: '', span: expr.span },
    args: [],
    distinct: false,
    orderBy: [],
    span: expr.span,
  });
}

/** The collation of that name. SQLite complains only on use; a misspelt name is better told at once. */
export function collationNamed(identifier: ast.Identifier): CollationName {
  const collation = findCollation(identifier.name);
  if (!collation) {
    throw new SqlError(
      'no-such-collation',
      `no such collation sequence: ${identifier.name}`,
      identifier.span,
      'collations: BINARY, NOCASE, RTRIM, VERSION, VERSION_ARCH, VERSION_DPKG, VERSION_RHEL',
    );
  }
  return collation.name;
}
