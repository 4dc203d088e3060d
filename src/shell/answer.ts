import { askControl, type Failure, fromCell } from '../control/index.js';
import { type Row, SqlError, type Value } from '../core/index.js';
import type { Engine } from '../engine.js';

/** What comes of SQL, piece by piece: the columns of a result, its rows, its end. A statement without rows gives only warnings. */
export type Part =
  | { readonly columns: readonly string[] }
  | { readonly rows: readonly Row[] }
  | { readonly warning: string }
  | { readonly end: true };

export interface Question {
  readonly sql: string;
  readonly signal: AbortSignal;
  /** For all statements together. */
  readonly timeoutMs?: number | undefined;
}

export interface LocalQuestion extends Question {
  readonly engine: Engine;
  /** 'empty': text that a table does not know is '' instead of null. */
  readonly nullText: 'null' | 'empty';
  /** Values of parameters by name, with their sign: `:pid`. */
  readonly parameters?: ReadonlyMap<string, Value>;
  /** Keep what was noticed while preparing to ourselves. */
  readonly isTerse?: boolean;
  /** Asked amid the work: true stops it as the signal does. */
  readonly interrupted?: () => boolean;
}

/** The answer of an engine in this process. @throws SqlError of the first statement that fails */
export async function* localAnswer(question: LocalQuestion): AsyncGenerator<Part> {
  const { engine, sql, signal, interrupted, timeoutMs, nullText, parameters = new Map() } = question;
  const endsAtMs = timeoutMs === undefined ? undefined : performance.now() + timeoutMs;
  const warnings: string[] = [];
  for (const prepared of engine.prepareEach(sql)) {
    if (!question.isTerse) warnings.push(...prepared.warnings);
    const hasRows = prepared.columns.length > 0;
    if (hasRows) yield { columns: prepared.columns.map((column) => column.name) };
    const left = endsAtMs === undefined ? {} : { timeoutMs: Math.max(0, endsAtMs - performance.now()) };
    const values = prepared.parameters.map((name) => parameters.get(name) ?? null);
    const onWarning = (text: string): unknown => warnings.push(text);
    const stop = { signal, ...(interrupted && { interrupted }), ...left };
    const options = { ...stop, nullText, parameters: values, onWarning };
    for await (const rows of prepared.run(options)) {
      yield* told(warnings);
      yield { rows };
    }
    yield* told(warnings);
    if (hasRows) yield { end: true };
  }
}

function* told(warnings: string[]): Generator<Part> {
  for (const warning of warnings.splice(0)) yield { warning };
}

export interface RemoteQuestion extends Question {
  /** The daemon's socket. */
  readonly socket: string;
}

/** The answer of a running daemon. @throws SqlError, NoDaemon */
export async function* daemonAnswer({ socket, sql, signal, timeoutMs }: RemoteQuestion): AsyncGenerator<Part> {
  // The limit is ours to keep: the daemon knows nothing of it.
  const late = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const stop = late ? AbortSignal.any([signal, late]) : signal;
  let isOpen = false;
  for await (const reply of askControl(socket, { do: 'query', sql }, stop)) {
    if ('error' in reply) throw errorOf(reply.error);
    if ('warning' in reply) yield { warning: reply.warning };
    if ('columns' in reply) {
      if (isOpen) yield { end: true };
      isOpen = true;
      yield { columns: reply.columns.map(({ name }) => name) };
    }
    if ('rows' in reply) yield { rows: reply.rows.map((row) => row.map(fromCell)) };
  }
  if (late?.aborted) throw new SqlError('timeout', 'stopped');
  if (signal.aborted) throw new SqlError('cancelled', 'interrupted');
  if (isOpen) yield { end: true };
}

const errorOf = ({ code, message, span, hint }: Failure): SqlError =>
  // The daemon is of our own making, and so are its codes.
  new SqlError(code as SqlError['code'], message, span, hint);
