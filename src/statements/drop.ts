import { SqlError } from '../core/index.js';
import type { Drop } from '../sql/parser/index.js';
import type { TableSchema } from '../store/index.js';
import { findIndex, schemaOf } from './names.js';
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
      schemaOf(statement.target);
      return statement.ifExists ? NOTHING : refuseUnknown(statement);
  }
}

function refuseUnknown({ what, target: { schema, name } }: Drop): never {
  const full = schema ? `${schema.name}.${name.name}` : name.name;
  throw new SqlError('no-such-table', `no such ${what}: ${full}`, name.span);
}

function dropObject(session: Session, statement: Drop, what: 'table' | 'view'): Prepared {
  const { name } = statement.target;
  const { catalog, database } = session;
  const schema = schemaOf(statement.target);
  const object = database.find(name.name, schema);
  if (!object) {
    const isBuiltIn = catalog.table(name.name) ?? catalog.view(name.name);
    if (isBuiltIn)
      throw new SqlError(
        'not-supported',
        `table ${name.name} may not be dropped`,
        name.span,
        'it is built in: it shows this machine',
      );
    if (statement.ifExists) return NOTHING;
    return refuseUnknown(statement);
  }
  if (object.kind !== what) {
    const right = object.kind.toUpperCase();
    throw new SqlError('misuse', `use DROP ${right} to delete ${object.kind} ${name.name}`, name.span);
  }
  return action(() => database.drop(object));
}

function dropIndex(session: Session, statement: Drop): Prepared {
  const { name } = statement.target;
  const found = findIndex(session, name.name, schemaOf(statement.target));
  if (!found) return statement.ifExists ? NOTHING : refuseUnknown(statement);
  const { table, index } = found;
  if (index.origin !== 'c')
    throw new SqlError('misuse', 'index associated with UNIQUE or PRIMARY KEY constraint cannot be dropped', name.span);
  const next: TableSchema = { ...table, indexes: table.indexes.filter((one) => one !== index) };
  return action(() => session.database.alter(table, next));
}
