import type { IOrAlt, IToken } from 'chevrotain';
import { SqlError } from '../../../core/index.js';
import * as lex from '../../lexer/index.js';
import { kw } from '../../lexer/index.js';
import type { CallExpr, CaseExpr, Expr, Identifier, LiteralExpr, NameExpr, OrderTerm, WindowSpec } from '../ast.js';
import { blobValue, integerValue, realValue, TWO_TO_63, unquote } from '../literals.js';
import { Base, type Rule, spanOf } from './base.js';

const MAX_ARGUMENTS = 127;

const CURRENT = { CURRENT_DATE: 'date', CURRENT_TIME: 'time', CURRENT_TIMESTAMP: 'timestamp' } as const;
const RAISES = ['ROLLBACK', 'ABORT', 'FAIL'] as const;

/** What stands between operators: literals, names, calls, CASE, CAST, parentheses. */
export abstract class Operands extends Base {
  abstract readonly orderBy: Rule<OrderTerm[]>;
  abstract readonly windowSpec: Rule<WindowSpec>;

  private alternatives: IOrAlt<Expr>[] | undefined;
  /** The literal 9223372036854775808 read last: one more than an INTEGER holds, unless negated. */
  protected twoTo63: LiteralExpr | undefined;

  /** `e, e`; its height is that of the tallest. */
  readonly exprList: Rule<Expr[]> = this.rule('exprList', () => {
    const items: Expr[] = [];
    let height = 0;
    this.AT_LEAST_ONE_SEP({
      SEP: lex.Comma,
      DEF: () => {
        items.push(this.SUBRULE(this.expr));
        if (this.height > height) height = this.height;
      },
    });
    this.height = height;
    return items;
  });

  readonly operand: Rule<Expr> = this.rule('operand', () => {
    this.height = 1;
    // Made once: an array of closures for each operand would cost more than the rest.
    this.alternatives ??= [
      { ALT: () => this.column() },
      { ALT: () => this.integer() },
      { ALT: () => this.textOrColumn() },
      { ALT: () => this.SUBRULE(this.parenthesised) },
      { ALT: () => this.literal(this.CONSUME(lex.Float), realValue) },
      { ALT: () => this.literal(this.CONSUME(lex.Blob), blobValue) },
      { ALT: () => this.literal(this.CONSUME(kw.NULL), () => null) },
      { ALT: () => this.parameter() },
      { ALT: () => this.SUBRULE(this.caseExpr) },
      { ALT: () => this.SUBRULE(this.castExpr) },
      { ALT: () => this.SUBRULE(this.existsExpr) },
      { ALT: () => this.SUBRULE(this.raiseExpr) },
      { ALT: () => this.current(this.CONSUME(kw.CURRENT_DATE)) },
      { ALT: () => this.current(this.CONSUME(kw.CURRENT_TIME)) },
      { ALT: () => this.current(this.CONSUME(kw.CURRENT_TIMESTAMP)) },
    ];
    return this.OR(this.alternatives);
  });

  // ---------------------------------------------------------------- literals

  protected literal(token: IToken, value: (image: string) => LiteralExpr['value']): LiteralExpr {
    return { kind: 'literal', span: spanOf(token), value: this.RECORDING_PHASE ? null : value(token.image) };
  }

  protected integer(): LiteralExpr {
    const token = this.CONSUME(lex.Integer);
    const span = spanOf(token);
    const literal = this.literal(token, (image) => integerValue(image, span));
    if (token.image.length >= TWO_TO_63.length && token.image.replace(/^0+/, '') === TWO_TO_63) this.twoTo63 = literal;
    return literal;
  }

  /** Text, or a misplaced quote: `'t'.x`. */
  private textOrColumn(): LiteralExpr | NameExpr {
    const token = this.CONSUME(lex.Text);
    return this.at(lex.Dot) ? this.columnFrom(token) : this.literal(token, unquote);
  }

  private parameter(): Expr {
    const token = this.CONSUME(lex.Parameter);
    const text = token.image;
    if (/^#\d/.test(text)) throw new SqlError('syntax-error', `near "${text}": syntax error`, spanOf(token));
    if (/^\?\d/.test(text) && !(Number(text.slice(1)) >= 1 && Number(text.slice(1)) <= 250_000)) {
      this.complain('limit', 'variable number must be between ?1 and ?250000', spanOf(token));
    }
    return { kind: 'parameter', span: spanOf(token), text };
  }

  protected current(token: IToken): Expr {
    // The type's name is one of the three keys: only those tokens are consumed for it.
    return { kind: 'current', span: spanOf(token), what: CURRENT[token.tokenType?.name as keyof typeof CURRENT] };
  }

  // --------------------------------------------------------- names and calls

  private column(): NameExpr | CallExpr {
    const first = this.anyOf(lex.ColumnName);
    return this.at(lex.LeftParen) ? this.call(first) : this.columnFrom(first);
  }

  /** `[[schema.]table.]column`, its first word consumed. */
  private columnFrom(first: IToken): NameExpr {
    const a = this.identifier(first);
    const b = this.took(lex.Dot) ? this.name() : undefined;
    const c = b !== undefined && this.took(lex.Dot) ? this.name() : undefined;
    const kind = 'name';
    const span = this.RECORDING_PHASE ? spanOf(first) : this.since(first.startOffset);
    if (b === undefined) return { kind, span, column: a };
    return c === undefined ? { kind, span, table: a, column: b } : { kind, span, schema: a, table: b, column: c };
  }

  /** `f([DISTINCT] args [ORDER BY …]) [FILTER …] [OVER …]`, its name consumed. */
  private call(name: IToken): CallExpr {
    this.CONSUME(lex.LeftParen);
    const inside = this.took(lex.Star) ? { args: '*' as const, distinct: false, orderBy: [] } : this.callArguments();
    this.CONSUME(lex.RightParen);
    let height = inside.args.length > 0 && inside.args !== '*' ? this.height : 0;
    if (inside.args !== '*' && inside.args.length > MAX_ARGUMENTS) {
      this.complain('limit', `too many arguments on function ${name.image}`, this.since(name.startOffset));
    }
    const filter = this.filter();
    if (filter !== undefined && this.height > height) height = this.height;
    const over = this.over();
    this.grow(height + 1, name.startOffset);
    return {
      kind: 'call',
      span: this.since(name.startOffset),
      name: this.identifier(name),
      ...inside,
      ...(filter && { filter }),
      ...(over && { over }),
    };
  }

  private callArguments(): { args: Expr[]; distinct: boolean; orderBy: OrderTerm[] } {
    const distinct = this.took(kw.DISTINCT);
    if (!distinct) this.took(kw.ALL);
    if (this.at(lex.RightParen)) return { args: [], distinct, orderBy: [] };
    const args = this.SUBRULE(this.exprList);
    const height = this.height;
    const orderBy = this.at(kw.ORDER) ? this.SUBRULE(this.orderBy) : [];
    this.height = Math.max(height, this.height);
    return { args, distinct, orderBy };
  }

  /** After a closing parenthesis, FILTER is a name unless one opens. */
  protected atFilter(): boolean {
    return this.at(kw.FILTER) && this.LA(2).tokenType === lex.LeftParen;
  }

  /** After a closing parenthesis, OVER is a name unless one opens or a name follows. */
  protected atOver(): boolean {
    return this.at(kw.OVER) && (this.LA(2).tokenType === lex.LeftParen || this.atAny(lex.Name, 2));
  }

  private filter(): Expr | undefined {
    if (!this.atFilter()) return undefined;
    this.CONSUME(kw.FILTER);
    this.CONSUME(lex.LeftParen);
    this.CONSUME(kw.WHERE);
    const filter = this.SUBRULE(this.expr);
    this.CONSUME(lex.RightParen);
    return filter;
  }

  private over(): Identifier | WindowSpec | undefined {
    if (!this.atOver()) return undefined;
    this.CONSUME(kw.OVER);
    return this.at(lex.LeftParen) ? this.SUBRULE(this.windowSpec) : this.name();
  }

  // -------------------------------------------------------- compound operands

  /** `(e)`, which is `e`; `(a, b)`, `(SELECT …)`. */
  readonly parenthesised: Rule<Expr> = this.rule('parenthesised', () => {
    const start = this.CONSUME(lex.LeftParen).startOffset;
    if (this.atSelect()) {
      const select = this.SUBRULE(this.select);
      this.CONSUME(lex.RightParen);
      this.grow(this.height + 1, start);
      return { kind: 'subquery', span: this.since(start), select };
    }
    const items = this.SUBRULE(this.exprList);
    this.CONSUME1(lex.RightParen);
    const only = items[0];
    if (only !== undefined && items.length === 1) return only;
    this.grow(this.height + 1, start);
    return { kind: 'row', span: this.since(start), items };
  });

  readonly caseExpr: Rule<CaseExpr> = this.rule('caseExpr', () => {
    const start = this.CONSUME(kw.CASE).startOffset;
    let height = 0;
    const part = (expr: Expr): Expr => {
      height = Math.max(height, this.height);
      return expr;
    };
    const base = this.OPTION(() => part(this.SUBRULE(this.expr)));
    const arms: { when: Expr; then: Expr }[] = [];
    this.AT_LEAST_ONE(() => {
      this.CONSUME(kw.WHEN);
      const when = part(this.SUBRULE1(this.expr));
      this.CONSUME(kw.THEN);
      arms.push({ when, then: part(this.SUBRULE2(this.expr)) });
    });
    const otherwise = this.OPTION1(() => {
      this.CONSUME(kw.ELSE);
      return part(this.SUBRULE3(this.expr));
    });
    this.CONSUME(kw.END);
    this.grow(height + 1, start);
    return { kind: 'case', span: this.since(start), ...(base && { base }), arms, ...(otherwise && { otherwise }) };
  });

  readonly castExpr: Rule<Expr> = this.rule('castExpr', () => {
    const start = this.CONSUME(kw.CAST).startOffset;
    this.CONSUME(lex.LeftParen);
    const operand = this.SUBRULE(this.expr);
    this.CONSUME(kw.AS);
    const type = this.SUBRULE(this.typeName);
    this.CONSUME(lex.RightParen);
    this.grow(this.height + 1, start);
    return { kind: 'cast', span: this.since(start), operand, type };
  });

  /** Words and sizes as written, with all that stands between them; may be nothing at all. */
  readonly typeName: Rule<string> = this.rule('typeName', () => {
    const start = this.start();
    let words = 0;
    // GENERATED ALWAYS after a column's type begins a constraint.
    const isWord = (): boolean => !(this.at(kw.GENERATED) && this.LA(2).tokenType === kw.ALWAYS);
    this.MANY({
      GATE: isWord,
      DEF: () => {
        this.anyOf(lex.BareAlias);
        words++;
      },
    });
    if (words === 0) return '';
    if (this.took(lex.LeftParen)) {
      this.signedNumber();
      if (this.took(lex.Comma)) this.signedNumber();
      this.CONSUME(lex.RightParen);
    }
    return this.textOf(this.since(start));
  });

  private signedNumber(): void {
    if (!this.took(lex.Minus)) this.took(lex.Plus);
    this.CONSUME(this.at(lex.Float) ? lex.Float : lex.Integer);
  }

  readonly existsExpr: Rule<Expr> = this.rule('existsExpr', () => {
    const start = this.CONSUME(kw.EXISTS).startOffset;
    this.CONSUME(lex.LeftParen);
    const select = this.SUBRULE(this.select);
    this.CONSUME(lex.RightParen);
    this.grow(this.height + 1, start);
    return { kind: 'exists', span: this.since(start), select };
  });

  readonly raiseExpr: Rule<Expr> = this.rule('raiseExpr', () => {
    const start = this.CONSUME(kw.RAISE).startOffset;
    this.CONSUME(lex.LeftParen);
    if (this.took(kw.IGNORE)) {
      this.CONSUME(lex.RightParen);
      return { kind: 'raise', span: this.since(start), action: 'ignore' };
    }
    const word = RAISES.find((candidate) => this.took(kw[candidate])) ?? this.CONSUME(kw.ROLLBACK).image;
    this.CONSUME(lex.Comma);
    const message = this.SUBRULE(this.expr);
    this.CONSUME1(lex.RightParen);
    this.grow(this.height + 1, start);
    // One of RAISES: any other token made CONSUME throw.
    const action = word.toLowerCase() as 'rollback' | 'abort' | 'fail';
    return { kind: 'raise', span: this.since(start), action, message };
  });
}
