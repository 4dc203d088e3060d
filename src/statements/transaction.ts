import type { Savepoint, Transaction } from '../sql/parser/index.js';
import { action, type Prepared } from './prepared.js';
import type { Session } from './session.js';

/** BEGIN, COMMIT, ROLLBACK. The modes of BEGIN say who may read and write meanwhile: nobody else can. */
export function prepareTransaction({ database }: Session, { action: what }: Transaction): Prepared {
  switch (what) {
    case 'begin':
      return action(() => database.begin());
    case 'commit':
      return action(() => database.commit());
    case 'rollback':
      return action(() => database.rollback());
  }
}

/** SAVEPOINT, RELEASE, ROLLBACK TO. */
export function prepareSavepoint({ database }: Session, { action: what, name }: Savepoint): Prepared {
  switch (what) {
    case 'savepoint':
      return action(() => database.savepoint(name.name));
    case 'release':
      return action(() => database.release(name.name));
    case 'rollback-to':
      return action(() => database.rollbackTo(name.name));
  }
}
