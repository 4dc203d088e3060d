import type { Statement } from '../sql/parser/index.js';
import type { Session } from './session.js';

/** Which statements a session takes. Absent: all. */
export interface Policy {
  /** What `PRAGMA journal_mode` says. */
  readonly journalMode: string;
  /** Looks at a statement before it is prepared. @throws SqlError for one that is refused */
  check(statement: Statement, session: Session): void;
}
