import type { ParserMethod } from 'chevrotain';
import * as lex from '../../lexer/index.js';
import { kw } from '../../lexer/index.js';
import type {
  AlterTable,
  ColumnDefinition,
  CreateIndex,
  CreateTable,
  CreateTrigger,
  CreateView,
  CreateVirtualTable,
  Drop,
  Identifier,
  QualifiedName,
  TableConstraint,
} from '../ast.js';
import { type Rule, spanOf } from './base.js';
import { Definitions, named } from './definitions.js';

type Create = CreateTable | CreateIndex | CreateView | CreateTrigger | CreateVirtualTable;
type Part<T> = ParserMethod<[start: number, temporary: boolean], T>;

/** CREATE, DROP, ALTER. */
export abstract class Schema extends Definitions {
  readonly create: Rule<Create> = this.rule('create', () => {
    const start = this.CONSUME(kw.CREATE).startOffset;
    const temporary = this.took(kw.TEMP);
    const permanent = (): boolean => !temporary;
    const ARGS: [number, boolean] = [start, temporary];
    return this.OR<Create>([
      { ALT: () => this.SUBRULE(this.createTable, { ARGS }) },
      { ALT: () => this.SUBRULE(this.createView, { ARGS }) },
      { ALT: () => this.SUBRULE(this.createTrigger, { ARGS }) },
      { GATE: permanent, ALT: () => this.SUBRULE(this.createIndex, { ARGS }) },
      { GATE: permanent, ALT: () => this.SUBRULE(this.createVirtualTable, { ARGS }) },
    ]);
  });

  private ifNotExists(): boolean {
    if (!this.took(kw.IF)) return false;
    this.CONSUME(kw.NOT);
    this.CONSUME(kw.EXISTS);
    return true;
  }

  // -------------------------------------------------------------------- table

  readonly createTable: Part<CreateTable> = this.rule('createTable', (start, temporary) => {
    this.CONSUME(kw.TABLE);
    const ifNotExists = this.ifNotExists();
    const table = this.qualifiedName();
    const body = this.OR<CreateTable['body']>([
      { ALT: () => this.CONSUME(kw.AS) && { kind: 'as', select: this.SUBRULE(this.select) } },
      { ALT: () => this.SUBRULE(this.tableBody) },
    ]);
    return { kind: 'create-table', span: this.since(start), temporary, ifNotExists, table, body };
  });

  readonly tableBody: Rule<CreateTable['body']> = this.rule('tableBody', () => {
    this.CONSUME(lex.LeftParen);
    const columns: ColumnDefinition[] = [this.SUBRULE(this.columnDefinition)];
    let constraints: TableConstraint[] = [];
    while (this.took(lex.Comma)) {
      if (this.atConstraint()) {
        constraints = this.SUBRULE(this.tableConstraints);
        break;
      }
      columns.push(this.SUBRULE(this.columnDefinition));
    }
    this.CONSUME(lex.RightParen);
    return { kind: 'columns', columns, constraints, ...this.tableOptions() };
  });

  private atConstraint(): boolean {
    return [kw.CONSTRAINT, kw.PRIMARY, kw.UNIQUE, kw.CHECK, kw.FOREIGN].some((type) => this.at(type));
  }

  /** Separated by commas, or by nothing: SQLite takes both. */
  readonly tableConstraints: Rule<TableConstraint[]> = this.rule('tableConstraints', () => {
    const constraints: TableConstraint[] = [];
    let name: Identifier | undefined;
    do {
      if (this.took(kw.CONSTRAINT)) {
        name = this.name();
        continue;
      }
      constraints.push(named(name, this.SUBRULE(this.tableConstraint)));
      name = undefined;
    } while (this.took(lex.Comma) || this.atConstraint());
    return constraints;
  });

  private tableOptions(): { withoutRowid: boolean; strict: boolean } {
    const options = { withoutRowid: false, strict: false };
    // A comma may stand before the first, too.
    if (!this.took(lex.Comma) && !this.atAny(lex.Name)) return options;
    do {
      const without = this.took(kw.WITHOUT);
      const option = this.anyOf(lex.Name);
      const word = option.image.toLowerCase();
      if (word !== (without ? 'rowid' : 'strict')) {
        this.complain('syntax-error', `unknown table option: ${option.image}`, spanOf(option));
      }
      options[without ? 'withoutRowid' : 'strict'] = true;
    } while (this.took(lex.Comma));
    return options;
  }

  // ------------------------------------------------------------ other objects

  readonly createIndex: Part<CreateIndex> = this.rule('createIndex', (start) => {
    const unique = this.OPTION(() => this.CONSUME(kw.UNIQUE)) !== undefined;
    this.CONSUME(kw.INDEX);
    const ifNotExists = this.ifNotExists();
    const index = this.qualifiedName();
    this.CONSUME(kw.ON);
    const table = this.name(1);
    const columns = this.SUBRULE(this.indexedColumns);
    const where = this.where();
    const span = this.since(start);
    return { kind: 'create-index', span, unique, ifNotExists, index, table, columns, ...(where && { where }) };
  });

  readonly createView: Part<CreateView> = this.rule('createView', (start, temporary) => {
    this.CONSUME(kw.VIEW);
    const ifNotExists = this.ifNotExists();
    const view = this.qualifiedName();
    const columns = this.columnNames();
    this.CONSUME(kw.AS);
    const from = this.start();
    const select = this.SUBRULE(this.select);
    const text = this.textOf(this.since(from));
    const span = this.since(start);
    return { kind: 'create-view', span, temporary, ifNotExists, view, ...(columns && { columns }), select, text };
  });

  readonly createTrigger: Part<CreateTrigger> = this.rule('createTrigger', (start, temporary) => {
    this.CONSUME(kw.TRIGGER);
    const ifNotExists = this.ifNotExists();
    const trigger = this.qualifiedName();
    this.anyUntil(() => this.at(kw.BEGIN) || this.at(lex.Semicolon));
    this.CONSUME(kw.BEGIN);
    // END ends it only after a semicolon; elsewhere it is a CASE's.
    this.anyUntil(() => this.LA(0).tokenType === lex.Semicolon && this.at(kw.END));
    this.CONSUME(kw.END);
    const span = this.since(start);
    return { kind: 'create-trigger', span, temporary, ifNotExists, trigger, text: this.textOf(span) };
  });

  private anyUntil(there: () => boolean): void {
    while (!this.RECORDING_PHASE && !there()) this.any();
  }

  /** Consumes whatever comes, but not the end of the text. */
  private any(): void {
    const { tokenType } = this.LA(1);
    this.CONSUME(tokenType === lex.Illegal || Number.isNaN(this.LA(1).startOffset) ? lex.Semicolon : tokenType);
  }

  readonly createVirtualTable: Part<CreateVirtualTable> = this.rule('createVirtualTable', (start) => {
    this.CONSUME(kw.VIRTUAL);
    this.CONSUME(kw.TABLE);
    const ifNotExists = this.ifNotExists();
    const table = this.qualifiedName();
    this.CONSUME(kw.USING);
    const module = this.name(1);
    const args = this.took(lex.LeftParen) ? this.moduleArguments() : [];
    return { kind: 'create-virtual-table', span: this.since(start), ifNotExists, table, module, args };
  });

  /** Any text, cut at the commas outside parentheses. */
  private moduleArguments(): string[] {
    const args: string[] = [];
    let from = this.start();
    for (let depth = 0; ; this.any()) {
      if (depth === 0 && (this.at(lex.Comma) || this.at(lex.RightParen))) {
        args.push(this.text.slice(from, this.start()).trim());
        if (this.took(lex.RightParen)) return args.length === 1 && args[0] === '' ? [] : args;
        from = this.start() + 1;
      } else if (this.at(lex.LeftParen)) depth++;
      else if (this.at(lex.RightParen)) depth--;
    }
  }

  // ------------------------------------------------------------ DROP and ALTER

  readonly drop: Rule<Drop> = this.rule('drop', () => {
    const start = this.CONSUME(kw.DROP).startOffset;
    const what = this.OR([
      { ALT: () => this.CONSUME(kw.TABLE) && ('table' as const) },
      { ALT: () => this.CONSUME(kw.VIEW) && ('view' as const) },
      { ALT: () => this.CONSUME(kw.INDEX) && ('index' as const) },
      { ALT: () => this.CONSUME(kw.TRIGGER) && ('trigger' as const) },
    ]);
    const ifExists = this.took(kw.IF);
    if (ifExists) this.CONSUME(kw.EXISTS);
    const target: QualifiedName = this.qualifiedName();
    return { kind: 'drop', span: this.since(start), what, ifExists, target };
  });

  readonly alterTable: Rule<AlterTable> = this.rule('alterTable', () => {
    const start = this.CONSUME(kw.ALTER).startOffset;
    this.CONSUME(kw.TABLE);
    const table = this.qualifiedName();
    const action = this.OR([
      { ALT: () => this.CONSUME(kw.RENAME) && this.renaming() },
      { ALT: () => this.CONSUME(kw.ADD) && this.addition() },
      { ALT: () => this.CONSUME(kw.DROP) && this.removal() },
    ]);
    return { kind: 'alter-table', span: this.since(start), table, action };
  });

  private renaming(): AlterTable['action'] {
    if (this.took(kw.TO)) return { kind: 'rename-table', to: this.name() };
    this.took(kw.COLUMN);
    const from = this.name(2);
    this.CONSUME(kw.TO);
    return { kind: 'rename-column', from, to: this.name(3) };
  }

  private addition(): AlterTable['action'] {
    this.took(kw.COLUMN);
    return { kind: 'add-column', column: this.SUBRULE(this.columnDefinition) };
  }

  private removal(): AlterTable['action'] {
    this.took(kw.COLUMN);
    return { kind: 'drop-column', column: this.name(4) };
  }
}
