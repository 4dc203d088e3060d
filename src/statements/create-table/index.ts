import { SqlError } from '../../core/index.js';
import type { CreateTable } from '../../sql/parser/index.js';
import { placeFor } from '../names.js';
import { action, NOTHING, type Prepared } from '../prepared.js';
import type { Session } from '../session.js';
import { schemaText } from '../source-text.js';
import { defineTable } from './define.js';

export { defineTable } from './define.js';

/** CREATE TABLE. @throws SqlError */
export function prepareCreateTable(session: Session, statement: CreateTable, text: string): Prepared {
  const { body, table, span } = statement;
  const schema = placeFor(session, table, statement);
  if (!schema) return NOTHING;
  if (body.kind === 'as') throw new SqlError('not-supported', 'CREATE TABLE AS is not supported yet', span);
  const sql = schemaText('CREATE TABLE', table.name, span, text, body.withoutRowid || body.strict);
  const definition = defineTable(body, { schema, name: table.name.name, sql, span });
  return action(() => session.database.create(definition));
}
