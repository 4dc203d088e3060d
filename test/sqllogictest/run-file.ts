import { SqlError } from '../../src/core/index.js';
import { type Answer, Checker, type Mistake } from './check.js';
import { parseRecords, type QueryRecord, type StatementRecord } from './parse.js';

/** A database that knows nothing yet: one a file. */
export interface Database {
  /** Runs a record's statements and answers with the last one's rows. @throws SqlError where one is refused */
  run(sql: string): Promise<Answer>;
  close(): Promise<void>;
}

export interface Failure extends Mistake {
  readonly line: number;
  readonly sql: string;
}

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Told of each record as it comes: what a worker shares with whoever waits for it. */
export interface Progress {
  atLine(line: number): void;
  counted(counts: Readonly<Counts>): void;
}

/** Runs a file's records; each that does not come out as written is handed over, and the rest still runs. */
export async function runFile(
  text: string,
  database: Database,
  onFailure: (failure: Failure) => void,
  progress?: Progress,
): Promise<Counts> {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  const checker = new Checker();
  const fail = (failure: Failure): void => {
    counts.failed++;
    onFailure(failure);
  };
  for (const record of parseRecords(text)) {
    progress?.atLine(record.line);
    if (record.kind === 'halt') break;
    if (record.kind === 'hash-threshold') continue;
    if (record.kind === 'malformed') fail({ line: record.line, sql: '', reason: record.reason });
    else if (record.kind === 'skipped') counts.skipped += record.isCase ? 1 : 0;
    else {
      const mistake = await runRecord(record, database, checker);
      if (mistake) fail({ line: record.line, sql: record.sql, ...mistake });
      else counts.passed++;
    }
    progress?.counted(counts);
  }
  return counts;
}

async function runRecord(
  record: StatementRecord | QueryRecord,
  database: Database,
  checker: Checker,
): Promise<Mistake | undefined> {
  try {
    const answer = await database.run(record.sql);
    if (record.kind === 'query') return checker.check(record, answer);
    return record.expect === 'error' ? { reason: 'no error, where one is expected' } : undefined;
  } catch (error) {
    if (isExpected(record, error)) return undefined;
    return { reason: error instanceof SqlError ? error.message : `crash: ${describe(error)}` };
  }
}

/**
 * A statement's error has to say that it is wrong: a database that runs out of something, or fails itself, has not found
 * that out. A query that is to give nothing may fail in its calculations instead: SQLite's own runner sees no difference.
 */
function isExpected(record: StatementRecord | QueryRecord, error: unknown): boolean {
  if (!(error instanceof SqlError)) return false;
  if (record.kind === 'query') return record.expected?.length === 0 && error.code === 'overflow';
  return record.expect === 'error' && !['timeout', 'budget', 'cancelled'].includes(error.code);
}

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
