import type { Statement } from '../sql/parser/index.js';
import type { Session } from './session.js';

/** Which statements a session takes. Absent: all. */
export interface Policy {
  /** What `PRAGMA journal_mode` says. */
  readonly journalMode: string;
  /** DROP of a built-in table does nothing, instead of being refused. */
  readonly ignoresDropOfBuiltIns: boolean;
  /** Looks at a statement before it is prepared. @throws SqlError for one that is refused, or wrong before that */
  check(statement: Statement, session: Session, text: string): void;
}
