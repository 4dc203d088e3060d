import { schemaNamed } from '../catalog/index.js';
import { findCollation, SqlError } from '../core/index.js';
import type { Attach, Detach, Maintenance, QualifiedName } from '../sql/parser/index.js';
import { findIndex, schemaOf } from './names.js';
import { NOTHING, type Prepared } from './prepared.js';
import type { Session } from './session.js';

/** VACUUM, ANALYZE, REINDEX: nothing in memory needs any of them. @throws SqlError for names that mean nothing, as SQLite does */
export function prepareMaintenance(session: Session, { action, target, into, span }: Maintenance): Prepared {
  switch (action) {
    case 'vacuum':
      if (into) throw new SqlError('not-supported', 'VACUUM INTO is not supported', span, 'no statement writes a file');
      if (target) schemaOf({ schema: target.name, name: target.name });
      return NOTHING;
    case 'analyze':
      if (target) checkAnalyzed(session, target);
      return NOTHING;
    case 'reindex':
      if (target) checkReindexed(session, target);
      return NOTHING;
  }
}

function checkAnalyzed(session: Session, target: QualifiedName): void {
  const schema = schemaOf(target);
  const { name, span } = target.name;
  if (!schema && schemaNamed(name)) return;
  if (findIndex(session, name, schema) || session.catalog.resolve(name, schema)) return;
  throw new SqlError('no-such-table', `no such table: ${schema ? `${schema}.${name}` : name}`, span);
}

function checkReindexed(session: Session, target: QualifiedName): void {
  const schema = schemaOf(target);
  const { name, span } = target.name;
  if (!schema && findCollation(name)) return;
  if (findIndex(session, name, schema) || session.database.find(name, schema)) return;
  throw new SqlError('misuse', 'unable to identify the object to be reindexed', span);
}

/** ATTACH. @throws SqlError always */
export function refuseAttach({ span }: Attach): never {
  throw new SqlError(
    'not-supported',
    'ATTACH is not supported',
    span,
    'everything is in memory: no statement opens a file',
  );
}

/** DETACH: nothing was ever attached. @throws SqlError always, with SQLite's text */
export function refuseDetach({ schema, span }: Detach): never {
  const name = schema.kind === 'name' ? schema.column.name : schema.kind === 'literal' ? String(schema.value) : '';
  throw new SqlError(
    'misuse',
    schemaNamed(name) ? `cannot detach database ${name}` : `no such database: ${name}`,
    span,
  );
}
