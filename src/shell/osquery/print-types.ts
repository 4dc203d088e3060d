import { SqlError } from '../../core/index.js';
import type { Outcome, ShellSession } from '../session.js';
import { resultTypes } from './result-types.js';

/** `.types SQL;`: names and types of the first statement's columns. What fails is told on the standard output, and counts as done. */
export async function printTypes(session: ShellSession, sql: string): Promise<Outcome> {
  const mode = session.results.mode();
  try {
    const columns = resultTypes(session.engine, sql);
    if (columns.length > 0) {
      const header = ['name', 'type'];
      // Where rows are printed as they come, those of `.types` count as rows of the result before.
      if (session.results.lastRows > 0 && mode.goOn) mode.goOn(header);
      else mode.begin(header);
      session.results.lastRows = columns.length;
      for (const { name, type } of columns) mode.row([name, type]);
      mode.end();
    } else session.results.drop();
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    session.results.drop();
    session.show(`Error 1: ${error.message}\n`);
  }
  await session.results.finish();
  return { status: 0, rows: undefined, elapsedMs: 0 };
}
