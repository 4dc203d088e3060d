import type { IToken, TokenType } from 'chevrotain';
import { extended, type Span, SqlError } from '../../../core/index.js';
import * as lex from '../../lexer/index.js';
import { kw } from '../../lexer/index.js';
import type { Expr, From, Identifier, JoinFrom, TableFrom } from '../ast.js';
import { endOf, type Rule, spanOf } from './base.js';
import { Windows } from './windows.js';

/** SQLite's limit on the terms of one FROM. */
const MAX_TERMS = 200;

const JOIN_WORDS = new Set([kw.CROSS, kw.FULL, kw.INNER, kw.LEFT, kw.NATURAL, kw.OUTER, kw.RIGHT]);

type JoinKind = Pick<JoinFrom, 'type' | 'natural'>;

/** FROM: tables, subqueries, joins. */
export abstract class Sources extends Windows {
  readonly from: Rule<From> = this.rule('from', () => {
    const start = this.start();
    let left = this.SUBRULE(this.fromItem);
    this.refuseCondition();
    for (let terms = 2, join = this.join(); join !== undefined; join = this.join()) {
      if (terms++ > MAX_TERMS) {
        throw new SqlError('limit', `too many FROM clause terms, max: ${MAX_TERMS}`, this.since(start));
      }
      const right = this.SUBRULE1(this.fromItem);
      const condition = this.joinCondition();
      left = { kind: 'join', span: this.since(start), ...join, left, right, ...condition };
    }
    return left;
  });

  private refuseCondition(): void {
    if (!this.at(kw.ON) && !this.at(kw.USING)) return;
    const token = this.LA(1);
    this.joinCondition();
    this.complain('syntax-error', `a JOIN clause is required before ${token.image.toUpperCase()}`, spanOf(token));
  }

  private joinCondition(): Pick<JoinFrom, 'on' | 'using'> {
    if (this.took(kw.ON)) return { on: this.SUBRULE(this.expr) };
    return this.took(kw.USING) ? { using: this.columnList() } : {};
  }

  /** `,`, `JOIN`, `NATURAL LEFT OUTER JOIN`… */
  private join(): JoinKind | undefined {
    if (this.took(lex.Comma)) return { type: 'comma', natural: false };
    if (this.took(kw.JOIN)) return { type: 'inner', natural: false };
    if (!JOIN_WORDS.has(this.LA(1).tokenType)) return undefined;
    const words = [this.CONSUME(this.LA(1).tokenType)];
    while (words.length < 3 && this.atAny(lex.Name)) words.push(this.anyOf(lex.Name));
    this.CONSUME(kw.JOIN);
    const kind = joinKind(words.map((word) => word.tokenType));
    if (kind !== undefined) return kind;
    const text = words.map((word) => word.image).join(' ');
    const hint = 'joins are INNER, CROSS, LEFT, RIGHT and FULL [OUTER], and NATURAL with any of these';
    this.complain('syntax-error', `unknown join type: ${text}`, wholeSpan(words), hint);
    return { type: 'inner', natural: false };
  }

  // -------------------------------------------------------------------- terms

  readonly fromItem: Rule<From> = this.rule('fromItem', () =>
    this.OR<From>([{ ALT: () => this.SUBRULE(this.parenthesisedFrom) }, { ALT: () => this.SUBRULE(this.table) }]),
  );

  readonly table: Rule<TableFrom> = this.rule('table', () => {
    const start = this.start();
    const table = this.qualifiedName();
    const args = this.at(lex.LeftParen) ? this.list() : undefined;
    const alias = this.tableAlias();
    const indexedBy = args === undefined ? this.indexedBy() : undefined;
    return {
      kind: 'table',
      span: this.since(start),
      table,
      ...(args && { args }),
      ...(alias && { alias }),
      ...(indexedBy !== undefined && { indexedBy }),
    };
  });

  /** `(SELECT …) x`, `(a JOIN b) x`; around a single table the parentheses say nothing. */
  readonly parenthesisedFrom: Rule<From> = this.rule('parenthesisedFrom', () => {
    const start = this.CONSUME(lex.LeftParen).startOffset;
    const inner = this.atSelect() ? this.SUBRULE(this.select) : this.nested(2, () => this.SUBRULE(this.from));
    this.CONSUME(lex.RightParen);
    const alias = this.tableAlias();
    const outer = { ...(alias && { alias }), span: this.since(start) };
    return inner.kind === 'select' ? { kind: 'select-from', select: inner, ...outer } : extended(inner, outer);
  });

  private tableAlias(): Identifier | undefined {
    if (this.took(kw.AS)) return this.name();
    if (!this.atAny(lex.BareAlias) || this.atClause()) return undefined;
    return this.identifier(this.anyOf(lex.BareAlias));
  }

  /** An index's name, or false for NOT INDEXED. */
  protected indexedBy(): Identifier | false | undefined {
    if (this.took(kw.NOT)) {
      this.CONSUME(kw.INDEXED);
      return false;
    }
    if (!this.took(kw.INDEXED)) return undefined;
    this.CONSUME(kw.BY);
    return this.name();
  }

  /** True at OVER and FILTER where they are no names. */
  protected atClause(): boolean {
    return this.LA(0).tokenType === lex.RightParen && (this.atOver() || this.atFilter());
  }

  protected where(): Expr | undefined {
    return this.took(kw.WHERE) ? this.SUBRULE(this.expr) : undefined;
  }

  /** `(a, b)` where there is one. */
  protected columnNames(): Identifier[] | undefined {
    return this.at(lex.LeftParen) ? this.columnList() : undefined;
  }

  protected columnList(): Identifier[] {
    this.CONSUME(lex.LeftParen);
    const names = this.SUBRULE(this.nameList);
    this.CONSUME(lex.RightParen);
    return names;
  }
}

/** What the words before JOIN mean together, if anything; SQLite takes any order, and LEFT RIGHT for FULL. */
function joinKind(words: readonly TokenType[]): JoinKind | undefined {
  const has = (...wanted: TokenType[]): boolean => wanted.some((type) => words.includes(type));
  const left = has(kw.LEFT, kw.FULL);
  const right = has(kw.RIGHT, kw.FULL);
  const outer = left || right;
  if (!words.every((type) => JOIN_WORDS.has(type)) || (has(kw.OUTER) && !outer)) return undefined;
  if (has(kw.INNER, kw.CROSS) && outer) return undefined;
  const natural = has(kw.NATURAL);
  if (left && right) return { type: 'full', natural };
  if (outer) return { type: left ? 'left' : 'right', natural };
  return { type: has(kw.CROSS) ? 'cross' : 'inner', natural };
}

function wholeSpan(words: readonly IToken[]): Span {
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined) return { start: 0, end: 0 };
  return { start: first.startOffset, end: endOf(last) };
}
