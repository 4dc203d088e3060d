import type { IToken, TokenType } from 'chevrotain';
import { INT64_MIN } from '../../../core/index.js';
import * as lex from '../../lexer/index.js';
import { kw } from '../../lexer/index.js';
import type { BinaryOp, Expr, InExpr, IsExpr, LikeExpr, LogicalExpr, UnaryExpr } from '../ast.js';
import type { Rule } from './base.js';
import { Operands } from './expressions.js';

// How tightly an operator binds (sql.md 2.2). ESCAPE belongs to LIKE, prefixes to their operand.
const OR = 1;
const AND = 2;
const NOT = 3;
const EQUALITY = 4;
const COMPARISON = 5;
const BITS = 6;
const SUM = 7;
const PRODUCT = 8;
const CONCAT = 9;
const COLLATE = 10;

const powers: readonly (readonly [number, readonly TokenType[]])[] = [
  [OR, [kw.OR]],
  [AND, [kw.AND]],
  [
    EQUALITY,
    [
      lex.Equal,
      lex.NotEqual,
      kw.IS,
      kw.ISNULL,
      kw.NOTNULL,
      kw.NOT,
      kw.BETWEEN,
      kw.IN,
      kw.LIKE,
      kw.GLOB,
      kw.REGEXP,
      kw.MATCH,
    ],
  ],
  [COMPARISON, [lex.Less, lex.LessEqual, lex.Greater, lex.GreaterEqual]],
  [BITS, [lex.Ampersand, lex.Bar, lex.ShiftLeft, lex.ShiftRight]],
  [SUM, [lex.Plus, lex.Minus]],
  [PRODUCT, [lex.Star, lex.Slash, lex.Percent]],
  [CONCAT, [lex.BarBar, lex.Arrow, lex.LongArrow]],
  [COLLATE, [kw.COLLATE]],
];

/** By token type; zero for what is no operator. */
const powerOf: number[] = [];
for (const [power, types] of powers) for (const { tokenTypeIdx = 0 } of types) powerOf[tokenTypeIdx] = power;

const BINARY = new Map<TokenType | undefined, BinaryOp>([
  [lex.Equal, '='],
  [lex.NotEqual, '<>'],
  [lex.Less, '<'],
  [lex.LessEqual, '<='],
  [lex.Greater, '>'],
  [lex.GreaterEqual, '>='],
  [lex.Ampersand, '&'],
  [lex.Bar, '|'],
  [lex.ShiftLeft, '<<'],
  [lex.ShiftRight, '>>'],
  [lex.Plus, '+'],
  [lex.Minus, '-'],
  [lex.Star, '*'],
  [lex.Slash, '/'],
  [lex.Percent, '%'],
  [lex.BarBar, '||'],
  [lex.Arrow, '->'],
  [lex.LongArrow, '->>'],
]);
const UNARY = new Map<TokenType | undefined, UnaryExpr['op']>([
  [lex.Minus, '-'],
  [lex.Plus, '+'],
  [lex.Tilde, '~'],
  [kw.NOT, 'not'],
]);
const PATTERN = new Map<TokenType | undefined, LikeExpr['op']>([
  [kw.LIKE, 'like'],
  [kw.GLOB, 'glob'],
  [kw.REGEXP, 'regexp'],
  [kw.MATCH, 'match'],
]);

/**
 * Operators by precedence climbing: a loop over one level instead of a rule for each of twelve, so
 * that `1` costs one rule and a chain of 20,000 terms no stack.
 */
export abstract class Expressions extends Operands {
  override readonly expr: Rule<Expr> = this.rule('expr', () => {
    if (!this.RECORDING_PHASE) return this.nestedExpr(() => this.climb(OR));
    this.MANY(() => this.anyOf(lex.Prefix));
    return this.SUBRULE(this.operand);
  });

  /** An expression whose operators all bind at least as tightly as `least`. */
  private climb(least: number): Expr {
    const start = this.start();
    return this.operators(this.prefixed(), start, least);
  }

  private operators(first: Expr, start: number, least: number): Expr {
    let left = first;
    for (;;) {
      const power = powerOf[this.LA(1).tokenTypeIdx] ?? 0;
      if (power < least) return left;
      left = this.operator(left, start, power);
    }
  }

  private operator(left: Expr, start: number, power: number): Expr {
    switch (power) {
      case OR:
        return this.chain('or', kw.OR, left, start);
      case AND:
        return this.chain('and', kw.AND, left, start);
      case EQUALITY:
        return this.equality(left, start);
      case COLLATE: {
        this.CONSUME(kw.COLLATE);
        const collation = this.identifier(this.anyOf(lex.BareAlias));
        return this.sized({ kind: 'collate', span: this.since(start), operand: left, collation }, this.height);
      }
      default:
        return this.binary(left, start, power);
    }
  }

  /** Operators before an operand, from the innermost out; NOT takes all that binds tighter than it. */
  private prefixed(): Expr {
    if (!this.atAny(lex.Prefix)) return this.SUBRULE(this.operand);
    const prefixes: IToken[] = [];
    while (this.atAny(lex.Prefix)) prefixes.push(this.anyOf(lex.Prefix));
    let start = this.start();
    let operand = this.SUBRULE1(this.operand);
    for (const prefix of prefixes.reverse()) {
      if (prefix.tokenType === kw.NOT) operand = this.operators(operand, start, EQUALITY);
      start = prefix.startOffset;
      operand = this.unary(UNARY.get(prefix.tokenType) ?? '+', operand, start);
    }
    return operand;
  }

  protected unary(op: UnaryExpr['op'], operand: Expr, start: number): Expr {
    const span = this.since(start);
    if (op === '-' && operand === this.twoTo63) return { kind: 'literal', span, value: INT64_MIN };
    return this.sized({ kind: 'unary', span, op, operand }, this.height);
  }

  private chain(op: 'and' | 'or', word: TokenType, first: Expr, start: number): LogicalExpr {
    const terms = [first];
    let height = this.height;
    while (this.took(word)) {
      terms.push(this.climb(op === 'or' ? AND : NOT));
      if (this.height > height) height = this.height;
    }
    return this.sized({ kind: 'logical', span: this.since(start), op, terms }, height);
  }

  private binary(left: Expr, start: number, power: number): Expr {
    const height = this.height;
    const type = this.LA(1).tokenType;
    this.CONSUME(type);
    const right = this.climb(power + 1);
    const op = BINARY.get(type) ?? '=';
    return this.sized({ kind: 'binary', span: this.since(start), op, left, right }, height, this.height);
  }

  // ------------------------------------------------- the level of equality

  private equality(left: Expr, start: number): Expr {
    const type = this.LA(1).tokenType;
    if (type === lex.Equal || type === lex.NotEqual) return this.binary(left, start, EQUALITY);
    if (type === kw.IS) return this.is(left, start);
    if (type === kw.ISNULL || type === kw.NOTNULL) {
      this.CONSUME(type);
      return this.nullTest(left, start, type === kw.NOTNULL);
    }
    const negated = this.took(kw.NOT);
    if (this.at(kw.IN)) return this.membership(left, start, negated);
    if (this.at(kw.BETWEEN)) return this.between(left, start, negated);
    if (negated && this.took(kw.NULL)) return this.nullTest(left, start, true);
    return this.like(left, start, negated);
  }

  private nullTest(operand: Expr, start: number, negated: boolean): Expr {
    return this.sized({ kind: 'null-test', span: this.since(start), negated, operand }, this.height);
  }

  private is(left: Expr, start: number): IsExpr {
    const height = this.height;
    this.CONSUME(kw.IS);
    const not = this.took(kw.NOT);
    const distinct = this.took(kw.DISTINCT);
    if (distinct) this.CONSUME(kw.FROM);
    const right = this.climb(COMPARISON);
    // IS DISTINCT FROM is IS NOT, and IS NOT DISTINCT FROM is IS.
    return this.sized(
      { kind: 'is', span: this.since(start), negated: not !== distinct, left, right },
      height,
      this.height,
    );
  }

  private between(operand: Expr, start: number, negated: boolean): Expr {
    let height = this.height;
    this.CONSUME(kw.BETWEEN);
    const low = this.climb(NOT);
    height = Math.max(height, this.height);
    this.CONSUME(kw.AND);
    const high = this.climb(COMPARISON);
    return this.sized({ kind: 'between', span: this.since(start), negated, operand, low, high }, height, this.height);
  }

  private like(operand: Expr, start: number, negated: boolean): LikeExpr {
    let height = this.height;
    const op = PATTERN.get(this.LA(1).tokenType);
    // After NOT anything may stand here; LIKE is what gets the complaint.
    this.CONSUME(op === undefined ? kw.LIKE : this.LA(1).tokenType);
    const pattern = this.climb(COMPARISON);
    height = Math.max(height, this.height);
    const escape = this.took(kw.ESCAPE) ? this.climb(COMPARISON) : undefined;
    const parts = { negated, operand, pattern, ...(escape && { escape }) };
    return this.sized({ kind: 'like', span: this.since(start), op: op ?? 'like', ...parts }, height, this.height);
  }

  private membership(operand: Expr, start: number, negated: boolean): InExpr {
    const height = this.height;
    this.height = 0;
    this.CONSUME(kw.IN);
    const set = this.set();
    return this.sized({ kind: 'in', span: this.since(start), negated, operand, set }, height, this.height);
  }

  private set(): InExpr['set'] {
    if (!this.at(lex.LeftParen)) {
      const table = this.qualifiedName();
      return this.at(lex.LeftParen) ? { kind: 'table', table, args: this.list() } : { kind: 'table', table };
    }
    if (!this.atSelect(2)) return { kind: 'list', items: this.list() };
    this.CONSUME(lex.LeftParen);
    const select = this.SUBRULE(this.select);
    this.CONSUME(lex.RightParen);
    return { kind: 'select', select };
  }

  /** `(e, e)` or `()` */
  protected list(): Expr[] {
    this.CONSUME(lex.LeftParen);
    const items = this.at(lex.RightParen) ? [] : this.SUBRULE(this.exprList);
    this.CONSUME(lex.RightParen);
    return items;
  }

  /** The node, one level higher than its parts. */
  private sized<T extends Expr>(node: T, height: number, other = 0): T {
    this.grow((height > other ? height : other) + 1, node.span.start);
    return node;
  }
}
