import { glogLine, type Logger, type Severity, type StatusRecord } from '../logger/index.js';

/** Status lines wait this long, to go out in one write. */
const FLUSH_MS = 3000;

/** Takes status lines from the first moment on; those from before there is a logger are kept for it. */
export class StatusLog {
  #early: StatusRecord[] = [];
  #logger: Logger | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param file base name that lines of this kind carry in osquery, where it has them */
  say = (severity: Severity, file: string, message: string, line = 0): void => {
    const record: StatusRecord = { severity, file, line, message, time: Date.now() };
    if (this.#logger) this.#tell(this.#logger, record);
    else this.#early.push(record);
  };

  attach(logger: Logger): void {
    this.#logger = logger;
    for (const record of this.#early) this.#tell(logger, record);
    this.#early = [];
  }

  /** Nothing waits any more. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    // A start that failed before there was a log has standard error alone.
    if (!this.#logger) for (const record of this.#early) process.stderr.write(`${glogLine(record, process.pid)}\n`);
    await this.#logger?.flush();
  }

  #tell(logger: Logger, record: StatusRecord): void {
    logger.status(record);
    // Only while there is something to say: an idle daemon sleeps.
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void logger.flush();
    }, FLUSH_MS).unref();
  }
}

export type Say = StatusLog['say'];
