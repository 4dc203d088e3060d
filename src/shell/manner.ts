import type { SqlError } from '../core/index.js';
import type { Dialect } from '../flags/index.js';
import type { ShellIo } from './io.js';

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

/** How the shell speaks: osquery's way to the byte, or ours. */
export interface Manner {
  readonly dialect: Dialect;
  readonly prompt: string;
  readonly continuation: string;
  /** SQL that failed. */
  failure(error: SqlError, failed: Failed): string;
  /** A dot command that failed. */
  commandFailure(message: string): string;
  unknownCommand(name: string, known: readonly string[]): string;
  /** Exit status of a call that consists of SQL that fails so. */
  statusOf(error: SqlError): number;
  /** A separator or text for NULL, as far as it counts. */
  cut(text: string): string;
  /** Told at once; undefined: collected, and told once under the result. */
  readonly warn: ((message: string) => void) | undefined;
}
