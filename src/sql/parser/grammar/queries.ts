import { type Span, SqlError } from '../../../core/index.js';
import * as lex from '../../lexer/index.js';
import { kw } from '../../lexer/index.js';
import type {
  Compound,
  CompoundOp,
  Cte,
  Expr,
  Identifier,
  OrderTerm,
  ResultColumn,
  Select,
  SelectCore,
  SelectStatement,
  Values,
  With,
} from '../ast.js';
import { type Rule, spanOf } from './base.js';
import { Sources } from './sources.js';

/** SQLite's limit on the terms of a compound. */
const MAX_COMPOUND = 500;

type Arm = SelectCore | Values;
interface Tail {
  readonly orderBy: readonly OrderTerm[];
  readonly limit?: Expr;
  readonly offset?: Expr;
}
const NO_TAIL: Tail = { orderBy: [] };

/** SELECT, VALUES and what joins them. */
export abstract class Queries extends Sources {
  readonly selectStatement: Rule<SelectStatement> = this.rule('selectStatement', () => {
    const start = this.start();
    const select = this.SUBRULE(this.select);
    return { kind: 'select-statement', span: this.since(start), select };
  });

  override readonly select: Rule<Select> = this.rule('select', () =>
    this.nestedSelect(() => {
      const start = this.start();
      const ctes = this.OPTION(() => this.SUBRULE(this.withClause));
      return this.query(start, ctes);
    }),
  );

  readonly withClause: Rule<With> = this.rule('withClause', () => {
    const start = this.CONSUME(kw.WITH).startOffset;
    const recursive = this.took(kw.RECURSIVE);
    const ctes: Cte[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: lex.Comma, DEF: () => ctes.push(this.SUBRULE(this.cte)) });
    return { recursive, ctes, span: this.since(start) };
  });

  readonly cte: Rule<Cte> = this.rule('cte', () => {
    const start = this.start();
    const name = this.name();
    const columns = this.columnNames();
    this.CONSUME(kw.AS);
    const not = this.took(kw.NOT);
    const hint = not || this.at(kw.MATERIALIZED);
    if (hint) this.CONSUME(kw.MATERIALIZED);
    this.CONSUME(lex.LeftParen);
    const select = this.SUBRULE(this.select);
    this.CONSUME(lex.RightParen);
    const span = this.since(start);
    return { name, ...(columns && { columns }), ...(hint && { materialized: !not }), select, span };
  });

  // ---------------------------------------------------------------- compounds

  /** A query, its WITH consumed: one arm or several, then ORDER BY and LIMIT. */
  protected query(start: number, ctes: With | undefined): Select {
    const arms: Arm[] = [];
    const ops: CompoundOp[] = [];
    let tail = NO_TAIL;
    let misplaced: [clause: string, op: string, span: Span] | undefined;
    for (;;) {
      const armStart = this.start();
      const arm = this.OR([{ ALT: () => this.SUBRULE(this.core) }, { ALT: () => this.SUBRULE(this.values) }]);
      arms.push(arm);
      const tailSpan = spanOf(this.LA(1));
      // VALUES takes neither; SQLite has it so too.
      tail = this.RECORDING_PHASE || arm.kind === 'core' ? this.tail() : NO_TAIL;
      const op = this.compoundOp();
      if (op === undefined) break;
      if (tail !== NO_TAIL) misplaced = [tail.orderBy.length > 0 ? 'ORDER BY' : 'LIMIT', op.toUpperCase(), tailSpan];
      ops.push(op);
      if (arms.length === MAX_COMPOUND) this.tooMany(armStart);
    }
    if (misplaced !== undefined) this.misplacedTail(...misplaced);
    const span = this.since(start);
    return { kind: 'select', span, ...(ctes && { with: ctes }), body: this.body(arms, ops, span), ...tail };
  }

  private body(arms: readonly Arm[], ops: readonly CompoundOp[], span: Span): Arm | Compound {
    const [only] = arms;
    if (only !== undefined && arms.length === 1) return only;
    return { kind: 'compound', span, arms, ops };
  }

  private tooMany(start: number): never {
    throw new SqlError('limit', 'too many terms in compound SELECT', this.since(start));
  }

  /** ORDER BY or LIMIT before UNION. */
  private misplacedTail(clause: string, op: string, span: Span): void {
    const message = `${clause} clause should come after ${op} not before`;
    const hint = `${clause} applies to the whole: move it to the end, or wrap the arm: SELECT * FROM (…)`;
    this.complain('syntax-error', message, span, hint);
  }

  private tail(): Tail {
    const atOrder = this.at(kw.ORDER);
    const orderBy = atOrder ? this.SUBRULE(this.orderBy) : [];
    if (!this.at(kw.LIMIT)) return atOrder ? { orderBy } : NO_TAIL;
    return { orderBy, ...this.limit() };
  }

  /** `LIMIT n [OFFSET m]`, and `LIMIT m, n`, which has them the other way round. */
  protected limit(): { limit: Expr; offset?: Expr } {
    this.CONSUME(kw.LIMIT);
    const first = this.SUBRULE(this.expr);
    if (this.took(lex.Comma)) return { limit: this.SUBRULE(this.expr), offset: first };
    return this.took(kw.OFFSET) ? { limit: first, offset: this.SUBRULE(this.expr) } : { limit: first };
  }

  private compoundOp(): CompoundOp | undefined {
    if (this.took(kw.UNION)) return this.took(kw.ALL) ? 'union all' : 'union';
    if (this.took(kw.INTERSECT)) return 'intersect';
    return this.took(kw.EXCEPT) ? 'except' : undefined;
  }

  readonly values: Rule<Values> = this.rule('values', () => {
    const start = this.CONSUME(kw.VALUES).startOffset;
    const rows: Expr[][] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: lex.Comma,
      DEF: () => {
        this.CONSUME(lex.LeftParen);
        rows.push(this.SUBRULE(this.exprList));
        this.CONSUME(lex.RightParen);
      },
    });
    return { kind: 'values', span: this.since(start), rows };
  });

  // ------------------------------------------------------------------- SELECT

  readonly core: Rule<SelectCore> = this.rule('core', () => {
    const start = this.CONSUME(kw.SELECT).startOffset;
    const distinct = this.took(kw.DISTINCT);
    if (!distinct) this.took(kw.ALL);
    const columns = this.SUBRULE(this.resultColumns);
    const from = this.took(kw.FROM) ? this.SUBRULE(this.from) : undefined;
    const where = this.where();
    let groupBy: Expr[] = [];
    if (this.took(kw.GROUP)) {
      this.CONSUME(kw.BY);
      groupBy = this.SUBRULE(this.exprList);
    }
    const having = this.took(kw.HAVING) ? this.SUBRULE(this.expr) : undefined;
    const windows = this.atWindowClause() ? this.windows() : [];
    return {
      kind: 'core',
      span: this.since(start),
      distinct,
      columns,
      ...(from && { from }),
      ...(where && { where }),
      groupBy,
      ...(having && { having }),
      windows,
    };
  });

  private windows(): SelectCore['windows'] {
    const windows: SelectCore['windows'][number][] = [];
    this.CONSUME(kw.WINDOW);
    do {
      const name = this.name();
      this.CONSUME(kw.AS);
      windows.push({ name, window: this.SUBRULE(this.windowSpec) });
    } while (this.took(lex.Comma));
    return windows;
  }

  readonly resultColumns: Rule<ResultColumn[]> = this.rule('resultColumns', () => {
    const columns: ResultColumn[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: lex.Comma, DEF: () => columns.push(this.SUBRULE(this.resultColumn)) });
    return columns;
  });

  readonly resultColumn: Rule<ResultColumn> = this.rule('resultColumn', () =>
    this.OR<ResultColumn>([
      { ALT: () => ({ kind: 'star', span: spanOf(this.CONSUME(lex.Star)) }) },
      { ALT: () => this.tableStar() ?? this.namedExpr() },
    ]),
  );

  private tableStar(): ResultColumn | undefined {
    const follows = this.LA(2).tokenType === lex.Dot && this.LA(3).tokenType === lex.Star;
    if (!follows || !(this.atAny(lex.ColumnName) || this.at(lex.Text))) return undefined;
    const start = this.start();
    const table = this.name();
    this.CONSUME(lex.Dot);
    this.CONSUME1(lex.Star);
    return { kind: 'star', table, span: this.since(start) };
  }

  private namedExpr(): ResultColumn {
    const start = this.start();
    const expr = this.SUBRULE(this.expr);
    const text = this.textSince(start);
    const alias = this.columnAlias();
    return { kind: 'expr', expr, ...(alias && { alias }), text, span: this.since(start) };
  }

  private columnAlias(): Identifier | undefined {
    if (this.took(kw.AS)) return this.name();
    if (!this.atAny(lex.BareColumnAlias) || this.atClause()) return undefined;
    return this.identifier(this.anyOf(lex.BareColumnAlias));
  }
}

/**
 * Queries alone, which are most of what is ever asked: half the rules, and half the time to make them
 * ready, of the whole language.
 */
export class QueryGrammar extends Queries {
  override readonly statementAlone: Rule<SelectStatement> = this.rule('statementAlone', () => {
    const statement = this.SUBRULE(this.selectStatement);
    this.OPTION(() => this.CONSUME(lex.Semicolon));
    return statement;
  });

  constructor(validate = false) {
    super(validate);
    this.performSelfAnalysis();
  }
}
