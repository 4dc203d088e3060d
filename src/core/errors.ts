/** A stretch of the query text, in UTF-16 code units; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What went wrong, for programs. Each code occurs in some `.slt` case. */
export type SqlErrorCode =
  | 'syntax-error'
  | 'incomplete-input'
  | 'unrecognized-token'
  | 'no-such-table'
  | 'no-such-column'
  | 'no-such-function'
  | 'no-such-collation'
  | 'ambiguous-column'
  | 'wrong-arity'
  | 'misuse'
  | 'type-mismatch'
  | 'required-column'
  | 'limit'
  | 'overflow'
  | 'constraint'
  | 'not-supported'
  | 'not-authorized'
  | 'runtime'
  | 'cancelled'
  | 'timeout'
  | 'budget';

/** The query is wrong, or was stopped: told to whoever asked, with a caret under the span. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  constructor(
    readonly code: SqlErrorCode,
    message: string,
    readonly span?: Span,
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** We are wrong. Caught only where a query starts: the query fails, the process lives. */
export class Bug extends Error {
  override readonly name = 'Bug';
}

/** The subject of a row vanished while it was read (ENOENT, ESRCH): the row is dropped, nobody hears. */
export class Gone extends Error {
  override readonly name = 'Gone';
}

/** What was thrown, in words. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The system's word for what went wrong, such as ENOENT; undefined where it has none. */
export const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined;

/** A switch that handled every member never gets here; the compiler proves it. */
export function assertNever(value: never): never {
  throw new Bug(`unhandled case: ${JSON.stringify(value)}`);
}
