import { type CreateTable, parse } from '../../sql/parser/index.js';
import type { SchemaName, TableSchema } from '../../store/index.js';
import { placeFor } from '../names.js';
import { action, NOTHING, type Prepared } from '../prepared.js';
import type { Session } from '../session.js';
import { schemaText } from '../source-text.js';
import { prepareCreateTableAs } from './as-select.js';
import { checkExpressions } from './check-expressions.js';
import { defineTable, type TableBody } from './define.js';

/** CREATE TABLE. @throws SqlError */
export function prepareCreateTable(session: Session, statement: CreateTable, text: string): Prepared {
  const { body, table, span } = statement;
  const schema = placeFor(session, table, statement);
  if (!schema) return NOTHING;
  if (body.kind === 'as') return prepareCreateTableAs(session, { ...statement, body }, schema, text);
  const sql = schemaText('CREATE TABLE', table.name, span, text, body.withoutRowid || body.strict);
  checkExpressions(session.catalog, defineTable(body, { schema, name: table.name.name, sql, span }), text);
  const { database } = session;
  return action(() => database.create({ ...tableFrom(sql, schema), created: database.schemaVersion + 1 }));
}

/** What a CREATE TABLE text, as `sqlite_schema` keeps it, defines: spans of its expressions point into that text. */
export function tableFrom(sql: string, schema: SchemaName): TableSchema {
  const { table, body, span } = statementOf({ sql }) as CreateTable & { readonly body: TableBody }; // it was one when it was kept
  return defineTable(body, { schema, name: table.name.name, sql, span });
}

/** The statement that `sqlite_schema` keeps of a table. */
export const statementOf = ({ sql }: Pick<TableSchema, 'sql'>): CreateTable => parse(sql)[0] as CreateTable; // its text is nothing else
