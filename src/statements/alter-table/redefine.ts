import { SqlError } from '../../core/index.js';
import type { IndexSchema, TableSchema, ViewSchema } from '../../store/index.js';
import { withIndexText } from '../create-index/index.js';
import { checkExpressions } from '../create-table/check-expressions.js';
import { tableFrom } from '../create-table/index.js';
import type { Session } from '../session.js';
import { bindView } from './view-names.js';

/** The texts that an ALTER TABLE leaves of a table and of the indexes that CREATE INDEX made. */
export interface Texts {
  readonly table: string;
  /** Absent: they stay as they are. */
  index?(index: IndexSchema & { readonly sql: string }): string;
}

/**
 * The table that changed texts define.
 * @param when what was done, for the message: `after rename`
 * @throws SqlError `error in table t after rename: …`
 */
export function redefined(session: Session, table: TableSchema, texts: Texts, when: string): TableSchema {
  const name = table.name;
  const bare = blaming(`table ${name}`, when, () => {
    const next = {
      ...tableFrom(texts.table, table.schema),
      ...(table.created !== undefined && { created: table.created }),
    };
    checkExpressions(session.catalog, next, texts.table);
    return next;
  });
  return table.indexes.reduce((next, index) => {
    const { sql, created } = index;
    if (sql === null) return next;
    const text = texts.index?.({ ...index, sql }) ?? sql;
    return blaming(`index ${index.name}`, when, () => withIndexText(session, next, text, created ?? 0));
  }, bare);
}

/** Binds the views that can name tables of a schema. @throws SqlError `error in view v after rename: …` */
export function checkViews(session: Session, { schema }: TableSchema, when: string): void {
  for (const view of viewsOver(session, schema)) blaming(`view ${view.name}`, when, () => bindView(session, view));
}

/** Views of the schema itself, then those of `temp`, which sees all. */
export function viewsOver({ database }: Session, schema: TableSchema['schema']): ViewSchema[] {
  const views = [...database.objects()].filter((object) => object.kind === 'view');
  return [
    ...views.filter((view) => view.schema === schema),
    ...views.filter((view) => view.schema === 'temp' && schema !== 'temp'),
  ];
}

function blaming<T>(what: string, when: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    throw new SqlError(error.code, `error in ${what}${when && ` ${when}`}: ${error.message}`);
  }
}
