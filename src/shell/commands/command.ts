import type { ShellSession } from '../session.js';

/** What an argument can be: what completion offers for it. */
export type ArgumentKind = 'table' | 'file' | 'mode' | 'switch' | 'command' | 'sql' | 'parameter' | 'text';

/** A dot command. Help, completion and the manual are made of this. */
export interface Command {
  /** Without the dot. */
  readonly name: string;
  /** Its arguments as help shows them: `[TABLE]`, `ON|OFF`. */
  readonly usage: string;
  /** One line on what it does. */
  readonly help: string;
  /** By position; the last one stands for all that follow. Empty where it takes none. */
  readonly takes: readonly ArgumentKind[];
  /** Fewest and most arguments. */
  readonly count: readonly [least: number, most: number];
  /** All that stands behind the name is one argument as it is written: SQL. */
  readonly isRaw?: true;
  /** Prints through the session. @throws CommandError, ReaderGone */
  run(session: ShellSession, args: readonly string[], signal: AbortSignal): void | Promise<void>;
}

/** A dot command that failed: told as an error. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  constructor(
    message: string,
    /** Of a call that consists of this command. */
    readonly status: number = 1,
  ) {
    super(message);
  }
}
