import type { TableSpec } from '../../catalog/index.js';
import type { Host } from '../../host/index.js';
import { durationText, fit, type Key, PROGRESS_AFTER_MS, progressText, Terminal } from '../../terminal/index.js';
import type { ShellIo } from '../io.js';
import type { ShellSession } from '../session.js';
import { rowCount } from '../text.js';
import { ResultScreen } from './result-screen.js';
import { type Watch, watched } from './watched-tables.js';

const PULSE_MS = 100;
/** The keyboard is looked at so often amid work that never waits. */
const POLL_MS = 10;

/** One person's terminal and what runs for them: results and progress go there, Ctrl-C comes from there. */
export class Conversation {
  readonly terminal = new Terminal();
  readonly io: ShellIo;
  readonly screen: ResultScreen;
  readonly #watch: Watch = { table: undefined, rows: 0 };
  #running:
    | { readonly controller: AbortController; readonly beganMs: number; readonly filesBefore: number }
    | undefined;
  #session: ShellSession | undefined;
  #polledMs = 0;
  #toldMs = 0;

  constructor(
    private readonly host: Host,
    private readonly hasColour: boolean,
  ) {
    this.screen = new ResultScreen({
      terminal: this.terminal,
      pages: () => this.#session?.dialect === 'hostql' && this.#session.state.pages,
      state: () => (this.#running ? this.#progress() : ''),
      interrupt: () => this.interrupt(),
    });
    this.io = {
      out: this.screen,
      tell: (line) => this.screen.tell(line),
      width: () => this.terminal.columns,
      colour: { results: hasColour, talk: hasColour },
      isInteractive: true,
      interrupted: () => this.#interrupted(),
    };
  }

  /** The tables, such that progress can tell of them. */
  watched(tables: readonly TableSpec[]): TableSpec[] {
    return watched(tables, this.#watch);
  }

  /** Stops what runs. @returns false where nothing does */
  interrupt(): boolean {
    if (!this.#running) return false;
    this.#running.controller.abort();
    return true;
  }

  /** Runs a complete input, and waits until its results were looked at. */
  async execute(session: ShellSession, text: string): Promise<void> {
    this.#session = session;
    const controller = new AbortController();
    const ahead: Key[] = [];
    this.#watch.table = undefined;
    this.#watch.rows = 0;
    this.#running = { controller, beganMs: performance.now(), filesBefore: this.host.counters.filesOpened };
    const unlisten = this.terminal.listen({
      key: (key) => {
        if (key.kind === 'key' && key.name === 'C-c') controller.abort();
        else if (key.kind === 'key' && key.name === 'C-z') this.#suspend();
        else ahead.push(key);
      },
      end: () => controller.abort(),
    });
    const pulse = setInterval(() => this.#pulse(performance.now()), PULSE_MS);
    try {
      const { rows, elapsedMs, status } = await session.execute(text, controller.signal);
      this.#running = undefined;
      const isWanted = await this.screen.done();
      if (session.dialect === 'hostql' && rows !== undefined && status === 0 && isWanted && !session.state.timer)
        this.screen.tell(this.#dim(`${rowCount(rows)}, ${durationText(elapsedMs)}`));
    } finally {
      clearInterval(pulse);
      this.#running = undefined;
      unlisten();
      this.terminal.keep(...ahead);
      await this.screen.done();
    }
  }

  #dim(text: string): string {
    return this.hasColour ? `\u001b[2m${text}\u001b[0m` : text;
  }

  #suspend(): void {
    this.screen.hideProgress();
    this.terminal.suspend();
  }

  /** Heard by a query amid its work, which may go on for long without a turn of the event loop. */
  #interrupted(): boolean {
    const nowMs = performance.now();
    if (nowMs - this.#polledMs >= POLL_MS) {
      this.#polledMs = nowMs;
      this.terminal.poll();
      this.#pulse(nowMs);
    }
    return this.#running?.controller.signal.aborted ?? false;
  }

  /** Shows what has come, and how far the work is. */
  #pulse(nowMs: number): void {
    if (!this.#running || nowMs - this.#toldMs < PULSE_MS) return;
    this.#toldMs = nowMs;
    this.#session?.results.look();
    this.screen.show();
    if (nowMs - this.#running.beganMs < PROGRESS_AFTER_MS) return;
    this.screen.showProgress(fit(this.#progress(), this.terminal.columns - 1));
  }

  #progress(): string {
    const { beganMs = 0, filesBefore = 0 } = this.#running ?? {};
    return progressText({
      elapsedMs: performance.now() - beganMs,
      table: this.#watch.table,
      rows: this.#watch.rows,
      files: this.host.counters.filesOpened - filesBefore,
    });
  }
}
