import type { TableSpec } from '../catalog/index.js';
import type { Engine } from '../engine.js';
import type { Dialect, Flags } from '../flags/index.js';
import { type Command, CommandError, commandsOf, findCommand, nameAndRest, wordsIn } from './commands/index.js';
import type { ShellIo } from './io.js';
import type { Manner, Place } from './manner.js';
import { printTypes } from './osquery/print-types.js';
import { Results } from './results.js';
import { runSql, type SqlOptions } from './run-sql.js';
import { initialState, type ShellState } from './state.js';
import { linesIn, type Unit, UnitReader, unitsIn } from './units.js';

export interface SessionOptions {
  readonly manner: Manner;
  readonly io: ShellIo;
  /** Over the tables of the machine and these. Those that SQL has stored stay from one engine to the next. */
  readonly openEngine: (tables: readonly TableSpec[]) => Engine;
  /** The tables that osquery's `.tables` lists, disabled ones too; default: those that are served. */
  readonly registered?: readonly TableSpec[];
  readonly state?: Partial<ShellState>;
  /** Values of osquery's flags, where the shell has some. */
  readonly flags?: Flags;
  /** Further dot commands. */
  readonly commands?: readonly Command[];
}

/** What became of an input. */
export interface Outcome {
  /** 0, or the exit status of a call that would consist of this input. */
  readonly status: number;
  /** Rows of all its results; undefined where there was no result. */
  readonly rows: number | undefined;
  readonly elapsedMs: number;
}

/**
 * One conversation with the shell: it keeps what dot commands change, runs one complete input after the other, and prints
 * what comes of it, errors included. It never reads: whoever does hands it texts that are complete ({@link isComplete})
 * with {@link execute} until {@link isOver}, then calls {@link finish}, and ends with {@link exitStatus}.
 */
export class ShellSession {
  readonly dialect: Dialect;
  readonly manner: Manner;
  readonly io: ShellIo;
  readonly state: ShellState;
  readonly flags: Flags | undefined;
  readonly results: Results;
  /** What osquery's `.tables` lists. */
  readonly registered: readonly TableSpec[];
  /** In the order of help. */
  readonly commands: readonly Command[];
  readonly #openEngine: (tables: readonly TableSpec[]) => Engine;
  readonly #loaded: TableSpec[] = [];
  #engine: Engine;
  #failure = 0;
  #exit: number | undefined;
  #isOver = false;

  constructor({ manner, io, openEngine, registered, state, flags, commands = [] }: SessionOptions) {
    this.manner = manner;
    this.dialect = manner.dialect;
    this.io = io;
    this.#openEngine = openEngine;
    this.#engine = openEngine([]);
    this.registered = registered ?? this.#engine.catalog.tables();
    this.state = initialState(state);
    this.flags = flags;
    this.results = new Results(this.dialect, this.state, io);
    this.commands = [...commandsOf(this.dialect), ...commands];
  }

  /** What answers. {@link load} brings another. */
  get engine(): Engine {
    return this.#engine;
  }

  /** Serves these tables too from now on. */
  load(tables: readonly TableSpec[]): void {
    this.#loaded.push(...tables);
    this.#engine = this.#openEngine(this.#loaded);
  }

  /** `hostql> `; without colour. */
  prompt(): string {
    return this.#marked(this.manner.prompt);
  }

  /** Stands before the second line of a statement and those behind it. */
  continuationPrompt(): string {
    return this.#marked(this.manner.continuation);
  }

  #marked(prompt: string): string {
    return this.state.connected === undefined ? prompt : `[*]${prompt}`;
  }

  /** Whether a text can be executed: it is blank, a dot command, or its last statement has its semicolon. */
  isComplete(text: string): boolean {
    const reader = new UnitReader(this.dialect);
    for (const line of linesIn(text)) reader.push(line);
    return !reader.isOpen;
  }

  /** Nothing is to be executed any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** What the program should end with. */
  get exitStatus(): number {
    if (this.#exit !== undefined) return this.#exit;
    return this.io.isInteractive && this.dialect === 'hostql' ? 0 : this.#failure;
  }

  /** Ends the conversation. @param status where it shall not be the usual one */
  end(status?: number): void {
    this.#isOver = true;
    if (status !== undefined) this.#exit = status;
  }

  /** Hands over all that is printed, and closes files. @throws ReaderGone */
  async finish(): Promise<void> {
    await this.results.finish();
    await this.results.redirect(undefined);
    await this.io.out.flush();
  }

  /**
   * Runs a complete text: dot commands and statements, one after the other. An error of one of them is told and ends the
   * text where somebody types.
   * @param signal stops the statement that runs
   * @throws ReaderGone
   */
  async execute(text: string, signal: AbortSignal, file?: string): Promise<Outcome> {
    let last: Outcome = NOTHING;
    const beganMs = performance.now();
    for (const unit of unitsIn(text, this.dialect)) {
      const outcome = await this.run(unit, signal, file);
      const rows = outcome.rows === undefined ? last.rows : (last.rows ?? 0) + outcome.rows;
      last = { status: outcome.status || last.status, rows, elapsedMs: performance.now() - beganMs };
      if (this.isOver || signal.aborted || (outcome.status !== 0 && this.#endsAtErrors())) break;
    }
    return last;
  }

  #endsAtErrors(): boolean {
    return this.io.isInteractive || this.state.bail;
  }

  /** Runs one unit of an input. @throws ReaderGone */
  async run(unit: Unit, signal: AbortSignal, file?: string): Promise<Outcome> {
    const outcome = await this.#unit(unit, signal, { file, line: unit.line });
    // Whoever types sees a result whole before the next prompt; programs get one array for all of it.
    if (this.io.isInteractive || this.dialect === 'osquery') await this.results.finish();
    if (outcome.status !== 0) this.#fail(outcome.status);
    return outcome;
  }

  #unit(unit: Unit, signal: AbortSignal, place: Place): Promise<Outcome> {
    switch (unit.kind) {
      case 'dot':
        return this.command(unit.text, signal);
      case 'types':
        return printTypes(this, unit.text);
      case 'sql':
        return this.sql(unit.text, signal, { place, isTerminated: unit.isTerminated });
      case 'skipped':
        if (this.state.echo) this.show(`${unit.text}\n`);
        return Promise.resolve(NOTHING);
    }
  }

  #fail(status: number): void {
    this.#failure = this.dialect === 'osquery' ? 1 : status;
    if (this.state.bail && !this.io.isInteractive) this.end();
  }

  /** Runs a dot command, given with its dot. @throws ReaderGone */
  async command(line: string, signal: AbortSignal): Promise<Outcome> {
    const beganMs = performance.now();
    if (this.state.echo) this.show(`${line}\n`);
    let status = 0;
    try {
      const { name, rest } = nameAndRest(line.slice(1));
      const found = findCommand(this, name, rest, wordsIn(rest));
      await found.command.run(this, found.args, signal);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      if (error.message !== '') this.io.tell(error.message);
      status = error.status;
    }
    await this.results.out.flush();
    await this.io.out.flush();
    return { status, rows: undefined, elapsedMs: performance.now() - beganMs };
  }

  /** Runs SQL and prints its rows; what fails is told. @throws ReaderGone */
  sql(sql: string, signal: AbortSignal, options?: SqlOptions): Promise<Outcome> {
    return runSql(this, sql, signal, options);
  }

  /** Text for whoever takes results. */
  print(text: string): void {
    this.results.interrupt();
    this.results.out.write(text);
  }

  /** Text that goes to the standard output, wherever results go. */
  show(text: string): void {
    this.results.interrupt();
    this.io.out.write(text);
  }
}

const NOTHING: Outcome = { status: 0, rows: undefined, elapsedMs: 0 };
