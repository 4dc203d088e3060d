import { SqlError } from '../../core/index.js';
import type { ConflictAction } from '../../sql/planner/index.js';

/** A row broke a constraint. `action` says what becomes of the rows changed before it. */
export class ConstraintFailure extends SqlError {
  constructor(
    message: string,
    readonly action: ConflictAction,
  ) {
    super('constraint', message);
  }
}
