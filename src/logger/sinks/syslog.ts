import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeText } from '../../core/index.js';
import { connectUnixDatagram, type UnixDatagram } from '../../host/index.js';
import { syslogTime } from '../calendar.js';
import type { LogSink, Severity, SinkReport } from '../record.js';
import { plainStatusLine } from '../status.js';

export interface SyslogOptions {
  /** Name of the program. */
  readonly ident: string;
  /** 0 to 23. */
  readonly facility: number;
  /** Result lines start with `@cee:`. */
  readonly cee: boolean;
  /** `classic` is what syslog(3) sends, `rfc5424` the form with a full time. */
  readonly form: 'classic' | 'rfc5424';
  readonly report: SinkReport;
  /** Default `/dev/log`. */
  readonly path?: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const NOTICE = 5;
const INFO = 6;
const PRIORITIES: Readonly<Record<Severity, number>> = { info: NOTICE, warning: 4, error: 3, fatal: 2 };
const USER = 1;
const PATIENCE_MS = 2_000;

/** The local syslog. It is connected at the first line, and anew when the one who reads has gone. */
export class Syslog implements LogSink {
  readonly name = 'syslog';
  readonly takesStatusesAtOnce = false;
  readonly #options: SyslogOptions;
  #socket: UnixDatagram | undefined;

  constructor(options: SyslogOptions) {
    this.#options = options;
  }

  results(lines: readonly string[]): Promise<void> {
    return this.#results(lines);
  }

  snapshots(lines: readonly string[]): Promise<void> {
    return this.#results(lines);
  }

  async statuses(records: Parameters<LogSink['statuses']>[0]): Promise<void> {
    for (const record of records) {
      await this.#send(this.#message(PRIORITIES[record.severity], plainStatusLine(record)));
    }
  }

  /** A line of the program's start: without process id, for the facility of users. */
  announce(text: string): Promise<void> {
    const { ident, now = Date.now } = this.#options;
    return this.#send(`<${USER * 8 + NOTICE}>${syslogTime(now())} ${ident}: ${text}`);
  }

  async reopen(): Promise<void> {
    this.#socket?.close();
    this.#socket = undefined;
  }

  close(): Promise<void> {
    return this.reopen();
  }

  async #results(lines: readonly string[]): Promise<void> {
    const prefix = this.#options.cee ? '@cee:' : '';
    for (const line of lines) await this.#send(this.#message(INFO, prefix + line));
  }

  #message(level: number, text: string): string {
    const { ident, facility, form, now = Date.now } = this.#options;
    const priority = facility * 8 + level;
    if (form === 'classic') return `<${priority}>${syslogTime(now())} ${ident}[${process.pid}]: ${text}`;
    return `<${priority}>1 ${new Date(now()).toISOString()} ${hostname() || '-'} ${ident} ${process.pid} - - ${text}`;
  }

  async #send(message: string): Promise<void> {
    const bytes = encodeText(message);
    const end = performance.now() + PATIENCE_MS;
    for (let attempt = 0; ; attempt++) {
      this.#socket ??= connectUnixDatagram(this.#options.path ?? '/dev/log');
      const outcome = this.#socket.send(bytes);
      if (outcome === 'sent') return;
      if (outcome === 'too-long')
        return this.#options.report.lost('too-long', 1, `syslog takes no line of ${bytes.length} bytes`);
      if (outcome === 'gone') await this.reopen();
      const isHopeless = outcome === 'gone' ? attempt > 0 : performance.now() > end;
      if (isHopeless) throw new Error(outcome === 'gone' ? 'syslog has gone' : 'syslog takes no more lines');
      if (outcome === 'full') await sleep(10);
    }
  }
}
