import { SqlError } from '../core/index.js';
import { type CreateView, eachTable, parse, walk } from '../sql/parser/index.js';
import type { SchemaName, ViewSchema } from '../store/index.js';
import { placeFor } from './names.js';
import { action, NOTHING, type Prepared } from './prepared.js';
import type { Session } from './session.js';
import { schemaText } from './source-text.js';

/** CREATE VIEW. Its SELECT is bound when it is used, not now. @throws SqlError */
export function prepareCreateView(session: Session, statement: CreateView, text: string): Prepared {
  const { view, select, span } = statement;
  const { database } = session;
  refuseParameters(statement);
  const schema = placeFor(session, view, statement);
  if (!schema) return NOTHING;
  if (schema === 'main') refuseOtherSchemas(select, view.name.name);
  const sql = schemaText('CREATE VIEW', view.name, span, text, true).trimEnd();
  return action(() => database.create({ ...defineView(sql, schema), created: database.schemaVersion + 1 }));
}

/** What a CREATE VIEW text, as `sqlite_schema` keeps it, defines. */
export function defineView(sql: string, schema: SchemaName): ViewSchema {
  const [statement] = parse(sql);
  if (statement?.kind !== 'create-view') throw new SqlError('misuse', `malformed view: ${sql}`);
  const { view, columns, select } = statement;
  return {
    kind: 'view',
    schema,
    name: view.name.name,
    ...(columns && { columns: columns.map((column) => column.name) }),
    select,
    text: sql,
    sql,
  };
}

function refuseParameters({ select }: CreateView): void {
  walk(select, (node) => {
    if (node.kind === 'parameter') throw new SqlError('misuse', 'parameters are not allowed in views');
  });
}

/** @throws SqlError where a view of `main` names a table of another schema */
function refuseOtherSchemas(select: CreateView['select'], name: string): void {
  eachTable(select, ({ schema }) => {
    if (schema && schema.name.toLowerCase() !== 'main')
      throw new SqlError(
        'misuse',
        `view ${name} cannot reference objects in database ${schema.name}`,
        schema.span,
        'a TEMP VIEW can',
      );
  });
}
