import { SqlError } from '../../core/index.js';
import { EXIT } from '../exit-codes.js';
import type { ShellSession } from '../session.js';
import { isRoot, warningLines } from '../warning-lines.js';
import { type Command, CommandError } from './command.js';

export const explain: Command = {
  name: 'explain',
  usage: 'SQL',
  help: 'Show how a query would be run',
  takes: ['sql'],
  count: [1, 1],
  isRaw: true,
  run: (session, [sql = ''], signal) => printPlans(session, sql, 'plan', signal),
};

export const analyze: Command = {
  name: 'analyze',
  usage: 'SQL',
  help: 'Run a query, and show what each part of its plan did',
  takes: ['sql'],
  count: [1, 1],
  isRaw: true,
  run: (session, [sql = ''], signal) => printPlans(session, sql, 'analyze', signal),
};

async function printPlans(session: ShellSession, sql: string, mode: 'plan' | 'analyze', signal: AbortSignal) {
  const { timeoutMs } = session.state;
  const warnings = new Set<string>();
  const onWarning = (message: string): unknown => warnings.add(message);
  try {
    for (const prepared of session.engine.explainEach(sql, { mode })) {
      const limit = timeoutMs === undefined ? {} : { timeoutMs };
      const rows = await prepared.collect({ signal, ...limit, onWarning });
      if (prepared.columns.length > 0) session.print(`${rows.map(([line]) => String(line)).join('\n')}\n`);
    }
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    throw sqlFailure(session, error, sql);
  } finally {
    for (const line of warningLines(warnings, isRoot())) session.io.tell(line);
  }
}

/** A command failed because its SQL did. */
export function sqlFailure({ manner, state, io }: ShellSession, error: SqlError, sql: string): CommandError {
  const message = manner.failure(error, { sql, isTerminated: true, timeoutMs: state.timeoutMs, io });
  return new CommandError(message, error.code === 'cancelled' ? EXIT.interrupted : manner.statusOf(error));
}
