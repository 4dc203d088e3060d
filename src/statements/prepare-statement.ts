import { prepareAlterTable } from './alter-table/index.js';
import { refuseFileChange } from './attached-files.js';
import { prepareCreateIndex } from './create-index/index.js';
import { prepareCreateTable } from './create-table/index.js';
import { prepareCreateView } from './create-view.js';
import { prepareDrop } from './drop.js';
import { prepareMaintenance, refuseAttach, refuseDetach } from './maintenance.js';
import type { Explained, Planned } from './plan.js';
import { preparePragma } from './pragma/index.js';
import type { Prepared } from './prepared.js';
import type { Session } from './session.js';
import { prepareSavepoint, prepareTransaction } from './transaction.js';
import { prepareCreateVirtualTable, refuseTrigger } from './unsupported.js';

/** Makes a statement ready that is neither planned nor explained. @throws SqlError with SQLite's text */
export function prepareStatement(session: Session, statement: Exclude<Explained, Planned>, text: string): Prepared {
  refuseFileChange(session, statement);
  switch (statement.kind) {
    case 'create-table':
      return prepareCreateTable(session, statement, text);
    case 'create-index':
      return prepareCreateIndex(session, statement, text);
    case 'create-view':
      return prepareCreateView(session, statement, text);
    case 'drop':
      return prepareDrop(session, statement);
    case 'transaction':
      return prepareTransaction(session, statement);
    case 'savepoint':
      return prepareSavepoint(session, statement);
    case 'pragma':
      return preparePragma(session, statement);
    case 'attach':
      return refuseAttach(statement);
    case 'detach':
      return refuseDetach(statement);
    case 'maintenance':
      return prepareMaintenance(session, statement);
    case 'create-trigger':
      return refuseTrigger(statement);
    case 'create-virtual-table':
      return prepareCreateVirtualTable(session, statement);
    case 'alter-table':
      return prepareAlterTable(session, statement, text);
  }
}
