import type { IToken, ParserMethod } from 'chevrotain';
import * as lex from '../../lexer/index.js';
import { kw } from '../../lexer/index.js';
import type {
  Assignment,
  ConflictAction,
  Delete,
  Expr,
  Identifier,
  Insert,
  OrderTerm,
  QualifiedName,
  ResultColumn,
  Select,
  Update,
  Upsert,
  With,
} from '../ast.js';
import type { Rule } from './base.js';
import { Queries } from './queries.js';

const ACTIONS = ['ABORT', 'FAIL', 'IGNORE', 'REPLACE', 'ROLLBACK'] as const;

type Change<T> = ParserMethod<[start: number, ctes: With | undefined], T>;

/** INSERT, UPDATE, DELETE. Each is read from after its WITH, which whoever calls has consumed. */
export abstract class Changes extends Queries {
  readonly insert: Change<Insert> = this.rule('insert', (start, ctes) => {
    const orAction = this.OR([
      { ALT: () => this.CONSUME(kw.REPLACE) && ('replace' as const) },
      { ALT: () => this.CONSUME(kw.INSERT) && this.orAction() },
    ]);
    this.CONSUME(kw.INTO);
    const { table, alias } = this.target();
    const columns = this.columnNames();
    const source = this.insertSource();
    const upserts = source === 'default' ? [] : this.upserts();
    const returning = this.returning();
    return {
      kind: 'insert',
      span: this.since(start),
      ...(ctes && { with: ctes }),
      ...(orAction && { orAction }),
      table,
      ...(alias && { alias }),
      ...(columns && { columns }),
      source,
      upserts,
      ...(returning && { returning }),
    };
  });

  private insertSource(): Select | 'default' {
    if (!this.took(kw.DEFAULT)) return this.SUBRULE(this.select);
    this.CONSUME(kw.VALUES);
    return 'default';
  }

  readonly update: Change<Update> = this.rule('update', (start, ctes) => {
    this.CONSUME(kw.UPDATE);
    const orAction = this.orAction();
    const { table, alias } = this.target();
    const indexedBy = this.indexedBy();
    this.CONSUME(kw.SET);
    const set = this.SUBRULE(this.assignments);
    const from = this.took(kw.FROM) ? this.SUBRULE(this.from) : undefined;
    return {
      kind: 'update',
      ...(ctes && { with: ctes }),
      ...(orAction && { orAction }),
      table,
      ...(alias && { alias }),
      ...(indexedBy !== undefined && { indexedBy }),
      set,
      ...(from && { from }),
      ...this.which(start),
    };
  });

  readonly delete: Change<Delete> = this.rule('delete', (start, ctes) => {
    this.CONSUME(kw.DELETE);
    this.CONSUME(kw.FROM);
    const { table, alias } = this.target();
    const indexedBy = this.indexedBy();
    return {
      kind: 'delete',
      ...(ctes && { with: ctes }),
      table,
      ...(alias && { alias }),
      ...(indexedBy !== undefined && { indexedBy }),
      ...this.which(start),
    };
  });

  /** The end of UPDATE and DELETE: which rows, and what of them comes back. */
  private which(start: number): {
    where?: Expr;
    returning?: ResultColumn[];
    orderBy: OrderTerm[];
    limit?: Expr;
    offset?: Expr;
    span: Update['span'];
  } {
    const where = this.where();
    const returning = this.returning();
    const orderBy = this.at(kw.ORDER) ? this.SUBRULE(this.orderBy) : [];
    const limit = this.at(kw.LIMIT) ? this.limit() : {};
    return { ...(where && { where }), ...(returning && { returning }), orderBy, ...limit, span: this.since(start) };
  }

  // ------------------------------------------------------------------- pieces

  /** `t AS x`: here an alias needs its AS. */
  private target(): { table: QualifiedName; alias?: Identifier } {
    const table = this.qualifiedName();
    return this.took(kw.AS) ? { table, alias: this.name() } : { table };
  }

  private orAction(): ConflictAction | undefined {
    return this.took(kw.OR) ? this.conflictAction() : undefined;
  }

  protected conflictAction(): ConflictAction {
    const word = ACTIONS.find((action) => this.took(kw[action]));
    const token: IToken | undefined = word === undefined ? this.CONSUME(kw.ABORT) : undefined;
    // One of ACTIONS: any other token made CONSUME throw.
    return (word ?? token?.image ?? '').toLowerCase() as ConflictAction;
  }

  private returning(): ResultColumn[] | undefined {
    return this.took(kw.RETURNING) ? this.SUBRULE(this.resultColumns) : undefined;
  }

  private upserts(): Upsert[] {
    const upserts: Upsert[] = [];
    while (this.took(kw.ON)) {
      this.CONSUME(kw.CONFLICT);
      const target = this.conflictTarget();
      this.CONSUME(kw.DO);
      upserts.push({ ...(target && { target }), action: this.upsertAction() });
      // Only the last may be without a target.
      if (target === undefined) break;
    }
    return upserts;
  }

  private conflictTarget(): Upsert['target'] {
    if (!this.at(lex.LeftParen)) return undefined;
    const columns = this.SUBRULE(this.indexedColumns);
    const where = this.where();
    return { columns, ...(where && { where }) };
  }

  private upsertAction(): Upsert['action'] {
    if (this.took(kw.NOTHING)) return 'nothing';
    this.CONSUME(kw.UPDATE);
    this.CONSUME(kw.SET);
    const set = this.SUBRULE(this.assignments);
    const where = this.where();
    return { set, ...(where && { where }) };
  }

  readonly assignments: Rule<Assignment[]> = this.rule('assignments', () => {
    const assignments: Assignment[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: lex.Comma,
      DEF: () => {
        const columns = this.OR([{ ALT: () => [this.name()] }, { ALT: () => this.columnList() }]);
        this.CONSUME(lex.Equal);
        assignments.push({ columns, value: this.SUBRULE(this.expr) });
      },
    });
    return assignments;
  });
}
