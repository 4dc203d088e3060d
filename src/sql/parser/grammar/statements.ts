import * as lex from '../../lexer/index.js';
import { kw } from '../../lexer/index.js';
import type {
  Attach,
  Detach,
  Explain,
  Expr,
  Maintenance,
  Pragma,
  QualifiedName,
  Savepoint,
  SelectStatement,
  Statement,
  Transaction,
  With,
} from '../ast.js';
import { type Rule, spanOf } from './base.js';
import { Schema } from './schema.js';

/** What EXPLAIN ANALYZE can run; before anything else, ANALYZE is the statement explained. */
const RUNNABLE = new Set([
  kw.SELECT,
  kw.VALUES,
  kw.WITH,
  kw.INSERT,
  kw.REPLACE,
  kw.UPDATE,
  kw.DELETE,
  kw.CREATE,
  kw.PRAGMA,
]);

/** The whole language. */
export class StatementGrammar extends Schema {
  override readonly statementAlone: Rule<Statement> = this.rule('statementAlone', () => {
    const statement = this.OR([{ ALT: () => this.SUBRULE(this.explain) }, { ALT: () => this.SUBRULE(this.statement) }]);
    this.OPTION(() => this.CONSUME(lex.Semicolon));
    return statement;
  });

  readonly statement: Rule<Statement> = this.rule('statement', () =>
    this.OR<Statement>([
      { ALT: () => this.SUBRULE(this.withStatement) },
      // A query may begin with WITH too, but that has been taken above.
      { ALT: () => this.SUBRULE(this.selectStatement), IGNORE_AMBIGUITIES: true },
      { ALT: () => this.SUBRULE(this.insert, { ARGS: [this.start(), undefined] }) },
      { ALT: () => this.SUBRULE(this.update, { ARGS: [this.start(), undefined] }) },
      { ALT: () => this.SUBRULE(this.delete, { ARGS: [this.start(), undefined] }) },
      { ALT: () => this.SUBRULE(this.create) },
      { ALT: () => this.SUBRULE(this.drop) },
      { ALT: () => this.SUBRULE(this.alterTable) },
      { ALT: () => this.SUBRULE(this.transaction) },
      { ALT: () => this.SUBRULE(this.savepoint) },
      { ALT: () => this.SUBRULE(this.pragma) },
      { ALT: () => this.SUBRULE(this.attach) },
      { ALT: () => this.SUBRULE(this.detach) },
      { ALT: () => this.SUBRULE(this.maintenance) },
    ]),
  );

  readonly explain: Rule<Explain> = this.rule('explain', () => {
    const start = this.CONSUME(kw.EXPLAIN).startOffset;
    const how = this.at(lex.LeftParen) ? this.explainOptions() : { mode: this.explainMode() };
    const statement = this.SUBRULE(this.statement);
    return { kind: 'explain', span: this.since(start), ...how, statement };
  });

  /** `(ANALYZE [on], FORMAT JSON)` */
  private explainOptions(): Pick<Explain, 'mode' | 'format'> {
    let how: Pick<Explain, 'mode' | 'format'> = { mode: 'plan' };
    this.CONSUME(lex.LeftParen);
    do how = { ...how, ...this.explainOption() };
    while (this.took(lex.Comma));
    this.CONSUME(lex.RightParen);
    return how;
  }

  private explainOption(): Partial<Explain> {
    const { name, span } = this.name();
    switch (name.toLowerCase()) {
      case 'analyze':
        return { mode: this.isOff() ? 'plan' : 'analyze' };
      case 'format':
        return this.explainFormat();
    }
    this.complain(
      'syntax-error',
      `unknown EXPLAIN option: ${name}`,
      span,
      'there are ANALYZE, FORMAT TEXT and FORMAT JSON',
    );
    return {};
  }

  /** The value of an option that is on unless told otherwise. */
  private isOff(): boolean {
    if (this.at(lex.Comma) || this.at(lex.RightParen)) return false;
    const value = this.pragmaValue().toLowerCase();
    if (!['true', 'on', '1', 'false', 'off', '0'].includes(value))
      this.complain('syntax-error', `ANALYZE takes on or off, not ${value}`, spanOf(this.LA(0)));
    return ['false', 'off', '0'].includes(value);
  }

  private explainFormat(): Pick<Explain, 'format'> {
    const { name, span } = this.name();
    const format = name.toLowerCase();
    if (format === 'json') return { format };
    if (format !== 'text')
      this.complain('syntax-error', `unknown EXPLAIN format: ${name}`, span, 'there are TEXT and JSON');
    return {};
  }

  private explainMode(): Explain['mode'] {
    if (this.took(kw.QUERY)) {
      this.CONSUME(kw.PLAN);
      return 'query-plan';
    }
    if (!this.at(kw.ANALYZE) || !RUNNABLE.has(this.LA(2).tokenType)) return 'plan';
    this.CONSUME(kw.ANALYZE);
    return 'analyze';
  }

  readonly withStatement: Rule<Statement> = this.rule('withStatement', () => {
    const start = this.start();
    const ctes = this.SUBRULE(this.withClause);
    const ARGS: [number, With] = [start, ctes];
    return this.OR1<Statement>([
      { ALT: () => this.withSelect(start, ctes) },
      { ALT: () => this.SUBRULE(this.insert, { ARGS }) },
      { ALT: () => this.SUBRULE(this.update, { ARGS }) },
      { ALT: () => this.SUBRULE(this.delete, { ARGS }) },
    ]);
  });

  private withSelect(start: number, ctes: With): SelectStatement {
    const select = this.nestedSelect(() => this.query(start, ctes));
    return { kind: 'select-statement', span: this.since(start), select };
  }

  // ------------------------------------------------------------- transactions

  readonly transaction: Rule<Transaction | Savepoint> = this.rule('transaction', () => {
    const start = this.start();
    const node = { kind: 'transaction', span: { start, end: 0 } } as const;
    return this.OR<Transaction | Savepoint>([
      { ALT: () => this.CONSUME(kw.BEGIN) && this.begin(start) },
      { ALT: () => this.CONSUME(kw.COMMIT) && this.ended({ ...node, action: 'commit' }) },
      { ALT: () => this.CONSUME(kw.END) && this.ended({ ...node, action: 'commit' }) },
      { ALT: () => this.CONSUME(kw.ROLLBACK) && this.rollback(start) },
    ]);
  });

  private begin(start: number): Transaction {
    const mode = (['DEFERRED', 'IMMEDIATE', 'EXCLUSIVE'] as const).find((word) => this.took(kw[word]));
    const node = { kind: 'transaction', span: { start, end: 0 }, action: 'begin' } as const;
    // One of the three words above, and so is what the AST names.
    return this.ended(
      mode === undefined ? node : { ...node, mode: mode.toLowerCase() as NonNullable<Transaction['mode']> },
    );
  }

  /** `[TRANSACTION [name]]`, which says nothing. */
  private ended(transaction: Transaction): Transaction {
    if (this.took(kw.TRANSACTION) && this.atAny(lex.Name)) this.name();
    return { ...transaction, span: this.since(transaction.span.start) };
  }

  private rollback(start: number): Transaction | Savepoint {
    const all = this.ended({ kind: 'transaction', span: { start, end: 0 }, action: 'rollback' });
    if (!this.took(kw.TO)) return all;
    this.took(kw.SAVEPOINT);
    const name = this.name();
    return { kind: 'savepoint', span: this.since(start), action: 'rollback-to', name };
  }

  readonly savepoint: Rule<Savepoint> = this.rule('savepoint', () => {
    const start = this.start();
    const action = this.OR([
      { ALT: () => this.CONSUME(kw.SAVEPOINT) && ('savepoint' as const) },
      { ALT: () => this.CONSUME(kw.RELEASE) && ('release' as const) },
    ]);
    if (action === 'release') this.took(kw.SAVEPOINT);
    const name = this.name();
    return { kind: 'savepoint', span: this.since(start), action, name };
  });

  // -------------------------------------------------------------- housekeeping

  readonly pragma: Rule<Pragma> = this.rule('pragma', () => {
    const start = this.CONSUME(kw.PRAGMA).startOffset;
    const pragma = this.qualifiedName();
    let value: string | undefined;
    if (this.took(lex.Equal)) value = this.pragmaValue();
    else if (this.took(lex.LeftParen)) {
      value = this.pragmaValue();
      this.CONSUME(lex.RightParen);
    }
    return { kind: 'pragma', span: this.since(start), pragma, ...(value !== undefined && { value }) };
  });

  private pragmaValue(): string {
    if (this.took(lex.Minus)) return `-${this.number()}`;
    if (this.took(lex.Plus)) return this.number();
    const word = [kw.ON, kw.DELETE, kw.DEFAULT].find((type) => this.at(type));
    if (word !== undefined) return this.CONSUME(word).image;
    return this.atAny(lex.Name) ? this.name().name : this.number();
  }

  private number(): string {
    return this.CONSUME(this.at(lex.Float) ? lex.Float : lex.Integer).image;
  }

  readonly attach: Rule<Attach> = this.rule('attach', () => {
    const start = this.CONSUME(kw.ATTACH).startOffset;
    this.took(kw.DATABASE);
    const file = this.SUBRULE(this.expr);
    this.CONSUME(kw.AS);
    const schema = this.SUBRULE1(this.expr);
    // An encryption key: none of our business.
    if (this.took(kw.KEY)) this.SUBRULE2(this.expr);
    return { kind: 'attach', span: this.since(start), file, schema };
  });

  readonly detach: Rule<Detach> = this.rule('detach', () => {
    const start = this.CONSUME(kw.DETACH).startOffset;
    this.took(kw.DATABASE);
    const schema = this.SUBRULE(this.expr);
    return { kind: 'detach', span: this.since(start), schema };
  });

  readonly maintenance: Rule<Maintenance> = this.rule('maintenance', () => {
    const start = this.start();
    return this.OR<Maintenance>([
      { ALT: () => this.CONSUME(kw.VACUUM) && this.vacuum(start) },
      { ALT: () => this.CONSUME(kw.ANALYZE) && this.concerning('analyze', start) },
      { ALT: () => this.CONSUME(kw.REINDEX) && this.concerning('reindex', start) },
    ]);
  });

  private vacuum(start: number): Maintenance {
    const target: QualifiedName | undefined = this.atAny(lex.Name) ? { name: this.name() } : undefined;
    const into: Expr | undefined = this.took(kw.INTO) ? this.SUBRULE(this.expr) : undefined;
    const parts = { ...(target && { target }), ...(into && { into }) };
    return { kind: 'maintenance', span: this.since(start), action: 'vacuum', ...parts };
  }

  private concerning(action: 'analyze' | 'reindex', start: number): Maintenance {
    const target = this.atAny(lex.Name) ? this.qualifiedName() : undefined;
    return { kind: 'maintenance', span: this.since(start), action, ...(target && { target }) };
  }

  constructor(validate = false) {
    super(validate);
    this.performSelfAnalysis();
  }
}
