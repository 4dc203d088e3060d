import type { IToken } from 'chevrotain';
import { SqlError } from '../../../core/index.js';
import * as lex from '../../lexer/index.js';
import { kw } from '../../lexer/index.js';
import type {
  ColumnConstraint,
  ColumnDefinition,
  ConflictAction,
  Expr,
  ForeignKeyClause,
  Identifier,
  TableConstraint,
} from '../ast.js';
import { blobValue, realValue, unquote } from '../literals.js';
import { type Rule, spanOf } from './base.js';
import { Changes } from './changes.js';

/** Each without the CONSTRAINT name that may stand before it. */
type Unnamed<T> = T extends unknown ? Omit<T, 'name'> : never;
type Column = Unnamed<ColumnConstraint>;
type Table = Unnamed<TableConstraint>;

/** Columns and constraints of CREATE TABLE. */
export abstract class Definitions extends Changes {
  readonly columnDefinition: Rule<ColumnDefinition> = this.rule('columnDefinition', () => {
    const start = this.start();
    const name = this.name();
    const type = this.SUBRULE(this.typeName);
    const constraints: ColumnConstraint[] = [];
    let constraintName: Identifier | undefined;
    this.MANY(() => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(kw.CONSTRAINT);
            constraintName = this.name(1);
          },
        },
        {
          ALT: () => {
            const constraint = this.SUBRULE(this.columnConstraint);
            constraints.push(named(constraintName, constraint));
            constraintName = undefined;
          },
        },
      ]);
    });
    return { name, type, constraints, span: this.since(start) };
  });

  // ------------------------------------------------------- column constraints

  readonly columnConstraint: Rule<Column> = this.rule('columnConstraint', () =>
    this.OR<Column>([
      { ALT: () => this.SUBRULE(this.defaultValue) },
      { ALT: () => this.SUBRULE(this.primaryKey) },
      { ALT: () => this.SUBRULE(this.generated) },
      { ALT: () => this.SUBRULE(this.check) },
      { ALT: () => this.SUBRULE(this.references) },
      { ALT: () => this.notNull() },
      { ALT: () => this.CONSUME(kw.NULL) && this.withConflict({ kind: 'null' }) },
      { ALT: () => this.CONSUME(kw.UNIQUE) && this.withConflict({ kind: 'unique' }) },
      { ALT: () => this.collation() },
    ]),
  );

  private notNull(): Column {
    this.CONSUME(kw.NOT);
    this.CONSUME1(kw.NULL);
    return this.withConflict({ kind: 'not-null' });
  }

  private collation(): Column {
    this.CONSUME(kw.COLLATE);
    return { kind: 'collate', collation: this.identifier(this.anyOf(lex.BareAlias)) };
  }

  private withConflict<T extends object>(constraint: T): T & { onConflict?: ConflictAction } {
    if (!this.took(kw.ON)) return constraint;
    this.CONSUME(kw.CONFLICT);
    return { ...constraint, onConflict: this.conflictAction() };
  }

  readonly primaryKey: Rule<Column> = this.rule('primaryKey', () => {
    this.CONSUME(kw.PRIMARY);
    this.CONSUME(kw.KEY);
    const descending = this.took(kw.DESC);
    if (!descending) this.took(kw.ASC);
    const key = this.withConflict({ kind: 'primary-key' as const, descending });
    return { ...key, autoincrement: this.took(kw.AUTOINCREMENT) };
  });

  readonly generated: Rule<Column> = this.rule('generated', () => {
    this.OPTION(() => {
      this.CONSUME(kw.GENERATED);
      this.CONSUME(kw.ALWAYS);
    });
    this.CONSUME(kw.AS);
    this.CONSUME(lex.LeftParen);
    const expr = this.SUBRULE(this.expr);
    this.CONSUME(lex.RightParen);
    if (!this.atAny(lex.ColumnName)) return { kind: 'generated', expr, stored: false };
    const kind = this.anyOf(lex.ColumnName);
    const word = kind.image.toLowerCase();
    if (word !== 'stored' && word !== 'virtual')
      throw new SqlError('syntax-error', `near "${kind.image}": syntax error`, spanOf(kind));
    return { kind: 'generated', expr, stored: word === 'stored' };
  });

  readonly check: Rule<{ kind: 'check'; expr: Expr; text: string }> = this.rule('check', () => {
    this.CONSUME(kw.CHECK);
    this.CONSUME(lex.LeftParen);
    const start = this.start();
    const expr = this.SUBRULE(this.expr);
    const text = this.textSince(start);
    this.CONSUME(lex.RightParen);
    return { kind: 'check', expr, text };
  });

  readonly defaultValue: Rule<Column> = this.rule('defaultValue', () => {
    this.CONSUME(kw.DEFAULT);
    const start = this.start();
    const expr = this.OR([
      {
        ALT: () => {
          this.CONSUME(lex.LeftParen);
          const inner = this.SUBRULE(this.expr);
          this.CONSUME(lex.RightParen);
          return inner;
        },
      },
      { ALT: () => this.signed('-', this.CONSUME(lex.Minus), 2) },
      { ALT: () => this.signed('+', this.CONSUME(lex.Plus), 3) },
      { ALT: () => this.SUBRULE1(this.constant) },
      { ALT: () => this.bareDefault(this.anyOf(lex.ColumnName)) },
    ]);
    return { kind: 'default', expr, text: this.textOf(this.since(start)) };
  });

  private signed(op: '-' | '+', sign: IToken, idx: number): Expr {
    const operand = this.subrule(idx, this.constant);
    return this.unary(op, operand, sign.startOffset);
  }

  /** A literal or CURRENT_…: what DEFAULT takes without parentheses. */
  readonly constant: Rule<Expr> = this.rule('constant', () =>
    this.OR<Expr>([
      { ALT: () => this.integer() },
      { ALT: () => this.literal(this.CONSUME(lex.Float), realValue) },
      { ALT: () => this.literal(this.CONSUME(lex.Text), unquote) },
      { ALT: () => this.literal(this.CONSUME(lex.Blob), blobValue) },
      { ALT: () => this.literal(this.CONSUME(kw.NULL), () => null) },
      { ALT: () => this.current(this.CONSUME(kw.CURRENT_DATE)) },
      { ALT: () => this.current(this.CONSUME(kw.CURRENT_TIME)) },
      { ALT: () => this.current(this.CONSUME(kw.CURRENT_TIMESTAMP)) },
    ]),
  );

  /** `DEFAULT word` is the word as text, but for TRUE and FALSE. */
  private bareDefault(token: IToken): Expr {
    const column = this.identifier(token);
    const span = spanOf(token);
    if (column.quote === '' && /^(true|false)$/i.test(column.name)) return { kind: 'name', span, column };
    return { kind: 'literal', span, value: column.name };
  }

  // ------------------------------------------------------------- foreign keys

  readonly references: Rule<{ kind: 'references' } & ForeignKeyClause> = this.rule('references', () => {
    this.CONSUME(kw.REFERENCES);
    const table = this.name();
    const targets = this.columnNames();
    const actions: string[] = [];
    for (let action = this.foreignAction(); action !== undefined; action = this.foreignAction()) actions.push(action);
    return { kind: 'references', table, ...(targets && { targets }), actions };
  });

  private foreignAction(): string | undefined {
    if (this.took(kw.MATCH)) return `MATCH ${this.anyOf(lex.Name).image.toUpperCase()}`;
    if (this.at(kw.DEFERRABLE)) return this.deferrable(this.CONSUME(kw.DEFERRABLE));
    if (this.at(kw.NOT) && this.LA(2).tokenType === kw.DEFERRABLE) {
      this.CONSUME(kw.NOT);
      return this.deferrable(this.CONSUME(kw.DEFERRABLE), 'NOT ');
    }
    if (!this.took(kw.ON)) return undefined;
    const event = ([kw.DELETE, kw.UPDATE, kw.INSERT] as const).find((type) => this.took(type));
    if (event === undefined) this.CONSUME(kw.DELETE);
    return `ON ${event?.name ?? ''} ${this.reaction()}`;
  }

  private deferrable(token: IToken, not = ''): string {
    const words = not + token.image.toUpperCase();
    if (!this.took(kw.INITIALLY)) return words;
    if (this.took(kw.DEFERRED)) return `${words} INITIALLY DEFERRED`;
    this.CONSUME(kw.IMMEDIATE);
    return `${words} INITIALLY IMMEDIATE`;
  }

  private reaction(): string {
    if (this.took(kw.CASCADE)) return 'CASCADE';
    if (this.took(kw.RESTRICT)) return 'RESTRICT';
    if (this.took(kw.NO)) {
      this.CONSUME(kw.ACTION);
      return 'NO ACTION';
    }
    this.CONSUME(kw.SET);
    if (this.took(kw.DEFAULT)) return 'SET DEFAULT';
    this.CONSUME(kw.NULL);
    return 'SET NULL';
  }

  // -------------------------------------------------------- table constraints

  readonly tableConstraint: Rule<Table> = this.rule('tableConstraint', () =>
    this.OR<Table>([
      { ALT: () => this.CONSUME(kw.PRIMARY) && this.tablePrimaryKey() },
      { ALT: () => this.CONSUME(kw.UNIQUE) && this.tableUnique() },
      { ALT: () => this.tableCheck() },
      { ALT: () => this.foreignKey() },
    ]),
  );

  private tablePrimaryKey(): Table {
    this.CONSUME(kw.KEY);
    this.CONSUME(lex.LeftParen);
    const terms = this.SUBRULE(this.orderTerms);
    const columns = this.withoutNulls(terms);
    const autoincrement = this.took(kw.AUTOINCREMENT);
    this.CONSUME(lex.RightParen);
    return { ...this.withConflict({ kind: 'primary-key' as const, columns }), autoincrement };
  }

  private tableUnique(): Table {
    const columns = this.SUBRULE(this.indexedColumns);
    return this.withConflict({ kind: 'unique' as const, columns });
  }

  private tableCheck(): Table {
    const { onConflict: _, ...check } = this.withConflict(this.SUBRULE(this.check));
    return check;
  }

  private foreignKey(): Table {
    this.CONSUME(kw.FOREIGN);
    this.CONSUME1(kw.KEY);
    this.CONSUME2(lex.LeftParen);
    const columns = this.SUBRULE(this.nameList);
    this.CONSUME2(lex.RightParen);
    const { kind: _, ...clause } = this.SUBRULE(this.references);
    return { kind: 'foreign-key', columns, ...clause };
  }
}

/** The constraint with its name, if it was given one. */
export function named<T extends object>(name: Identifier | undefined, constraint: T): T & { name?: Identifier } {
  return name === undefined ? constraint : { name, ...constraint };
}
