/**
 * The format of SQLite's sqllogictest: records separated by blank lines, their first line saying what they are. See
 * https://sqlite.org/sqllogictest/doc/trunk/about.wiki.
 */

export type SortMode = 'nosort' | 'rowsort' | 'valuesort';

interface At {
  /** 1-based, of the line that says what the record is. */
  readonly line: number;
}
export interface StatementRecord extends At {
  readonly kind: 'statement';
  readonly expect: 'ok' | 'error';
  readonly sql: string;
}
export interface QueryRecord extends At {
  readonly kind: 'query';
  /** A letter a column: T text, I integer, R real with three decimals. */
  readonly types: string;
  readonly sort: SortMode;
  readonly label: string | undefined;
  readonly sql: string;
  /** A value a line, or one line `N values hashing to MD5`; undefined where the record does not say. */
  readonly expected: readonly string[] | undefined;
}
/** What is for another engine (`skipif`, `onlyif`): never run. */
export interface SkippedRecord extends At {
  readonly kind: 'skipped';
  /** False for `halt` and the like, which nobody counts. */
  readonly isCase: boolean;
}
export interface HashThresholdRecord extends At {
  readonly kind: 'hash-threshold';
  /** Longer results stand as a hash; 0: none does. It matters to who writes a file: a hash tells that it is one. */
  readonly values: number;
}
export interface HaltRecord extends At {
  readonly kind: 'halt';
}
/** Not of the format. */
export interface MalformedRecord extends At {
  readonly kind: 'malformed';
  readonly reason: string;
}
export type FileRecord =
  | StatementRecord
  | QueryRecord
  | SkippedRecord
  | HashThresholdRecord
  | HaltRecord
  | MalformedRecord;

/** The engine that records for SQLite alone are for. */
const ENGINE = 'sqlite';
const RULER = '----';
const isBlank = (line: string | undefined): boolean => line === undefined || line.trim() === '';

/** The records of a file in order, read as they are asked for. */
export function* parseRecords(text: string): Generator<FileRecord> {
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    if (isBlank(lines[at]) || lines[at]?.startsWith('#')) continue;
    let end = at;
    while (!isBlank(lines[end])) end++;
    yield parseRecord(lines.slice(at, end), at + 1);
    at = end;
  }
}

function parseRecord(lines: readonly string[], first: number): FileRecord {
  let isSkipped = false;
  let at = 0;
  let words = wordsOf(lines[at]);
  while (words[0] === 'skipif' || words[0] === 'onlyif') {
    const isOurs = words[1]?.toLowerCase() === ENGINE;
    isSkipped ||= (words[0] === 'skipif') === isOurs;
    at++;
    // What explains a condition may stand between it and its record.
    while (lines[at]?.startsWith('#')) at++;
    words = wordsOf(lines[at]);
  }
  const line = first + at;
  if (isSkipped) return { kind: 'skipped', line, isCase: words[0] === 'statement' || words[0] === 'query' };
  return parseBody(words, lines.slice(at + 1), line);
}

/** Up to a `#`, which starts a comment. */
const wordsOf = (line = ''): string[] => (/^[^#]*/.exec(line)?.[0] ?? '').split(/\s+/).filter((word) => word !== '');

function parseBody(words: readonly string[], body: readonly string[], line: number): FileRecord {
  switch (words[0]) {
    case 'statement':
      return parseStatement(words, body, line);
    case 'query':
      return parseQuery(words, body, line);
    case 'hash-threshold':
      return /^\d+$/.test(words[1] ?? '')
        ? { kind: 'hash-threshold', line, values: Number(words[1]) }
        : malformed(line, 'hash-threshold wants a number');
    case 'halt':
      return { kind: 'halt', line };
    default:
      return malformed(line, `unknown kind of record: ${words[0] ?? 'a condition without one'}`);
  }
}

const malformed = (line: number, reason: string): MalformedRecord => ({ kind: 'malformed', line, reason });

function parseStatement([, expect = '']: readonly string[], body: readonly string[], line: number): FileRecord {
  if (expect !== 'ok' && expect !== 'error') return malformed(line, `a statement is ok or error, not "${expect}"`);
  return { kind: 'statement', line, expect, sql: body.join('\n') };
}

function parseQuery(words: readonly string[], body: readonly string[], line: number): FileRecord {
  const [, types = '', sort = 'nosort', label] = words;
  if (!/^[TIR]+$/.test(types)) return malformed(line, `types are letters of T, I and R, not "${types}"`);
  if (!isSortMode(sort)) return malformed(line, `unknown sort mode: ${sort}`);
  const ruler = body.indexOf(RULER);
  const sql = (ruler < 0 ? body : body.slice(0, ruler)).join('\n');
  return { kind: 'query', line, types, sort, label, sql, expected: ruler < 0 ? undefined : body.slice(ruler + 1) };
}

const isSortMode = (word: string): word is SortMode => word === 'nosort' || word === 'rowsort' || word === 'valuesort';
