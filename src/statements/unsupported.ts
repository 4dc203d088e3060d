import { SqlError } from '../core/index.js';
import type { CreateTrigger, CreateVirtualTable } from '../sql/parser/index.js';
import { placeFor } from './names.js';
import { NOTHING, type Prepared } from './prepared.js';
import type { Session } from './session.js';

/** CREATE TRIGGER. @throws SqlError always */
export function refuseTrigger({ trigger }: CreateTrigger): never {
  throw new SqlError(
    'not-supported',
    'CREATE TRIGGER is not supported',
    trigger.name.span,
    'write out what the trigger would do, after the statement that would fire it',
  );
}

/**
 * CREATE VIRTUAL TABLE. A module is a built-in table, as osquery has it (sql.md 1.2); under its own name it is there
 * already. @throws SqlError
 */
export function prepareCreateVirtualTable(session: Session, statement: CreateVirtualTable): Prepared {
  const { table, module, ifNotExists } = statement;
  if (!session.catalog.table(module.name))
    throw new SqlError('misuse', `no such module: ${module.name}`, module.span, 'modules are the built-in tables');
  const schema = placeFor(session, table, { temporary: false, ifNotExists });
  if (!schema || table.name.name.toLowerCase() === module.name.toLowerCase()) return NOTHING;
  throw new SqlError(
    'not-supported',
    'CREATE VIRTUAL TABLE is not supported',
    table.name.span,
    `make a view: CREATE VIEW ${table.name.name} AS SELECT * FROM ${module.name}`,
  );
}
