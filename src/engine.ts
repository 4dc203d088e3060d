import type { Catalog, EventFeed, SelfFacts } from './catalog/index.js';
import type { Row } from './core/index.js';
import { collect, compile, inTurn, type RunContext, run } from './exec/index.js';
import type { Host } from './host/index.js';
import { parseEach, type Statement } from './sql/parser/index.js';
import { type Column, printPlan, type Query, TYPE } from './sql/planner/index.js';
import {
  action,
  type Explained,
  explained,
  explainQuery,
  explainStatement,
  type How,
  isPlanned,
  openSession,
  type Policy,
  type Prepared,
  prepareStatement,
  type ResultColumn,
  type RunOptions,
  runContext,
  type Session,
  StatementCache,
  toQuery,
} from './statements/index.js';

export {
  type How,
  osqueryPolicy,
  type Policy,
  type Prepared,
  type ResultColumn,
  type RunOptions,
  toQuery,
} from './statements/index.js';

/** A catalog over a host, to be asked in SQL. What its statements store lives in the catalog's database. */
export interface Engine {
  readonly catalog: Catalog;
  /** Every statement of the text. @throws SqlError for the first that is wrong */
  prepare(sql: string): readonly Prepared[];
  /** The statements one by one: each is prepared when those before it have run. */
  prepareEach(sql: string): Iterable<Prepared>;
  /** The plans of the text's statements, for people. */
  explain(sql: string): string;
  /** The statements one by one, explained; to analyze is to run, also what has no plan and then tells nothing. */
  explainEach(sql: string, how: How): Iterable<Prepared>;
}

export interface EngineOptions {
  readonly catalog: Catalog;
  readonly host: Host;
  /** What the program knows of itself, for the tables about it. Asked at every run. */
  readonly self?: () => SelfFacts;
  /** What the tables of events read, unless a run says otherwise. Asked at every run. Default: nothing is gathered. */
  readonly events?: () => EventFeed;
  /** Which statements are taken. Default: all. */
  readonly policy?: Policy;
}

export function openEngine({ catalog, host, policy, self, events }: EngineOptions): Engine {
  const session = openSession(catalog, host, policy, self, events);
  function prepared(statement: Statement, sql: string): Prepared {
    const prepare = () => prepareAny(session, statement, sql);
    return isChanging(statement) ? new Changing(session, prepare) : new UpToDate(session, prepare);
  }
  const cache = new StatementCache(session.database);
  function* prepareEach(sql: string): Iterable<Prepared> {
    const known = cache.get(sql);
    if (known) return yield known;
    let first: Prepared | undefined;
    let isOneQuery = true;
    for (const statement of parseEach(sql)) {
      isOneQuery &&= !first && statement.kind === 'select-statement';
      const next = prepared(statement, sql);
      first ??= next;
      yield next;
    }
    if (first && isOneQuery) cache.set(sql, first);
  }
  function* explainEach(sql: string, { mode, format }: How): Iterable<Prepared> {
    for (const written of parseEach(sql)) {
      const statement = explained(written);
      if (mode === 'analyze' && !isPlanned(statement)) yield silent(prepared(statement, sql));
      else yield prepared({ kind: 'explain', span: statement.span, mode, ...(format && { format }), statement }, sql);
    }
  }
  return {
    catalog,
    prepareEach,
    explainEach,
    prepare: (sql) => [...prepareEach(sql)],
    explain(sql) {
      const plans: string[] = [];
      for (const statement of parseEach(sql)) plans.push(planText(session, explained(statement), sql));
      return plans.join('\n\n');
    },
  };
}

/** The statement without its rows. */
const silent = (prepared: Prepared): Prepared =>
  action(async (options) => {
    await prepared.collect(options);
  });

/** The statement as prepared for the tables there are when it runs. */
class UpToDate implements Prepared {
  #version: number;
  #prepared: Prepared;

  constructor(
    protected readonly session: Session,
    private readonly prepare: () => Prepared,
  ) {
    this.#version = session.database.schemaVersion;
    this.#prepared = prepare();
  }

  get columns() {
    return this.#prepared.columns;
  }
  get parameters() {
    return this.#prepared.parameters;
  }
  get warnings() {
    return this.#prepared.warnings;
  }

  run(options?: RunOptions): AsyncIterable<readonly Row[]> {
    return this.current().run(options);
  }
  collect(options?: RunOptions): Row[] | Promise<Row[]> {
    return this.current().collect(options);
  }

  protected current(): Prepared {
    const { schemaVersion } = this.session.database;
    if (this.#version !== schemaVersion) {
      this.#version = schemaVersion;
      this.#prepared = this.prepare();
    }
    return this.#prepared;
  }
}

/** Waits for its turn, and is only then prepared for what there is. Its turn is over before its rows are given out. */
class Changing extends UpToDate {
  override async *run(options?: RunOptions): AsyncGenerator<readonly Row[]> {
    yield* await this.#inTurn(options, async (context) => {
      const batches: (readonly Row[])[] = [];
      for await (const batch of this.current().run(context)) batches.push(batch);
      return batches;
    });
  }
  override collect(options?: RunOptions): Row[] | Promise<Row[]> {
    return this.#inTurn(options, (context) => this.current().collect(context));
  }

  #inTurn<T>(options: RunOptions = {}, work: (context: RunContext) => T | Promise<T>): T | Promise<T> {
    return inTurn(this.session.database, runContext(this.session, options), work);
  }
}

/** Whether a statement, run, may change what is stored. */
function isChanging(statement: Statement): boolean {
  switch (statement.kind) {
    case 'select-statement':
    case 'pragma':
    case 'maintenance':
      return false;
    case 'explain':
      return statement.mode === 'analyze' && isChanging(statement.statement);
    default:
      return true;
  }
}

function prepareAny(session: Session, statement: Statement, sql: string): Prepared {
  session.policy?.check(statement, session, sql);
  if (isPlanned(statement)) return prepareQuery(session, toQuery(statement, session.catalog, sql));
  if (statement.kind !== 'explain') return prepareStatement(session, statement, sql);
  const inner = explained(statement);
  if (isPlanned(inner)) return explainQuery(session, statement, toQuery(inner, session.catalog, sql));
  prepareStatement(session, inner, sql);
  return explainStatement(statement, words(inner));
}

function planText(session: Session, statement: Explained, sql: string): string {
  if (isPlanned(statement)) return printPlan(toQuery(statement, session.catalog, sql));
  prepareStatement(session, statement, sql);
  return words(statement);
}

const words = (statement: Statement): string => statement.kind.replaceAll('-', ' ');

function prepareQuery(session: Session, query: Query): Prepared {
  const pipeline = compile(query);
  return {
    columns: query.columns.map(resultColumn),
    parameters: query.parameters,
    warnings: query.warnings,
    run: (options = {}) => run(pipeline, runContext(session, options)),
    collect: (options = {}) => collect(pipeline, runContext(session, options)),
  };
}

const resultColumn = (column: Column): ResultColumn => ({
  name: column.name,
  type: column.declared || TYPE_NAMES.get(column.types & ~TYPE.null) || '',
});

const TYPE_NAMES: ReadonlyMap<number, string> = new Map([
  [TYPE.integer, 'BIGINT'],
  [TYPE.real, 'DOUBLE'],
  [TYPE.text, 'TEXT'],
  [TYPE.blob, 'BLOB'],
]);
