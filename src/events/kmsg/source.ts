import * as fs from 'node:fs';
import { type KernelCalls, loadKernelCalls } from '../../host/index.js';
import { MonotonicClock } from '../monotonic-clock.js';
import { type EventSource, type OpenSource, type SourceContext, SourceUnavailable } from '../source.js';
import { type KmsgRecord, parseKmsg } from './record.js';

const PATH = '/dev/kmsg';
/** The kernel's records have 2 KiB at most, escapes included 8. */
const RECORD_BYTES = 8192;
const READ_MS = 40;
const [EINTR, EPIPE] = [4, 32];

/** Opens the kernel's log, at its end. */
export const openKmsg: OpenSource<Record<string, never>> = (_, context) => {
  const calls = loadKernelCalls();
  if (!calls) throw new SourceUnavailable('no log can be waited for: the FFI library has no build for this machine');
  return new KmsgSource(calls, context);
};

class KmsgSource implements EventSource<Record<string, never>> {
  readonly subscriptions = 1;
  readonly #fd: number;
  readonly #bytes = Buffer.allocUnsafe(RECORD_BYTES);
  readonly #rows: KmsgRows;

  constructor(
    private readonly calls: KernelCalls,
    context: SourceContext,
  ) {
    this.#rows = new KmsgRows(context);
    try {
      this.#fd = fs.openSync(PATH, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
    } catch (error) {
      throw new SourceUnavailable(`cannot open ${PATH}: ${error instanceof Error ? error.message : String(error)}`);
    }
    this.#rows.skip(this.#records(Number.POSITIVE_INFINITY)); // what was there before is none of our events
  }

  get descriptors(): readonly number[] {
    return [this.#fd];
  }

  read(): void {
    this.#rows.take(this.#records(performance.now() + READ_MS));
  }

  configure(): void {}

  close(): void {
    fs.closeSync(this.#fd);
  }

  *#records(untilMs: number): Generator<Buffer> {
    while (performance.now() < untilMs) {
      const length = Number(this.calls.read(this.#fd, this.#bytes, RECORD_BYTES));
      if (length > 0) yield this.#bytes.subarray(0, length);
      else if (length === 0 || !AGAIN.has(this.calls.errno())) return;
    }
  }
}

/** EPIPE: records were written over before they were read. The next one's number says how many. */
const AGAIN = new Set([EINTR, EPIPE]);

/** Makes rows of records, each read in a piece of its own. */
export class KmsgRows {
  readonly #clock: MonotonicClock;
  #next: bigint | undefined;

  constructor(
    private readonly context: SourceContext,
    clock = new MonotonicClock(() => context.now()),
  ) {
    this.#clock = clock;
  }

  take(records: Iterable<Buffer>): void {
    const { emit, host } = this.context;
    this.#clock.update();
    for (const bytes of records) {
      const record = parseKmsg(bytes);
      if (!record) {
        emit.gap({ reason: "a record of the kernel's log was malformed", lost: 1 });
        continue;
      }
      const missing = record.sequence - (this.#next ?? record.sequence);
      this.#next = record.sequence + 1n;
      if (missing > 0n) emit.gap({ reason: "the kernel's log was written over", lost: Number(missing) });
      this.#emit(record, host.facts.hostname);
    }
  }

  skip(records: Iterable<Buffer>): void {
    for (const bytes of records) this.#next = (parseKmsg(bytes)?.sequence ?? -1n) + 1n;
  }

  #emit({ severity, facility, message, atNs }: KmsgRecord, host: string): void {
    const atMs = this.#clock.unixMsOf(atNs);
    const datetime = new Date(atMs).toISOString();
    const tag = facility === 0 ? 'kernel' : '';
    const row = { datetime, host, severity, facility: FACILITIES[facility] ?? String(facility), tag, message };
    this.context.emit.row('syslog_events', row, atMs);
  }
}

/** syslog(3), by number. */
const FACILITIES = [
  ...['kern', 'user', 'mail', 'daemon', 'auth', 'syslog', 'lpr', 'news', 'uucp', 'cron', 'authpriv', 'ftp'],
  ...['ntp', 'audit', 'alert', 'clock', 'local0', 'local1', 'local2', 'local3', 'local4', 'local5', 'local6', 'local7'],
];
