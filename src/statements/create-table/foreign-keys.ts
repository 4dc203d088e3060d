import { SqlError } from '../../core/index.js';
import { type ForeignKeyClause, type Identifier, printName } from '../../sql/parser/index.js';
import { type Draft, findColumn } from './draft.js';

/** Keeps a foreign key: it is shown by `PRAGMA foreign_key_list`, not enforced (as in SQLite, unless asked to). */
export function addForeignKey(
  draft: Draft,
  { columns, table, targets, actions }: ForeignKeyClause & { readonly columns: readonly Identifier[] },
  ofColumn: boolean,
): void {
  const [first] = columns;
  if (ofColumn && targets && targets.length > 1)
    throw new SqlError(
      'misuse',
      `foreign key on ${first?.name} should reference only one column of table ${printName(table)}`,
      table.span,
    );
  if (targets && targets.length !== columns.length)
    throw new SqlError(
      'misuse',
      'number of columns in foreign key does not match the number of columns in the referenced table',
      table.span,
    );
  for (const { name, span } of columns) {
    if (findColumn(draft, name) < 0)
      throw new SqlError('no-such-column', `unknown column "${name}" in foreign key definition`, span);
  }
  draft.foreignKeys.push({
    columns: columns.map(({ name }) => draft.columns[findColumn(draft, name)]?.name ?? name),
    table: table.name,
    targets: (targets ?? []).map(({ name }) => name),
    actions,
  });
}
