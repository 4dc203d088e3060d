import type { Row } from '../../core/index.js';
import type { SchemaName } from '../../store/index.js';
import type { ResultColumn } from '../prepared.js';
import type { Session } from '../session.js';

/** What a PRAGMA asks for: `PRAGMA schema.name(arg)`. */
export interface PragmaRequest {
  readonly schema?: SchemaName;
  readonly arg?: string;
}

/** A PRAGMA, described at https://www.sqlite.org/pragma.html. */
export interface PragmaSpec {
  readonly name: string;
  /** Empty: it gives no rows, and is no table-valued function. */
  readonly columns: readonly ResultColumn[];
  /** A value is set, not asked for: no rows come back, and the columns are none. */
  readonly quietWithArg?: boolean;
  rows(session: Session, request: PragmaRequest): readonly Row[];
}

/** Columns written as `name TYPE`. */
export const columnsOf = (...columns: readonly string[]): ResultColumn[] =>
  columns.map((column) => {
    const [name = '', type = ''] = column.split(' ');
    return { name, type };
  });
