import * as fs from 'node:fs';
import { type KernelCalls, loadKernelCalls } from '../../host/index.js';
import { type EventSource, type OpenSource, type SourceContext, SourceUnavailable } from '../source.js';
import { LineBuffer } from './line-buffer.js';
import { openPipe, type SyslogPipe } from './pipe.js';
import type { SyslogSettings } from './settings.js';
import { syslogRow, unixMsOf } from './syslog-row.js';

const PIECE_BYTES = 64 * 1024;
const READ_MS = 40;
const LOOK_MS = 2000;

/** Opens the FIFO that rsyslog writes to. */
export const openSyslog: OpenSource<SyslogSettings> = (settings, context) => {
  const calls = loadKernelCalls();
  if (!calls) throw new SourceUnavailable('no pipe can be waited for: the FFI library has no build for this machine');
  return new SyslogSource(calls, settings, context);
};

class SyslogSource implements EventSource<SyslogSettings> {
  readonly subscriptions = 1;
  readonly #piece = Buffer.allocUnsafe(PIECE_BYTES);
  #pipe: SyslogPipe;
  #lines: SyslogLines;
  #lookedMs = 0;

  constructor(
    private readonly calls: KernelCalls,
    private settings: SyslogSettings,
    private readonly context: SourceContext,
  ) {
    this.#pipe = openPipe(context.host, settings.path);
    this.#lines = new SyslogLines(settings.rateLimit, context);
  }

  get descriptors(): readonly number[] {
    return [this.#pipe.fd];
  }

  read(): void {
    const untilMs = performance.now() + READ_MS;
    do {
      const length = Number(this.calls.read(this.#pipe.fd, this.#piece, PIECE_BYTES));
      if (length <= 0) return;
      this.#lines.add(this.#piece.subarray(0, length));
    } while (performance.now() < untilMs);
  }

  tick(): void {
    this.#lines.tick();
    const nowMs = this.context.now();
    if (nowMs >= this.#lookedMs && nowMs - this.#lookedMs < LOOK_MS) return;
    this.#lookedMs = nowMs;
    if (!this.#isInPlace()) this.#reopen();
  }

  configure(settings: SyslogSettings): void {
    const isElsewhere = settings.path !== this.settings.path;
    this.settings = settings;
    this.#lines.rateLimit = settings.rateLimit;
    if (isElsewhere) this.#reopen();
  }

  close(): void {
    this.#lines.tick();
    this.#pipe.close();
  }

  /** Whether writers that open the path come to us: somebody may have put another FIFO there. */
  #isInPlace(): boolean {
    try {
      const [at, ours] = [fs.statSync(this.settings.path), fs.fstatSync(this.#pipe.fd)];
      return at.ino === ours.ino && at.dev === ours.dev;
    } catch {
      return false;
    }
  }

  /** What the old pipe holds is read first. Where there is no new one it stays, and a later tick tries again. */
  #reopen(): void {
    try {
      const pipe = openPipe(this.context.host, this.settings.path);
      this.read();
      this.#pipe.close();
      this.#pipe = pipe;
      this.#lines = new SyslogLines(this.settings.rateLimit, this.context);
    } catch (error) {
      if (!(error instanceof SourceUnavailable)) throw error;
      this.context.say('warning', `syslog: ${error.message}`);
    }
  }
}

const MAX_LINE_BYTES = 1024 * 1024;
/** The limit is on so much time. */
const WINDOW_MS = 200;
/** Windows without a line that may be made up for at once. */
const BURST = 10;

/** Makes rows of what comes through the pipe. */
export class SyslogLines {
  readonly #buffer: LineBuffer;
  #malformed = 0;
  #tooMany = 0;
  /** Lines that may be taken now; refilled as time goes by. */
  #allowed: number;
  #refilledMs: number;

  constructor(
    public rateLimit: number,
    private readonly context: SourceContext,
  ) {
    this.#allowed = rateLimit * BURST;
    this.#refilledMs = context.now();
    this.#buffer = new LineBuffer(MAX_LINE_BYTES, {
      onLine: (line) => this.#line(line),
      onTooLong: () => context.emit.gap({ reason: 'a line of syslog was longer than 1 MiB', lost: 1 }),
    });
  }

  add(bytes: Buffer): void {
    const nowMs = this.context.now();
    const windows = Math.max(0, nowMs - this.#refilledMs) / WINDOW_MS;
    this.#allowed = Math.min(this.rateLimit * BURST, this.#allowed + windows * this.rateLimit);
    this.#refilledMs = nowMs;
    this.#buffer.add(bytes);
  }

  /** Tells of lines that are not there. */
  tick(): void {
    const { emit } = this.context;
    if (this.#malformed > 0) emit.gap({ reason: 'lines of syslog were not of six fields', lost: this.#malformed });
    if (this.#tooMany > 0) emit.gap({ reason: 'lines of syslog beyond syslog_rate_limit', lost: this.#tooMany });
    this.#malformed = this.#tooMany = 0;
  }

  #line(line: Buffer): void {
    if (line.length === 0) return;
    if (this.rateLimit > 0 && this.#allowed < 1) {
      this.#tooMany++;
      return;
    }
    this.#allowed--;
    const row = syslogRow(line);
    if (row) this.context.emit.row('syslog_events', row, unixMsOf(String(row.datetime)));
    else this.#malformed++;
  }
}
