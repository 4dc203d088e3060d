import type { IndexSchema, TableSchema, ViewSchema } from '../../store/index.js';
import { defineView } from '../create-view.js';
import type { Session } from '../session.js';
import { type Edit, edited } from './edits.js';
import { checkViews, redefined, viewsOver } from './redefine.js';

/** Where a new name stands for the old one. */
export interface Edits {
  /** In the text of the table itself, or of another one of its schema. */
  inTable(table: TableSchema): readonly Edit[];
  /** In the text of one of its indexes. */
  inIndex(index: IndexSchema & { readonly sql: string }): readonly Edit[];
  inView(view: ViewSchema): readonly Edit[];
}

/** Gives a table or one of its columns another name, wherever it is named. @throws SqlError */
export function rename(session: Session, table: TableSchema, { inTable, inIndex, inView }: Edits): void {
  const { database } = session;
  checkViews(session, table, '');
  // Views can be bound only as long as the old name is there.
  const views = viewsOver(session, table.schema).map((view) => [view, inView(view)] as const);
  const texts = {
    table: edited(table.sql, inTable(table)),
    index: (index: Parameters<Edits['inIndex']>[0]) => edited(index.sql, inIndex(index)),
  };
  const next = redefined(session, table, texts, 'after rename');
  database.alter(table, next);
  for (const other of [...database.objects()]) {
    if (other.kind !== 'table' || other === next || other.schema !== table.schema) continue;
    const edits = inTable(other);
    if (edits.length === 0) continue;
    database.alter(other, redefined(session, other, { table: edited(other.sql, edits) }, 'after rename'));
  }
  for (const [view, edits] of views)
    if (edits.length > 0) database.alter(view, { ...view, ...defineView(edited(view.sql, edits), view.schema) });
  checkViews(session, table, 'after rename');
}
