import { SqlError } from '../core/index.js';
import type { QualifiedName } from '../sql/parser/index.js';
import type { Explained, Planned } from './plan.js';
import type { Session } from './session.js';

/** Refuses to change what stands in a database file: files are only read. @throws SqlError */
export function refuseFileChange({ catalog }: Session, statement: Exclude<Explained, Planned>): void {
  const schema = targetOf(statement)?.schema;
  const file = catalog.attached.find(({ name }) => name.toLowerCase() === schema?.name.toLowerCase());
  if (schema && file)
    throw new SqlError(
      'not-supported',
      `database ${schema.name} is read-only`,
      schema.span,
      `it is the file ${file.path}`,
    );
}

function targetOf(statement: Exclude<Explained, Planned>): QualifiedName | undefined {
  switch (statement.kind) {
    case 'create-table':
    case 'alter-table':
      return statement.table;
    case 'create-index':
      return statement.index;
    case 'create-view':
      return statement.view;
    case 'drop':
      return statement.target;
    default:
      return undefined;
  }
}
