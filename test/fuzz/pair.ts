import { Catalog } from '../../src/catalog/index.js';
import { type Row, SqlError } from '../../src/core/index.js';
import { type Engine, openEngine } from '../../src/engine.js';
import { Host } from '../../src/host/index.js';
import { type Oracle, type OracleDatabase, OracleError } from '../oracle/sqlite.js';
import { compare, fingerprint, type Mismatch, type Outcome } from './compare.js';
import { schemaStatements } from './schema.js';
import { type Case, shrink } from './shrink.js';

/** A statement to ask both, and how to compare. */
export interface Question {
  readonly sql: string;
  readonly isTotal: boolean;
}

/** A difference, made small. */
export interface Finding {
  readonly mismatch: Mismatch | 'contents' | 'bug' | 'timeout';
  readonly smallest: Case;
  /** What came out, as text: names and rows, or an error; below it, rows of a table that the other does not hold. */
  readonly ours: string;
  readonly theirs: string;
}

export interface PairOptions {
  /** Whether SQLite has the functions of mathematics; it has another `sign` then. */
  readonly mathematics: boolean;
  readonly timeoutMs: number;
}

/** What both said. */
interface Both {
  readonly ours: Outcome;
  readonly theirs: Outcome;
}

/** Something that differs. */
export interface Difference extends Both {
  readonly mismatch: Finding['mismatch'];
  /** Rows of a table behind the statement, where its outcomes are the same. */
  readonly table?: Both;
}

/** Functions of the C library: the last digits are the machine's. */
const ROUNDING = /\b(sum|total|avg|sqrt|exp|log|power|sin|cos|atan|degrees|radians)\(/i;
/** Statements that store what they calculate. */
const WRITES = /^(INSERT|REPLACE|UPDATE|CREATE TABLE)\b/i;

/** One database of each engine, with the same in it. */
export class Pair {
  readonly #theirs: OracleDatabase;
  readonly #ours: Engine;
  /** Tables may hold what differs in its last digits. */
  #isRounded = false;

  constructor(
    oracle: Oracle,
    private readonly options: PairOptions,
  ) {
    this.#theirs = oracle.open({ mathematics: options.mathematics });
    this.#ours = openEngine({ catalog: new Catalog([], []), host: new Host('/nonexistent') });
  }

  /**
   * What both say, whatever it is. Ours is first: a recursion without end, which is what shrinking may make of one that
   * has an end, ends there by its timeout, and the oracle has none.
   */
  async ask(sql: string): Promise<Both> {
    this.#isRounded ||= WRITES.test(sql) && ROUNDING.test(sql);
    const ours = await this.#askOurs(sql);
    return { ours, theirs: isSlow(ours) ? NOT_ASKED : this.#askTheirs(sql) };
  }

  /** What differs; after a statement that changes something, what tables hold is compared too. */
  async differ(question: Question, isChange: boolean): Promise<Difference | undefined> {
    const both = await this.ask(question.sql);
    if ('error' in both.ours && both.ours.error.startsWith(BUG)) return { ...both, mismatch: 'bug' };
    if (isSlow(both.ours)) return { ...both, mismatch: 'timeout' };
    const tolerant = this.#isRounded || ROUNDING.test(question.sql);
    const mismatch = compare(both.ours, both.theirs, { isTotal: question.isTotal, tolerant });
    if (mismatch) return { ...both, mismatch };
    const table = isChange ? await this.#otherTable() : undefined;
    return table && { ...both, mismatch: 'contents', table };
  }

  close(): void {
    this.#theirs.close();
  }

  /** The first table that holds other rows in ours than in SQLite's. */
  async #otherTable(): Promise<Both | undefined> {
    const tables = this.#theirs.query(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    ).rows;
    for (const [name] of tables) {
      const withRowid = await this.ask(`SELECT rowid, * FROM "${name}"`);
      const hasRowid = !('error' in withRowid.theirs);
      const both = hasRowid ? withRowid : await this.ask(`SELECT * FROM "${name}"`);
      if (compare(both.ours, both.theirs, { isTotal: false, tolerant: this.#isRounded })) return both;
    }
    return undefined;
  }

  #askTheirs(sql: string): Outcome {
    try {
      const answer = this.#theirs.query(sql);
      // ALTER TABLE leaves the names of a query of its own.
      return /^ALTER\b/i.test(sql) ? { columns: [], rows: [] } : answer;
    } catch (error) {
      if (error instanceof OracleError) return { error: error.message };
      throw error;
    }
  }

  async #askOurs(sql: string): Promise<Outcome> {
    try {
      let outcome: Outcome = { columns: [], rows: [] };
      for (const prepared of this.#ours.prepareEach(sql)) {
        const rows: Row[] = [];
        for await (const batch of prepared.run({ timeoutMs: this.options.timeoutMs, maxRows: 100_000 }))
          rows.push(...batch);
        outcome = { columns: prepared.columns.map(({ name }) => name), rows };
      }
      return outcome;
    } catch (error) {
      if (!(error instanceof SqlError)) return { error: `${BUG}${error instanceof Error ? error.stack : error}` };
      return { error: error.code === 'timeout' ? `${TIMEOUT}${error.message}` : error.message };
    }
  }
}

const BUG = 'not an SqlError: ';
const TIMEOUT = 'too slow: ';
const NOT_ASKED: Outcome = { error: 'not asked, as it may have no end' };
const isSlow = (outcome: Outcome): boolean => 'error' in outcome && outcome.error.startsWith(TIMEOUT);

/** Both databases of a case, up to the statement that differs. @returns undefined where one before it fails on one side only */
async function openCase(oracle: Oracle, { schema, script }: Case, options: PairOptions): Promise<Pair | undefined> {
  const pair = new Pair(oracle, options);
  for (const statement of [...schemaStatements(schema), ...script]) {
    const { ours, theirs } = await pair.ask(statement);
    if ('error' in ours === 'error' in theirs && !isSlow(ours)) continue;
    pair.close();
    return undefined;
  }
  return pair;
}

/** Makes a case small that shows this mismatch. */
export async function makeFinding(
  oracle: Oracle,
  start: Case,
  question: Question,
  mismatch: Finding['mismatch'],
  options: PairOptions,
): Promise<Finding> {
  if (mismatch === 'timeout') return { mismatch, smallest: start, ours: '', theirs: '' }; // might become endless
  const observe = async (of: Case, options: PairOptions): Promise<Difference | undefined> => {
    const pair = await openCase(oracle, of, options);
    try {
      const seen = await pair?.differ({ ...question, sql: of.sql }, mismatch === 'contents');
      return seen?.mismatch === mismatch ? seen : undefined;
    } finally {
      pair?.close();
    }
  };
  const first = await observe(start, options);
  if (!first) return { mismatch, smallest: start, ours: 'it came out once only', theirs: '' };
  // Several values are equal, and one is shown: nothing smaller would tell more.
  if (mismatch === 'representative' || mayBeEndless(start, first)) return findingOf(start, first);
  const quick = { ...options, timeoutMs: Math.min(options.timeoutMs, SMALLER_MS) };
  const differs = async (smaller: Case): Promise<boolean> => {
    const seen = await observe(smaller, quick);
    return seen !== undefined && sameWords(seen.ours, first.ours) && sameWords(seen.theirs, first.theirs);
  };
  const smallest = await shrink(start, differs, SHRINK_MS);
  return findingOf(smallest, (await observe(smallest, options)) ?? first);
}

const SHRINK_MS = 15_000;
/** No smaller case takes longer, unless it has no end. */
const SMALLER_MS = 500;

/**
 * Where one side fails and a recursion is in the case: made smaller, it may have no end, which ours might tell by an error
 * before it starts, so that its timeout is no guard of the oracle.
 */
function mayBeEndless({ schema, sql }: Case, seen: Both): boolean {
  const isRecursive = [sql, ...schema.views.map((view) => view.sql)].some((text) => /\bRECURSIVE\b/i.test(text));
  return isRecursive && 'error' in seen.ours !== 'error' in seen.theirs;
}

/** Both answers, or both errors that differ in names only. */
function sameWords(a: Outcome, b: Outcome): boolean {
  const words = (outcome: Outcome): string =>
    'error' in outcome ? (outcome.error.split('\n', 1)[0]?.replace(/\b\w{1,3}\b|"[^"]*"|\d+/g, '_') ?? '') : '';
  return words(a) === words(b);
}

function findingOf(smallest: Case, { mismatch, ours, theirs, table }: Difference): Finding {
  return {
    mismatch,
    smallest,
    ours: told(ours, table?.ours, table?.theirs),
    theirs: told(theirs, table?.theirs, table?.ours),
  };
}

/** The outcome, and rows of one's table that are not in the other's. */
function told(outcome: Outcome, mine: Outcome | undefined, other: Outcome | undefined): string {
  if (!mine || !other) return describe(outcome);
  if ('error' in mine || 'error' in other) return `${describe(outcome)}\n${describe(mine)}`;
  const others = new Set(other.rows.map(fingerprint));
  const rows = mine.rows.filter((row) => !others.has(fingerprint(row)));
  return `${describe(outcome)}\n${describe({ columns: mine.columns, rows })}`;
}

export function describe(outcome: Outcome): string {
  if ('error' in outcome) return outcome.error;
  return [outcome.columns.join(' '), ...outcome.rows.slice(0, 10).map(fingerprint)].join('\n');
}
