import type { Catalog } from '../catalog/index.js';
import { SqlError } from '../core/index.js';
import { openEngine } from '../engine.js';
import type { Host } from '../host/index.js';
import { parseEach, type SelectStatement, type Statement } from '../sql/parser/index.js';
import type { RunOptions } from '../statements/index.js';

export interface Machine {
  readonly catalog: Catalog;
  readonly host: Host;
}

/**
 * The query at the end of a text. Statements before it set the stage: they are run, once.
 * @throws SqlError where there is none, or another statement in its place
 */
export async function queryAfterSetUp(machine: Machine, sql: string, options: RunOptions): Promise<SelectStatement> {
  // The last one is recognised before anything is run, and prepared after all.
  const statements = [...parseEach(sql)];
  const last = statements.at(-1);
  if (!last) throw new SqlError('misuse', 'there is no query');
  const query = asQuery(last);
  if (statements.length > 1) {
    let left = statements.length - 1;
    for (const prepared of openEngine(machine).prepareEach(sql)) {
      await prepared.collect(options);
      if (--left === 0) break;
    }
  }
  return query;
}

function asQuery(statement: Statement): SelectStatement {
  if (statement.kind === 'select-statement') return statement;
  if (statement.kind === 'explain') return asQuery(statement.statement);
  const what = statement.kind.replaceAll('-', ' ').toUpperCase();
  throw new SqlError(
    'misuse',
    `cannot measure ${what}: every run would start from what the one before left`,
    statement.span,
    'give a query last; statements before it are run once, to set up its tables',
  );
}
