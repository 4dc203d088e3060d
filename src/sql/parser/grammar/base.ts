import type { IParserErrorMessageProvider, IToken, ParserMethod, TokenType } from 'chevrotain';
import { EmbeddedActionsParser } from 'chevrotain';
import type { Span, SqlErrorCode } from '../../../core/index.js';
import { SqlError } from '../../../core/index.js';
import { type Category, Comma, Dot, kw, Name, Semicolon } from '../../lexer/index.js';
import type { Expr, Identifier, QualifiedName, Select, Statement } from '../ast.js';
import { identifierOf } from '../literals.js';
import { LazyLookahead } from './lookahead.js';

export type Rule<T> = ParserMethod<[], T>;

/** SQLite's limit on an expression's height; ANDs and ORs in a row are one level here. */
const MAX_HEIGHT = 1000;
/** Parentheses, calls and subqueries within each other. SQLite's parser gives up at about 90. */
const MAX_NESTING = 250;
/** How much more stack a subquery takes than a parenthesis, roughly. */
const SELECT_WEIGHT = 4;

/**
 * Texts are made from the offending token (syntax-error.ts); what chevrotain's exceptions carry
 * instead is the name of what was expected: a token type, or the rule that had to choose.
 */
const expectations: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => expected.name,
  buildNotAllInputParsedMessage: () => '',
  buildNoViableAltMessage: ({ ruleName }) => ruleName,
  buildEarlyExitMessage: ({ ruleName }) => ruleName,
};

/**
 * What all rules stand on. The grammar grows through a chain of classes, one for each part of the
 * language; a later one's rules are reached through the abstract members here.
 *
 * Choices and lists use chevrotain's OR, OPTION, MANY…, which it analyses at construction. A choice
 * that one token decides in the midst of a rule asks {@link Base.at}: analysis never sees what stands
 * behind it, which is right as long as only CONSUME and SUBRULE are used there.
 */
export abstract class Base extends EmbeddedActionsParser {
  /** The whole query text, whose pieces name columns. */
  text = '';
  /** The height of the expression that was read last. */
  protected height = 0;
  /** The greatest height of an expression in the query being read. */
  private tallest = 0;
  private nesting = 0;
  private makeFast: (() => unknown) | undefined;
  /** A mistake that is none of syntax, and the token before which it was noticed. */
  complaint: { readonly error: SqlError; readonly before: IToken } | undefined;

  /** One statement with its semicolon, if it has one. */
  abstract readonly statementAlone: Rule<Statement>;
  abstract readonly expr: Rule<Expr>;
  abstract readonly select: Rule<Select>;

  /** @param validate check the grammar itself (slow; for tests) */
  constructor(validate: boolean) {
    // The vocabulary serves what we do without: error recovery, token categories. One type is enough of it.
    super([Semicolon], {
      maxLookahead: 1,
      lookaheadStrategy: new LazyLookahead(),
      recoveryEnabled: false,
      skipValidations: !validate,
      errorMessageProvider: expectations,
    });
  }

  /** chevrotain's RULE, typed from the field it is for. The field must bear the rule's name. */
  protected rule<T, A extends unknown[] = []>(name: string, read: (...args: A) => T): ParserMethod<A, T> {
    return this.RULE(name, read);
  }

  /**
   * Chevrotain's hook around each step of its construction. One step makes `this` quick to look things
   * up in, and comes before another that adds and deletes 87 methods of it: put last, it serves as well
   * and spares a third of the construction. Should the hook go away, so does only that.
   */
  protected TRACE_INIT<T>(step: string, run: () => T): T | undefined {
    if (step === 'toFastProps') {
      this.makeFast = run;
      return undefined;
    }
    const result = run();
    if (step === 'performSelfAnalysis') this.makeFast?.();
    return result;
  }

  override reset(): void {
    super.reset();
    this.height = 0;
    this.tallest = 0;
    this.nesting = 0;
    this.complaint = undefined;
  }

  // ------------------------------------------------------------------ tokens

  /** True if the next token is of the very type. */
  protected at(type: TokenType): boolean {
    return this.LA(1).tokenType === type;
  }

  /** Consumes the next token if it is of the very type. */
  protected took(type: TokenType): boolean {
    if (this.LA(1).tokenType !== type) return false;
    this.CONSUME(type);
    return true;
  }

  /** True if the token `ahead` places on belongs to a category. */
  protected atAny({ members }: Category, ahead = 1): boolean {
    const { tokenType, tokenTypeIdx } = this.LA(ahead);
    return members[tokenTypeIdx] === true && !(tokenType === kw.WINDOW && this.atWindowClause(ahead));
  }

  /** Consumes a token of a category. */
  protected anyOf(category: Category, idx = 0): IToken {
    return this.consume(idx, this.atAny(category) ? this.LA(1).tokenType : category.type);
  }

  /** WINDOW is a name unless `x AS` follows. */
  protected atWindowClause(ahead = 1): boolean {
    if (this.LA(ahead).tokenType !== kw.WINDOW) return false;
    return Name.members[this.LA(ahead + 1).tokenTypeIdx] === true && this.LA(ahead + 2).tokenType === kw.AS;
  }

  /** True where only a query can follow: SELECT, VALUES, WITH. */
  protected atSelect(ahead = 1): boolean {
    const type = this.LA(ahead).tokenType;
    return type === kw.SELECT || type === kw.VALUES || type === kw.WITH;
  }

  protected name(idx = 0): Identifier {
    return this.identifier(this.anyOf(Name, idx));
  }

  protected identifier(token: IToken): Identifier {
    return identifierOf(token.image, spanOf(token));
  }

  /** `[schema.]name` */
  protected qualifiedName(idx = 0): QualifiedName {
    const first = this.name(idx);
    if (!this.took(Dot)) return { name: first };
    return { schema: first, name: this.name() };
  }

  /** `a, b`; where the list ends is for what follows to say. */
  readonly nameList: Rule<Identifier[]> = this.rule('nameList', () => {
    const names: Identifier[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => names.push(this.name()) });
    return names;
  });

  // ------------------------------------------------------------------- spans

  protected start(): number {
    return this.LA(1).startOffset;
  }

  /** From an offset to the end of what was consumed. */
  protected since(start: number): Span {
    return { start, end: endOf(this.LA(0)) };
  }

  protected textOf({ start, end }: Span): string {
    return this.text.slice(start, end);
  }

  /** The text from an offset up to the next token, blanks trimmed: what SQLite names a column by. */
  protected textSince(start: number): string {
    const next = this.LA(1).startOffset;
    return this.text.slice(start, Number.isNaN(next) ? undefined : next).replace(/[ \t-\r]+$/, '');
  }

  // ---------------------------------------------------------------- mistakes

  /**
   * Notes what is wrong with the piece just read and goes on: as in SQLite, it is told unless the very
   * next token is wrong too.
   */
  protected complain(code: SqlErrorCode, message: string, span: Span, hint?: string): void {
    this.complaint ??= { error: new SqlError(code, message, span, hint), before: this.LA(1) };
  }

  // ------------------------------------------------------------------ limits

  /** Sets the height of the expression just built. */
  protected grow(height: number, start: number): void {
    if (height > MAX_HEIGHT) {
      throw new SqlError('limit', `Expression tree is too large (maximum depth ${MAX_HEIGHT})`, this.since(start));
    }
    this.height = height;
  }

  /** Reads an expression one level deeper. */
  protected nestedExpr(read: () => Expr): Expr {
    const expr = this.nested(1, read);
    if (this.height > this.tallest) this.tallest = this.height;
    return expr;
  }

  /** Reads a query one level deeper; its height is that of its tallest expression. */
  protected nestedSelect(read: () => Select): Select {
    const outer = this.tallest;
    this.tallest = 0;
    const select = this.nested(SELECT_WEIGHT, read);
    this.height = this.tallest;
    this.tallest = outer;
    return select;
  }

  /** Reads what takes so much more of the stack. */
  protected nested<T>(weight: number, read: () => T): T {
    this.nesting += weight;
    if (this.nesting > MAX_NESTING) throw new SqlError('limit', 'parser stack overflow', spanOf(this.LA(1)));
    const result = read();
    this.nesting -= weight;
    return result;
  }
}

export function endOf(token: IToken): number {
  return (token.endOffset ?? Number.NaN) + 1;
}

export function spanOf(token: IToken): Span {
  return { start: token.startOffset, end: endOf(token) };
}
