import { schemaNamed } from '../catalog/index.js';
import { SqlError } from '../core/index.js';
import type { Drop } from '../sql/parser/index.js';
import type { SchemaName } from '../store/index.js';
import { withoutIndex } from './create-index/slots.js';
import { findIndex, systemName } from './names.js';
import { action, NOTHING, type Prepared } from './prepared.js';
import type { Session } from './session.js';

/** DROP TABLE, VIEW, INDEX, TRIGGER. @throws SqlError */
export function prepareDrop(session: Session, statement: Drop): Prepared {
  switch (statement.what) {
    case 'table':
    case 'view':
      return dropObject(session, statement, statement.what);
    case 'index':
      return dropIndex(session, statement);
    case 'trigger':
      return statement.ifExists ? NOTHING : refuseUnknown(statement);
  }
}

function refuseUnknown({ what, target: { schema, name } }: Drop): never {
  const full = schema ? `${schema.name}.${name.name}` : name.name;
  throw new SqlError('no-such-table', `no such ${what}: ${full}`, name.span);
}

function dropObject(session: Session, statement: Drop, what: 'table' | 'view'): Prepared {
  const { name } = statement.target;
  const { database } = session;
  const schema = knownSchema(statement);
  if (schema === 'unknown') return statement.ifExists ? NOTHING : refuseUnknown(statement);
  const object = database.find(name.name, schema);
  if (!object) return dropMissing(session, statement, schema);
  if (object.kind !== what) {
    const right = object.kind.toUpperCase();
    throw new SqlError('misuse', `use DROP ${right} to delete ${object.kind} ${object.name}`, name.span);
  }
  return action(() => database.drop(object));
}

/** A table that is not stored. */
function dropMissing(session: Session, statement: Drop, schema: SchemaName | undefined): Prepared {
  const { name } = statement.target;
  const own = systemName(name.name, schema);
  if (own && session.catalog.resolve(name.name, schema))
    throw new SqlError('misuse', `table ${own} may not be dropped`, name.span);
  if (session.catalog.table(name.name) ?? session.catalog.view(name.name)) {
    if (session.policy?.ignoresDropOfBuiltIns) return NOTHING;
    throw new SqlError(
      'not-supported',
      `table ${name.name} may not be dropped`,
      name.span,
      'it is built in: it shows this machine',
    );
  }
  return statement.ifExists ? NOTHING : refuseUnknown(statement);
}

/** What is to be dropped from a schema that is not there is not there, either. */
function knownSchema({ target }: Drop): SchemaName | undefined | 'unknown' {
  return target.schema && (schemaNamed(target.schema.name) ?? 'unknown');
}

function dropIndex(session: Session, statement: Drop): Prepared {
  const { name } = statement.target;
  const schema = knownSchema(statement);
  const found = schema === 'unknown' ? undefined : findIndex(session, name.name, schema);
  if (!found) return statement.ifExists ? NOTHING : refuseUnknown(statement);
  const { table, index } = found;
  if (index.origin !== 'c')
    throw new SqlError('misuse', 'index associated with UNIQUE or PRIMARY KEY constraint cannot be dropped', name.span);
  return action(() => {
    const { next, rows } = withoutIndex(session, table, index.name);
    session.database.alter(table, next, rows);
  });
}
