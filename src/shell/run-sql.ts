import { NoDaemon } from '../control/index.js';
import { SqlError } from '../core/index.js';
import { daemonAnswer, localAnswer, type Part } from './answer.js';
import type { Place } from './manner.js';
import { pooledAnswer } from './osquery/pooled-answer.js';
import { printAnswer } from './print-answer.js';
import type { Outcome, ShellSession } from './session.js';
import { statementsIn } from './statement-scanner.js';
import { rowCount } from './text.js';
import { isRoot, warningLines } from './warning-lines.js';

export interface SqlOptions {
  /** Where it stands; absent where it was given at once. */
  readonly place?: Place | undefined;
  /** Whether it ended with a semicolon. */
  readonly isTerminated?: boolean;
  /** The error is told by the caller. */
  readonly isQuiet?: boolean;
}

/** Runs SQL in a session and prints its rows; what fails is told. @throws ReaderGone */
export async function runSql(
  session: ShellSession,
  sql: string,
  signal: AbortSignal,
  options: SqlOptions = {},
): Promise<Outcome> {
  const { io, manner, results, state } = session;
  const beganMs = performance.now();
  const usedBefore = process.cpuUsage();
  const warnings = new Set<string>();
  const warn = manner.warn ?? ((text: string) => warnings.add(text));
  let rows: number | undefined;
  let status = 0;
  try {
    for (const part of session.state.echo ? echoed(session, sql) : [sql]) {
      if (state.trace) trace(session, part);
      const printing = { mode: results.mode(), out: results.out, warn, onRows: io.onRows?.bind(io) };
      const printed = await printAnswer(answer(session, part, signal), printing);
      if (printed.rows !== undefined) results.lastRows = printed.last;
      if (printed.rows !== undefined) rows = (rows ?? 0) + printed.rows;
    }
  } catch (caught) {
    const error = caught instanceof NoDaemon ? manner.unreachable(caught) : caught;
    if (!(error instanceof SqlError)) throw error;
    status = await fail(session, error, sql, options);
  }
  const exported = await results.endStatement();
  await results.out.flush();
  for (const line of warningLines(warnings, isRoot())) io.tell(line);
  if (exported !== undefined && status === 0) io.tell(`${rowCount(rows ?? 0)} written to ${exported}`);
  const elapsedMs = performance.now() - beganMs;
  if (state.timer && options.place) manner.tellTime(session, { rows, elapsedMs, used: process.cpuUsage(usedBefore) });
  return { status, rows, elapsedMs };
}

async function fail(session: ShellSession, error: SqlError, sql: string, options: SqlOptions): Promise<number> {
  const { io, manner, results, state } = session;
  const { place, isTerminated = true, isQuiet } = options;
  // A daemon that fails under osquery's name has shown nothing at all.
  if (state.connected !== undefined && session.dialect === 'osquery') results.drop();
  await results.finish();
  // The log of another process stays there.
  if (state.connected === undefined) for (const remark of manner.remarks(error)) io.tell(remark);
  if (!isQuiet) io.tell(manner.failure(error, { sql, place, isTerminated, timeoutMs: state.timeoutMs, io }));
  return state.connected !== undefined && session.dialect === 'osquery' ? 1 : manner.statusOf(error);
}

/** The statements, each shown before it runs; all at once where their rows are shown at once. */
function* echoed(session: ShellSession, sql: string): Iterable<string> {
  const statements = statementsIn(sql);
  if (session.results.isPooled) {
    session.print(statements.map((statement) => `${statement}\n`).join(''));
    yield sql;
    return;
  }
  for (const statement of statements) {
    session.print(`${statement}\n`);
    yield statement;
  }
}

function trace({ engine, io }: ShellSession, sql: string): void {
  for (const line of engine.explain(sql).split('\n')) io.tell(line);
}

function answer(session: ShellSession, sql: string, signal: AbortSignal): AsyncIterable<Part> {
  const { connected, timeoutMs, parameters } = session.state;
  const { interrupted } = session.io;
  const isOsquery = session.dialect === 'osquery';
  const stop = { signal, timeoutMs, ...(interrupted && { interrupted: () => interrupted() }) };
  if (connected === undefined) {
    const nullText = isOsquery ? 'empty' : 'null';
    return localAnswer({ engine: session.engine, sql, ...stop, nullText, parameters, isTerse: isOsquery });
  }
  const remote = daemonAnswer({ socket: connected, sql, signal, timeoutMs });
  if (!isOsquery) return remote;
  if (statementsIn(sql).length === 0) throw new SqlError('misuse', 'not an error');
  return pooledAnswer(remote);
}
