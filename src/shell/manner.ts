import type { NoDaemon } from '../control/index.js';
import type { SqlError } from '../core/index.js';
import type { Dialect } from '../flags/index.js';
import type { ShellIo } from './io.js';
import type { ShellSession } from './session.js';

/** What an error is about. */
export interface Failed {
  readonly sql: string;
  /** Undefined for SQL that was given at once. */
  readonly place?: Place | undefined;
  readonly isTerminated: boolean;
  readonly timeoutMs: number | undefined;
  readonly io: ShellIo;
}

/** Where an input stands. */
export interface Place {
  readonly file?: string | undefined;
  /** Of its first line, from 1. */
  readonly line: number;
}

/** What an input took. */
export interface Took {
  readonly rows: number | undefined;
  readonly elapsedMs: number;
  /** Of the processor, in microseconds. */
  readonly used: { readonly user: number; readonly system: number };
}

/** How the shell speaks: osquery's way to the byte, or ours. */
export interface Manner {
  readonly dialect: Dialect;
  readonly prompt: string;
  readonly continuation: string;
  /** Log lines that an error brings with it, whoever tells of it. */
  remarks(error: SqlError): readonly string[];
  /** SQL that failed. */
  failure(error: SqlError, failed: Failed): string;
  /** Nobody answers at the socket. */
  unreachable(error: NoDaemon): SqlError;
  unknownCommand(name: string, known: readonly string[]): string;
  /** Exit status of a call that consists of SQL that fails so. */
  statusOf(error: SqlError): number;
  /** A separator or text for NULL, as far as it counts. */
  cut(text: string): string;
  /** What `.timer on` shows. */
  tellTime(session: ShellSession, took: Took): void;
  /** Told at once; undefined: collected, and told once under the result. */
  readonly warn: ((message: string) => void) | undefined;
}
